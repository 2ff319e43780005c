"""One delivery: look, compose, count who is asked, claim, send, record.

Only the driver that holds a workspace (`bot/delivery/driver.py`) attempts its deliveries. The row
says `claimed` only from just before the post until its result is recorded: a claimed row that no
driver has in hand may have been posted by an attempt that died, and is looked for before anything
is posted again.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, assert_never
from uuid import UUID

from bot.delivery.calls import call_of
from bot.delivery.claiming import claim_promptly
from bot.delivery.composing import Composers, Edit, Unsent
from bot.delivery.destination import AccountOf, Destination, destination_of, look_for, nowhere
from bot.delivery.editing import make
from bot.delivery.gate import Gate, Rests, Sleep
from bot.delivery.insisting import write_in_the_end
from bot.delivery.outcome import Patience, not_taken, ours
from bot.delivery.quiet import Held, held_back
from bot.delivery.rosters import Rosters, asks_all
from bot.platforms.base import Platform
from bot.platforms.results import (
    Absent,
    Broken,
    CannotLook,
    Found,
    Receipt,
    SendResult,
    Sent,
    Stopped,
    TryLater,
    Unclear,
)
from bot.store.delivery.attempts import postpone, settle, settle_delivered
from bot.store.delivery.deliveries import Delivery, Standing, State, standing
from bot.store.engine import Database
from bot.store.wake import is_outage, nudge
from config.directory import Directory
from config.now import Now
from content.message import Message
from content.templating import say
from handlers.events import Delivered
from schedules.calendar import calendar_of, day_began
from schedules.kinds import EDITS

logger = logging.getLogger(__name__)

SURELY_OVER: Final = timedelta(seconds=20)
"""So long after a claim no call of that attempt is under way any more, whatever became of its
process: the platforms' clients give a call up after 15 seconds at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    """Attempts deliveries. `platforms` by name."""

    database: Database
    directory: Directory
    platforms: Mapping[str, Platform]
    composers: Composers
    rosters: Rosters
    account_of: AccountOf
    now: Now
    patience: Patience = field(default_factory=Patience)
    surely_over: timedelta = SURELY_OVER
    sleep: Sleep = asyncio.sleep

    async def deliver(self, delivery: Delivery, gate: Gate) -> State:
        """Attempt a delivery, at the gate's pace. Returns the state in which it is left; an open
        one where it waits, and nothing may overtake it. Raises only when the database cannot be
        reached."""
        try:
            return await self._attempt(delivery, gate)
        except Exception as error:
            if is_outage(error):
                raise
            # Only the kind of the error: its words may hold what was to be sent.
            logger.error("Delivery %s: %s.", delivery.id, type(error).__name__)  # noqa: TRY400
            return await self._settle(delivery, State.FAILED, ours(error))

    async def _attempt(self, delivery: Delivery, gate: Gate) -> State:
        to = await destination_of(delivery, self.directory, self.account_of)
        if isinstance(to, str):
            return await self._settle(delivery, *nowhere(delivery, to))
        platform = self.platforms[to.place.workspace.platform]
        if delivery.state is State.CLAIMED and delivery.kind not in EDITS:
            known = await self._reconciled(delivery, platform, to)
            if known is not None:
                return known
        message = await self.composers[delivery.kind](delivery)
        if isinstance(message, Unsent):
            return await self._settle(delivery, message.outcome, message.reason)
        held = await self._held(delivery)
        if held is not None:
            wait = held.until - self.now()
            return await self._postpone(delivery, held.reason, wait, held=True)
        eligible: frozenset[UUID] | None = None
        if asks_all(delivery):
            roster = await self.rosters.of(platform, to.place, gate)
            if not isinstance(roster, frozenset):
                return await self._unsent(delivery, roster)
            eligible = roster
        if not isinstance(message, Edit) and (closed := await to.open(platform, gate)) is not None:
            return await self._unsent(delivery, closed)
        if (rests := await gate.turn(call_of(message, to))) is not None:
            return await self._unsent(delivery, rests)
        return await self._send(delivery, platform, to, message, gate, eligible)

    async def _unsent(self, delivery: Delivery, why: TryLater | Stopped | Broken | Rests) -> State:
        """Settle what came to nothing before it was claimed, or let it wait."""
        match why:
            case TryLater():
                return await self._later(delivery, why, delivery.attempts + 1, counted=True)
            case Stopped(reason):
                return await self._settle(delivery, State.HALTED, reason)
            case Broken(reason):
                return await self._settle(delivery, State.FAILED, reason)
            case Rests(after):
                return await self._postpone(delivery, say("waiting.slow_down"), after)
            case _:
                assert_never(why)

    async def _held(self, delivery: Delivery) -> Held | None:
        """Return until when the agency, or the one reader, is left alone. What is changed in a
        message that stands calls nobody, in a channel or in private: neither platform gives notice
        of it. So it is done at any hour, in a pause too."""
        if delivery.kind in EDITS:
            return None
        now = self.now()
        calendar = calendar_of(self.directory, delivery.agency)
        before = Standing()
        if delivery.member is not None:
            today = day_began(now, calendar.zone)
            before = await standing(self.database.statements, delivery.member, today=today)
        return held_back(calendar, delivery, before, now)

    async def _reconciled(
        self, delivery: Delivery, platform: Platform, to: Destination
    ) -> State | None:
        """Look for what an earlier attempt may have posted. Returns None when it is surely not
        there; else the state in which it is left."""
        if delivery.claimed_at is not None:
            # No longer than the whole of it, where the clock was set back since.
            rest = min(delivery.claimed_at - self.now(), timedelta()) + self.surely_over
            if rest > timedelta():
                words = say("waiting.under_way")
                return await self._postpone(delivery, words, rest, in_doubt=True)
        look, doubt = await look_for(delivery.id, to, platform), say("attempt.in_doubt")
        match look:
            case Found(receipt):
                return await self._delivered(delivery, receipt)
            case Absent():
                return None
            case CannotLook(reason):
                return await self._settle(delivery, State.UNCONFIRMED, f"{doubt} {reason}")
            case TryLater(reason, after):
                later, attempt = TryLater(f"{doubt} {reason}", after), delivery.attempts + 1
                return await self._later(delivery, later, attempt, counted=True, in_doubt=True)
            case _:
                assert_never(look)

    async def _send(  # noqa: PLR0917 - all that was made ready
        self,
        delivery: Delivery,
        platform: Platform,
        to: Destination,
        message: Message | Edit,
        gate: Gate,
        eligible: frozenset[UUID] | None,
    ) -> State:
        statements = self.database.statements
        if not await claim_promptly(statements, delivery, self.now, self.sleep, eligible=eligible):
            return delivery.state
        result: SendResult
        try:
            if isinstance(message, Edit):
                result = await make(platform, to, message)
            else:
                result = await to.send(platform, message, delivery.id)
        except Exception as error:  # noqa: BLE001 - it may have been posted before it went wrong
            result = Unclear(ours(error))
        gate.arrived(delivery.destination)
        attempt = delivery.attempts + 1
        match result:
            case Sent(receipt):
                return await self._delivered(delivery, receipt)
            case TryLater() as later:
                await gate.refused(call_of(message, to), delivery.destination, later)
                return await self._later(delivery, later, attempt)
            case Stopped(reason):
                return await self._settle(delivery, not_taken(delivery, State.HALTED), reason)
            case Broken(reason):
                return await self._settle(delivery, not_taken(delivery, State.FAILED), reason)
            case Unclear(reason):
                return await self._doubt(delivery, platform, to, reason, attempt)
            case _:
                assert_never(result)

    async def _doubt(
        self, delivery: Delivery, platform: Platform, to: Destination, reason: str, attempt: int
    ) -> State:
        """Look for what the platform may have accepted. Not finding it proves little so soon, so
        it stays claimed, and the next attempt looks again before it posts."""
        look = await look_for(delivery.id, to, platform)
        match look:
            case Found(receipt):
                return await self._delivered(delivery, receipt)
            case Absent():
                return await self._later(delivery, TryLater(reason), attempt, in_doubt=True)
            case CannotLook(why):
                return await self._settle(delivery, State.UNCONFIRMED, f"{reason} {why}")
            case TryLater(why, after):
                later = TryLater(f"{reason} {why}", after)
                return await self._later(delivery, later, attempt, in_doubt=True)
            case _:
                assert_never(look)

    async def _later(
        self,
        delivery: Delivery,
        later: TryLater,
        attempt: int,
        *,
        counted: bool = False,
        in_doubt: bool = False,
    ) -> State:
        if attempt >= self.patience.attempts:
            outcome = State.UNCONFIRMED if in_doubt else State.FAILED
            told = say("attempt.given_up", attempts=attempt)
            reason = f"{told} {later.reason}"
            return await self._settle(delivery, not_taken(delivery, outcome), reason)
        wait = self.patience.delay(attempt, later.after)
        return await self._postpone(
            delivery, later.reason, wait, counted=counted, in_doubt=in_doubt
        )

    async def _postpone(
        self,
        delivery: Delivery,
        reason: str,
        wait: timedelta,
        *,
        counted: bool = False,
        in_doubt: bool = False,
        held: bool = False,
    ) -> State:
        async def record() -> None:
            async with self.database.begin() as connection:
                await postpone(
                    connection,
                    delivery.id,
                    reason=reason,
                    until=self.now() + wait,
                    counted=counted,
                    in_doubt=in_doubt,
                    held=held,
                )
                await nudge(connection)

        await write_in_the_end(record, self.sleep)
        return State.CLAIMED if in_doubt else State.WAITING

    async def _settle(self, delivery: Delivery, state: State, reason: str) -> State:
        async def record() -> None:
            statements = self.database.statements
            await settle(statements, delivery.id, state, reason=reason, now=self.now())

        await write_in_the_end(record, self.sleep)
        return state

    async def _delivered(self, delivery: Delivery, receipt: Receipt) -> State:
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
        return State.DELIVERED
