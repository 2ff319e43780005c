"""One delivery: claim, look, compose, render, send, record.

An attempt holds its delivery (bot/store/holds.py) from start to end, so a second job for it finds
it held and leaves. The row says `claimed` only from just before the post until its result is
recorded: a claimed row that nobody holds may have been posted by an attempt that died, and is
looked for before anything is posted again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import assert_never
from uuid import UUID

from bot.delivery.composing import Composers, Needless
from bot.delivery.destination import AccountOf, Destination, destination_of
from bot.delivery.insisting import write_in_the_end
from bot.delivery.outcome import Patience
from bot.delivery.pace import Pace, Sleep
from bot.delivery.quiet import HELD, day_began, quiet_until
from bot.platforms.base import (
    Absent,
    Broken,
    CannotLook,
    Found,
    LookResult,
    Place,
    Platform,
    Receipt,
    Roster,
    SendResult,
    Sent,
    Stopped,
    TryLater,
    Unclear,
)
from bot.store.attempts import claim, postpone, replace_eligible, settle, settle_delivered
from bot.store.deliveries import OPEN, Delivery, State, load_delivery, standing
from bot.store.engine import AsyncConnection, Database
from bot.store.holds import Holds
from bot.store.wake import is_outage, nudge
from config.directory import Directory
from config.now import Now
from content.message import Message
from handlers.events import Delivered
from schedules.kinds import Kind

logger = logging.getLogger(__name__)

Register = Callable[[AsyncConnection, str, Collection[str]], Awaitable[Mapping[str, UUID]]]
"""Gives the pseudonyms of a workspace's accounts, registering the new ones."""

OPENING = "opening"
"""The slot of a survey's first post; its reminder and its results come later."""

_TURN = "Waiting for its turn: the platform takes no more just now."
_ORDER = "Waiting for an earlier post to the same channel."


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    """Attempts deliveries. `platforms` by name."""

    database: Database
    directory: Directory
    platforms: Mapping[str, Platform]
    composers: Composers
    register: Register
    account_of: AccountOf
    holds: Holds
    pace: Pace
    now: Now
    patience: Patience = field(default_factory=Patience)
    sleep: Sleep = asyncio.sleep

    async def deliver(self, delivery: UUID) -> None:
        """Attempt a delivery; its row says what came of it. Raises only when the database cannot
        be reached: the clock brings the job back."""
        async with self.holds.hold(delivery) as held:
            if not held:
                logger.info("Delivery %s is held by another attempt.", delivery)
                return
            row = await load_delivery(self.database.statements, delivery)
            if row is None or row.state not in OPEN:
                return
            try:
                await self._attempt(row)
            except Exception as error:
                if is_outage(error):
                    raise
                # Only the kind of the error: its words may hold what was to be sent.
                logger.error("Delivery %s: %s.", delivery, type(error).__name__)  # noqa: TRY400
                await self._settle(row, State.FAILED, _ours(error))

    async def _attempt(self, delivery: Delivery) -> None:
        to = await destination_of(delivery, self.directory, self.account_of)
        if isinstance(to, str):
            await self._settle(delivery, State.HALTED, to)
            return
        platform = self.platforms[to.place.workspace.platform]
        if delivery.state is State.CLAIMED and not await self._absent(delivery, platform, to):
            return
        async with self.database.begin() as connection:
            message = await self.composers[delivery.kind](connection, delivery)
        if isinstance(message, Needless):
            await self._settle(delivery, State.SKIPPED, message.reason)
            return
        now = self.now()
        before = await standing(self.database.statements, delivery, today=day_began(now))
        quiet = quiet_until(to, before, now)
        if quiet is not None:
            await self._postpone(delivery, HELD, quiet - self.now())
            return
        if before.ahead is not None:
            await self._postpone(delivery, _ORDER, max(before.ahead - self.now(), timedelta()))
            return
        if not await self._counted_in(delivery, platform, to):
            return
        turn = await self.pace.turn(to.place, platform.limits)
        if turn is not None:
            await self._postpone(delivery, _TURN, turn - self.now())
            return
        await self._send(delivery, platform, to, message)

    async def _counted_in(self, delivery: Delivery, platform: Platform, to: Destination) -> bool:
        """Keep who can see the channel before what people are asked in it, the denominator of all
        that follows. Returns False when that could not be learnt, and the attempt is over."""
        if not _asks_all(delivery):
            return True
        place = to.place
        roster = await platform.roster(place)
        match roster:
            case Roster(accounts):
                async with self.database.begin() as connection:
                    members = await self.register(connection, place.workspace.key, accounts)
                    await replace_eligible(connection, delivery, set(members.values()))
                return True
            case TryLater() as later:
                await self._later(delivery, later, delivery.attempts + 1, counted=True)
                return False
            case Stopped(reason):
                await self._settle(delivery, State.HALTED, reason)
                return False
            case _:
                assert_never(roster)

    async def _absent(self, delivery: Delivery, platform: Platform, to: Destination) -> bool:
        """Look for what an earlier attempt may have posted. Returns True when it is surely not
        there; else the outcome is recorded."""
        look = await self._look(platform, to, delivery.id)
        match look:
            case Found(receipt):
                await self._delivered(delivery, receipt)
                return False
            case Absent():
                return True
            case CannotLook(reason):
                told = "An earlier attempt ended without a result, and may have been posted."
                await self._settle(delivery, State.UNCONFIRMED, f"{told} {reason}")
                return False
            case _:
                assert_never(look)

    async def _send(
        self, delivery: Delivery, platform: Platform, to: Destination, message: Message
    ) -> None:
        if not await claim(self.database.statements, delivery, now=self.now()):
            return
        result: SendResult
        try:
            result = await to.send(platform, message, delivery.id)
        except Exception as error:  # noqa: BLE001 - it may have been posted before it went wrong
            result = Unclear(_ours(error))
        attempt = delivery.attempts + 1
        match result:
            case Sent(receipt):
                await self._delivered(delivery, receipt)
            case TryLater() as later:
                await self._rest(platform, to.place, later)
                await self._later(delivery, later, attempt)
            case Stopped(reason):
                await self._settle(delivery, State.HALTED, reason)
            case Broken(reason):
                await self._settle(delivery, State.FAILED, reason)
            case Unclear(reason):
                await self._doubt(delivery, platform, to, reason, attempt)
            case _:
                assert_never(result)

    async def _doubt(
        self, delivery: Delivery, platform: Platform, to: Destination, reason: str, attempt: int
    ) -> None:
        """Look for what the platform may have accepted. Not finding it proves little so soon, so
        it stays claimed, and the next attempt looks again before it posts."""
        look = await self._look(platform, to, delivery.id)
        match look:
            case Found(receipt):
                await self._delivered(delivery, receipt)
            case Absent():
                await self._later(delivery, TryLater(reason), attempt, in_doubt=True)
            case CannotLook(why):
                await self._settle(delivery, State.UNCONFIRMED, f"{reason} {why}")
            case _:
                assert_never(look)

    async def _look(self, platform: Platform, to: Destination, delivery: UUID) -> LookResult:
        try:
            return await to.look(platform, delivery)
        except Exception as error:  # noqa: BLE001 - a look that fails is no look
            return CannotLook(_ours(error))

    async def _rest(self, platform: Platform, place: Place, later: TryLater) -> None:
        if later.after is not None:
            await self.pace.rest(
                place,
                platform.limits,
                until=self.now() + later.after,
                everywhere=later.everywhere,
            )

    async def _later(
        self,
        delivery: Delivery,
        later: TryLater,
        attempt: int,
        *,
        counted: bool = False,
        in_doubt: bool = False,
    ) -> None:
        if attempt >= self.patience.attempts:
            outcome = State.UNCONFIRMED if in_doubt else State.FAILED
            reason = f"Given up after {attempt} attempts. The last one: {later.reason}"
            await self._settle(delivery, outcome, reason)
            return
        wait = self.patience.delay(attempt, later.after)
        await self._postpone(delivery, later.reason, wait, counted=counted, in_doubt=in_doubt)

    async def _postpone(
        self,
        delivery: Delivery,
        reason: str,
        wait: timedelta,
        *,
        counted: bool = False,
        in_doubt: bool = False,
    ) -> None:
        async def record() -> None:
            async with self.database.begin() as connection:
                await postpone(
                    connection,
                    delivery.id,
                    reason=reason,
                    until=self.now() + wait,
                    counted=counted,
                    in_doubt=in_doubt,
                )
                await nudge(connection)

        await write_in_the_end(record, self.sleep)

    async def _settle(self, delivery: Delivery, state: State, reason: str) -> None:
        async def record() -> None:
            statements = self.database.statements
            await settle(statements, delivery.id, state, reason=reason, now=self.now())

        await write_in_the_end(record, self.sleep)

    async def _delivered(self, delivery: Delivery, receipt: Receipt) -> None:
        kept = {"conversation": receipt.conversation, "message": receipt.message}

        async def record() -> None:
            now = self.now()
            event = None
            if delivery.dissemination is not None:
                event = Delivered(
                    dissemination=delivery.dissemination,
                    delivery=delivery.id,
                    agency=delivery.agency,
                    at=now,
                )
            await settle_delivered(
                self.database.statements, delivery.id, kept, now=now, event=event
            )

        await write_in_the_end(record, self.sleep)


def _asks_all(delivery: Delivery) -> bool:
    """Tell whether whoever can see the channel is asked something, and counts from then on."""
    return delivery.kind is Kind.POST or (delivery.kind, delivery.slot) == (Kind.PULSE, OPENING)


def _ours(error: Exception) -> str:
    return f"An unexpected {type(error).__name__} on our side; the log has the moment."
