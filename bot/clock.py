"""The clock: turns plans into occurrences when their moments come, and brings back what waits.

It keeps nothing: all it does is worked out from our tables, so it may start late, run twice or
die at any point. It sleeps until the next moment that it knows of, and is woken when there is a
new one. APScheduler is its alarm clock, with one alarm in memory.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing
from datetime import datetime, timedelta

# The library ships no type stubs.
from apscheduler.schedulers.asyncio import (  # pyright: ignore[reportMissingTypeStubs]
    AsyncIOScheduler,
)
from apscheduler.triggers.date import DateTrigger  # pyright: ignore[reportMissingTypeStubs]

from bot.delivery.filling import fill
from bot.delivery.jobs import Queue
from bot.followups.base import FollowUp
from bot.store.delivery.attempts import BACK_LOOK, take_due
from bot.store.delivery.deliveries import next_try
from bot.store.delivery.lines import anything_open, undriven
from bot.store.delivery.unfit import set_aside_jobs
from bot.store.engine import Database
from bot.store.looks import Seen, glance
from bot.store.plans.disseminations import Dissemination, take, unfinished
from bot.store.plans.occurrences import stranded_occurrences
from bot.store.wake import is_outage, nudges, try_alone
from config.directory import Directory
from config.now import Now, system_now
from schedules.occurrence import next_moment

logger = logging.getLogger(__name__)

LONGEST_SLEEP = timedelta(seconds=30)
SWEEP_EVERY = timedelta(seconds=10)
TAKE_OVER = timedelta(seconds=5)
"""So often it is looked whether what waits has a driver."""
FORGET_EVERY = timedelta(hours=1)
_REST = 0.05
"""Seconds between two ticks at least: many nudges at once are one."""


class Clock:
    """Fills plans and wakes what waits. Several at once are harmless."""

    def __init__(
        self,
        database: Database,
        queue: Queue,
        directory: Directory,
        now: Now,
        follow_ups: Sequence[FollowUp] = (),
    ) -> None:
        """Take what it works on. Starts nothing."""
        self._database = database
        self._queue = queue
        self._directory = directory
        self._now = now
        self._follow_ups = follow_ups
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._alarm: AsyncIOScheduler | None = None
        self._swept: datetime | None = None
        self._forgot: datetime | None = None
        self._waits = False

    async def start(self) -> None:
        """Begin: at once with what came while no clock ran."""
        if self._tasks:
            return
        self._alarm = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        self._alarm.start()
        self._wake.set()
        self._tasks = [
            asyncio.create_task(self._run(), name="clock"),
            asyncio.create_task(self._listen(), name="clock's ear"),
        ]

    async def stop(self) -> None:
        """Stop. What was under way is finished by the next tick of any clock."""
        tasks, self._tasks = set(self._tasks), []
        while tasks:
            for task in tasks:
                task.cancel()
            # Python 3.11's `wait_for`, which the pool waits by, swallows a cancellation that comes
            # just as its wait ends: then the next one is heeded.
            _, tasks = await asyncio.wait(tasks, timeout=1.0)
        if self._alarm is not None:
            self._alarm.shutdown(wait=False)
            self._alarm = None

    def nudge(self) -> None:
        """Wake it: there may be something new to wait for."""
        self._wake.set()

    async def tick(self) -> datetime:
        """Do what is due now. Returns when to tick again, at the latest."""
        now = self._now()
        moments = [now + LONGEST_SLEEP]
        async with self._database.each_by_itself() as connection:
            open_plans = await unfinished(connection)
        for dissemination in open_plans:
            ahead = next_moment(dissemination.plan, dissemination.filled_until)
            if ahead is None or ahead.due_at <= now:
                moments.append(await self._filled(dissemination, now))
            else:
                moments.append(ahead.due_at)
        back, *seen = await self._look(now)
        ahead = await self._taken_back(now) if back is None or back.due else back.ahead
        moments += [] if ahead is None else [ahead]
        for follow_up, it in zip(self._follow_ups, seen, strict=True):
            if it is None or it.due:
                ahead = await self._followed_up(follow_up, now)
            else:
                ahead = it.ahead
            moments += [] if ahead is None else [ahead]
        if await self._drive():
            moments.append(now + TAKE_OVER)
        if _is_time(self._swept, now, SWEEP_EVERY):
            await self.sweep()
            self._swept = now
        return min(moments)

    async def sweep(self) -> None:
        """Give dead workers' jobs back, set aside what is no job, give a job to every occurrence
        that has lost its own, and forget old jobs. One clock at a time does it; others let it."""
        async with self._database.begin() as connection:
            if not await try_alone(connection):
                return
            rescued = await self._queue.rescue()
            # After that, which works on connections of its own and would wait for these rows.
            unfit = await set_aside_jobs(connection)
            occurrences = await stranded_occurrences(connection)
            for occurrence in occurrences:
                await self._queue.defer_expansion(connection, occurrence)
        if unfit:
            logger.error("Jobs without arguments that can be read, set aside: %d.", unfit)
        if rescued or occurrences:
            logger.warning(
                "Taken up again: %d jobs of dead workers, %d occurrences without a job.",
                rescued,
                len(occurrences),
            )
        now = self._now()
        if _is_time(self._forgot, now, FORGET_EVERY):
            await self._queue.forget()
            self._forgot = now

    async def _look(self, now: datetime) -> Sequence[Seen | None]:
        """Return what is found, in one statement, of deliveries that wait and of each follow-up;
        None of what is to be called whatever there is. A fault has all called: each keeps its own
        to itself."""
        try:
            asked = [BACK_LOOK, *(it.look(now) for it in self._follow_ups)]
            looks = [it for it in asked if it]
            found = iter(await glance(self._database.statements, looks, now))
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("The clock's look failed; each kind is tried by itself.")
            return [None] * (1 + len(self._follow_ups))
        return [next(found) if it else None for it in asked]

    async def _taken_back(self, now: datetime) -> datetime | None:
        """Have what waited until now sent. Returns when the next of it is due."""
        async with self._database.begin() as connection:
            due = await take_due(connection, now=now)
            await self._queue.defer_deliveries(connection, due)
            return await next_try(connection)

    async def _drive(self) -> bool:
        """Have the workspaces driven for which something waits and nobody is at work: their driver
        died. Returns whether anything waits at all."""
        if not await anything_open(self._database.statements):
            return False
        async with self._database.begin() as connection:
            workspaces = await undriven(connection)
            await self._queue.defer_drives(connection, workspaces)
        if workspaces:
            logger.warning("Workspaces taken up again: %d.", len(workspaces))
        return True

    async def _filled(self, dissemination: Dissemination, now: datetime) -> datetime:
        """Fill one dissemination, unless another clock is at it. Returns when to come back. A
        fault in one leaves the others alone."""
        ahead: datetime | None = None
        try:
            async with self._database.begin() as connection:
                mine = await take(connection, dissemination.id)
                if mine is not None:
                    ahead = await fill(connection, self._queue, self._directory, mine, now)
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("Dissemination %s could not be filled.", dissemination.id)
        return ahead or now + LONGEST_SLEEP

    async def _followed_up(self, follow_up: FollowUp, now: datetime) -> datetime | None:
        """Do what is due of one kind. A fault in one leaves the others alone."""
        try:
            async with self._database.begin() as connection:
                return await follow_up(connection, now)
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("Follow-up '%s' failed; it is tried again.", follow_up.name)
            return None

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                ahead = await self.tick()
            except Exception as error:
                if not is_outage(error):
                    logger.exception("The clock's tick failed; it ticks again.")
                elif not self._waits:
                    logger.warning("The clock waits for the database.", exc_info=True)
                    self._waits = True
                ahead = self._now() + timedelta(seconds=5)
            else:
                if self._waits:
                    logger.info("The clock goes on: the database answers.")
                    self._waits = False
            self._set_alarm(ahead - self._now())
            await asyncio.sleep(_REST)

    async def _listen(self) -> None:
        while True:
            try:
                async with aclosing(nudges(self._database)) as heard:
                    async for _ in heard:
                        self._wake.set()
            except Exception as error:
                # Deaf, it still ticks every LONGEST_SLEEP.
                if not is_outage(error):
                    logger.exception("The clock cannot hear; it tries again.")
            await asyncio.sleep(1.0)

    def _set_alarm(self, wait: timedelta) -> None:
        # The alarm stands on the machine's clock, whatever clock the plans are read by.
        assert self._alarm is not None
        when = DateTrigger(run_date=system_now() + max(wait, timedelta()))
        self._alarm.add_job(  # pyright: ignore[reportUnknownMemberType] - no type stubs
            self._ring, when, id="alarm", replace_existing=True
        )

    async def _ring(self) -> None:
        self._wake.set()


def _is_time(last: datetime | None, now: datetime, every: timedelta) -> bool:
    """Tell whether something is to be done again: also where the machine's clock went back."""
    return last is None or not timedelta() <= now - last < every
