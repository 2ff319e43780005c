"""Halted deliveries go on by themselves once what stopped them is mended.

The platform is asked, after growing pauses and without posting anything, whether a channel or a
person can be written to. Asking takes long, so it happens beside the clock's tick and its
transaction: the tick only says what is asked about, and puts the next asking off.
"""

import asyncio
import logging
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, assert_never
from uuid import UUID

from bot.delivery.destination import AccountOf, located
from bot.delivery.jobs import Queue
from bot.platforms.base import Place, Platform
from bot.platforms.results import Readiness, Ready, Stopped, TryLater
from bot.store.delivery.attempts import reopen
from bot.store.delivery.deliveries import Address
from bot.store.delivery.letters import drop_delivery
from bot.store.delivery.probes import (
    HALTS_LOOK,
    ask_later,
    halted_to,
    hasten,
    next_probe,
    note_halted,
    say_why,
    take_probes,
)
from bot.store.engine import AsyncConnection, Database
from bot.store.looks import Look
from bot.store.wake import is_outage, nudge
from config.directory import Directory, Workspace
from config.errors import NotFound
from config.now import Now
from schedules.occurrence import Due

logger = logging.getLogger(__name__)

AT_ONCE: Final = 20
"""Targets in one go. Slack takes 50 such calls a minute and workspace."""
_BETWEEN: Final = timedelta(seconds=30)
"""Between two goes."""


@dataclass(frozen=True, slots=True)
class _Person:
    workspace: Workspace
    account: str


@dataclass(frozen=True, slots=True)
class _Asked:
    target: str
    to: Place | _Person


class Resume:
    """The follow-up that has halted deliveries tried again (`bot.followups.base.FollowUp`)."""

    name = "halted deliveries"

    def __init__(  # noqa: PLR0917 - what it works on, put together in one place
        self,
        database: Database,
        queue: Queue,
        directory: Directory,
        platforms: Mapping[str, Platform],
        account_of: AccountOf,
        now: Now,
    ) -> None:
        """Take what it works on. Starts nothing."""
        self._database = database
        self._queue = queue
        self._directory = directory
        self._platforms = platforms
        self._account_of = account_of
        self._now = now
        self._new = True
        self._again: datetime | None = None
        self._asking: asyncio.Task[None] | None = None

    def look(self, now: datetime) -> Look | None:  # noqa: ARG002 - the same at any moment
        """Return the look, but where it is just being asked, or is not to be for a while."""
        at_rest = not self._new and self._again is None
        return HALTS_LOOK if at_rest and (self._asking is None or self._asking.done()) else None

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Have it asked about what is due. Returns when the next asking is."""
        await note_halted(connection)
        if self._new:
            # The directory or a token may have been mended, and the process started for that.
            await hasten(connection, now=now)
            self._new = False
        if self._asking is not None and not self._asking.done():
            return now + timedelta(seconds=1)
        # Never longer than that, where the clock was set back since.
        if self._again is not None and now < self._again <= now + _BETWEEN:
            return self._again
        due = await take_probes(connection, now=now, limit=AT_ONCE)
        self._again = now + _BETWEEN if len(due) == AT_ONCE else None
        if due:
            self._asking = asyncio.create_task(self._ask(due), name="asking about halted channels")
        ahead = await next_probe(connection)
        if ahead is None or self._again is None:
            return ahead
        return max(ahead, self._again)

    async def mended(self, workspace: str, channel: str | None) -> None:
        """Ask sooner about a workspace (directory key), or one channel of it (the platform's id):
        somebody has changed something there (`bot.platforms.base.Mended`)."""
        try:
            async with self._database.begin() as connection:
                await note_halted(connection)
                if await hasten(connection, now=self._now(), workspace=workspace, channel=channel):
                    await nudge(connection)
        except Exception as error:
            if not is_outage(error):
                raise
            # It is only a hint: without it, it takes as long as the next asking does.
            logger.warning("A hint about '%s' is lost: the database is away.", workspace)

    async def settled(self) -> None:
        """Wait until what is asked now is answered."""
        if self._asking is not None:
            await asyncio.wait([self._asking])

    async def stop(self) -> None:
        """Ask no more. What was being asked is asked again by the next clock."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    async def _ask(self, targets: Sequence[str]) -> None:
        """Ask about each, workspaces beside each other. The next asking is put off already: an
        error loses nothing, and holds nobody else up."""
        asked: list[_Asked] = []
        for target in targets:
            with self._told(target):
                found = await self._find(target)
                asked += [] if found is None else [found]
        asked.sort(key=lambda it: it.to.workspace.key)
        async with asyncio.TaskGroup() as group:
            for _, together in groupby(asked, key=lambda it: it.to.workspace.key):
                group.create_task(self._ask_in_turn(list(together)))

    async def _ask_in_turn(self, asked: Sequence[_Asked]) -> None:
        rest: timedelta | None = None
        for it in asked:
            with self._told(it.target):
                if rest is None:
                    rest = await self._ask_about(it)
                else:
                    await self._later(it.target, rest)

    @contextmanager
    def _told(self, target: str) -> Generator[None]:
        """Log an error without its words: they may hold what was to be sent."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - see `_ask`
            if not is_outage(error):
                logger.error("Asking about '%s': %s.", target, type(error).__name__)  # noqa: TRY400

    async def _ask_about(self, it: _Asked) -> timedelta | None:
        """Ask about one, and do what follows. Returns for how long the workspace is to be left
        alone, where it says so."""
        readiness = await self._readiness(it.to)
        match readiness:
            case Ready():
                await self._go_on(it.target)
            case Stopped(reason):
                await say_why(self._database.statements, it.target, reason)
            case TryLater(_, after, everywhere):
                if after is not None:
                    await self._later(it.target, after)
                    return after if everywhere else None
            case _:
                assert_never(readiness)
        return None

    async def _readiness(self, to: Place | _Person) -> Readiness:
        platform = self._platforms[to.workspace.platform]
        match to:
            case Place():
                return await platform.ready(to)
            case _Person(workspace, account):
                return await platform.ready_private(workspace, account)
            case _:
                assert_never(to)

    async def _go_on(self, target: str) -> None:
        """Plan again what may still go out, and skip what may not, in one transaction."""
        sent: list[Address] = []
        skipped = 0
        async with self._database.begin() as connection:
            now = self._now()
            for halted in await halted_to(connection, target, now=now, lock=True):
                verdict = halted.verdict
                if isinstance(verdict, Due):
                    at = located(self._directory, halted.channel)
                    address = await reopen(connection, halted.delivery, at)
                    sent += [] if address is None else [address]
                else:
                    reason = verdict.reason
                    await drop_delivery(connection, halted.delivery, reason=reason, now=now)
                    skipped += 1
            await self._queue.defer_deliveries(connection, sent)
        if sent or skipped:
            logger.info(
                "'%s' takes messages again: %d halted deliveries go on, %d came too late.",
                target,
                len(sent),
                skipped,
            )

    async def _later(self, target: str, after: timedelta) -> None:
        async with self._database.begin() as connection:
            await ask_later(connection, target, self._now() + after)

    async def _find(self, target: str) -> _Asked | None:
        """Return where a target is to be asked about; None where the directory or the register
        does not have it (any more)."""
        try:
            channel = self._directory.channel(target)
            workspace = self._directory.workspace(channel.workspace)
            return _Asked(target, Place(workspace, channel.id))
        except KeyError:
            pass
        try:
            key, account = await self._account_of(UUID(target))
            return _Asked(target, _Person(self._directory.workspace(key), account))
        except (NotFound, KeyError, ValueError):
            return None
