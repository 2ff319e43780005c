"""Weeks of a partnership's life: three agencies with calendars of their own, everything that the
clock does, and a worker that does at once what is queued."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bot.agencies.leads import Leads
from bot.clock import Clock
from bot.delivery.composing import ComposePost, pooled
from bot.delivery.disseminate import disseminate
from bot.delivery.driver import Drivers
from bot.delivery.errands import Errands
from bot.delivery.expand import expand
from bot.delivery.rosters import Rosters
from bot.delivery.service import Deliverer
from bot.followups.asked import ComposeAsked
from bot.followups.calendars import JudgeAnew
from bot.followups.cascade import ComposeCascade, PassItOn
from bot.followups.digests import SendDigests
from bot.followups.pulse import RunSurveys
from bot.followups.recall import AskAgain, ComposeRecall
from bot.followups.resume import Resume
from bot.followups.skips import OweAgain
from bot.foresight.looking import Outlook, look_ahead
from bot.foresight.rows import Expected
from bot.store.content.shelf import BRIEFINGS
from bot.store.delivery.holds import Holds
from bot.store.delivery.posting import Posting
from bot.store.engine import Database
from bot.surveys.composing import ComposePulse
from bot.surveys.keys import PulseKeys
from config.calendar import Nation, Span, TermDates
from config.directory import Agency, Channel, Directory, Sector
from schedules.followups import FollowUps
from schedules.kinds import Kind
from schedules.plan import OneOff, Plan
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.integration.loop.conftest import reworded
from tests.integration.own.conftest import THRESHOLD, Life, partnership

TERMS = TermDates(
    key="schools",
    name="The schools' term dates",
    terms=(
        Span(starts=date(2026, 9, 2), ends=date(2026, 12, 18)),
        Span(starts=date(2027, 1, 5), ends=date(2027, 3, 25)),
        Span(starts=date(2027, 4, 12), ends=date(2027, 7, 21)),
    ),
)


def directory_with(**changes: dict[str, Any]) -> Directory:
    """Police of England, health of Scotland, and a school without leads that keeps its terms;
    `changes` by agency."""
    known = partnership()
    police, health = known.agencies
    school = Agency(key="school", name="School", sector=Sector.EDUCATION, head_count=9)
    settled = {
        "police": police,
        "health": health.model_copy(update={"nation": Nation.SCOTLAND}),
        "school": school.model_copy(update={"terms": "schools"}),
    }
    agencies = tuple(it.model_copy(update=changes.get(key, {})) for key, it in settled.items())
    channel = Channel(
        key="school-team", agency="school", workspace="north", id="C-school", name="s"
    )
    return known.model_copy(
        update={
            "agencies": agencies,
            "channels": (*known.channels, channel),
            "term_dates": (TERMS,),
        }
    )


@dataclass
class World(Life):
    """Lives through weeks, an hour at a time."""

    directory: Directory = field(default_factory=directory_with)
    keys: Path = Path()
    platform: FakePlatform = field(default_factory=lambda: FakePlatform("slack"))

    def __post_init__(self) -> None:
        super().__post_init__()
        self.holds = Holds(self.database)
        self.ticking = self.another_clock()

    def settles(self) -> None:
        """Let whoever works read the directory as it is now, each channel with some people."""
        record, queue = self.record, self.queue
        super().__post_init__()
        self.record, self.queue = record, queue
        self.ticking = self.another_clock()
        self.platform.members = {
            channel.id: frozenset({f"{channel.id}-{number}" for number in range(3)})
            for channel in self.directory.channels
        }

    def another_clock(self, directory: Directory | None = None) -> Clock:
        """Return a clock as another process would run it, with its directory."""
        read = directory or self.directory
        errands = Errands(self.queue, read)
        return Clock(
            self.database,
            self.queue,
            read,
            self.clock.now,
            follow_ups=[
                AskAgain(errands),
                PassItOn(errands, Leads(read, self.members)),
                SendDigests(errands, read, self.members),
                RunSurveys(errands, PulseKeys(self.keys), THRESHOLD),
                JudgeAnew(read),
                OweAgain(),
            ],
        )

    @property
    def deliverer(self) -> Deliverer:
        """Return a worker's hands."""
        now = self.clock.now
        return Deliverer(
            database=self.database,
            directory=self.directory,
            platforms={"slack": self.platform},
            composers={
                Kind.POST: ComposePost(self.directory, Posting(self.database)),
                Kind.RECALL: ComposeRecall(self.database.statements, now),
                **pooled(
                    self.database,
                    {
                        Kind.CASCADE: ComposeCascade(self.directory),
                        Kind.CASCADE_EDIT: ComposeAsked(Leads(self.directory, self.members)),
                        Kind.DIGEST: self.compose_digest,
                        Kind.PULSE: ComposePulse(self.directory, THRESHOLD, now),
                    },
                ),
            },
            rosters=Rosters(self.database, self.members.register_many, now),
            account_of=self.members.account_of,
            now=now,
        )

    async def sends(
        self,
        slug: str,
        plan: Plan | None = None,
        *,
        follow_ups: FollowUps | None = None,
        urgent: bool = False,
    ) -> UUID:
        """Send a briefing to everyone."""
        async with self.database.begin() as connection:
            await BRIEFINGS.save(connection, reworded(slug), self.clock.now())
        return await disseminate(
            self.database,
            self.queue,
            self.directory,
            slug,
            None,
            "everyone",
            plan or OneOff(self.clock.now()),
            self.clock.now,
            follow_ups=follow_ups or FollowUps(recall=None, cascade=None, practice=None),
            urgent=urgent,
        )

    async def works(self) -> None:
        """Do what is queued, until nothing is."""
        while True:
            waiting = await self.rows(
                "SELECT id FROM occurrences WHERE expanded_at IS NULL AND skipped_reason IS NULL"
            )
            for row in waiting:
                await expand(self.database, self.queue, self.directory, row.id, self.clock.now)
            planned = await self.rows(
                "SELECT DISTINCT workspace FROM deliveries WHERE state = 'planned'"
            )
            if not waiting and not planned:
                return
            drivers = Drivers(self.deliverer, self.holds, self.queue.hand_on)
            for row in planned:
                await drivers.drive(row.workspace, asyncio.Event())

    async def ticks(self, *clocks: Clock) -> None:
        """Let clocks tick, and a worker do what they queue, until nothing is left for now."""
        before = None
        while before != (before := await self._count()) or before is None:
            for each in clocks or (self.ticking,):
                await each.tick()
            await self.works()

    async def asks_what_halted(self) -> None:
        """Have the platform asked about all that halted, as a process does that starts, and do what
        follows."""
        resume = Resume(
            self.database,
            self.queue,
            self.directory,
            {"slack": self.platform},
            self.members.account_of,
            self.clock.now,
        )
        clock = Clock(
            self.database, self.queue, self.directory, self.clock.now, follow_ups=[resume]
        )
        await clock.tick()
        await resume.settled()
        await self.ticks()

    async def lives(self, until: datetime, *clocks: Clock) -> None:
        """Live on hour by hour, by night in one step."""
        while self.clock.now() < until:
            night = self.clock.now().hour in {20, 0}
            step = timedelta(hours=4 if night else 1)
            self.clock.set(min(until, self.clock.now() + step))
            await self.ticks(*clocks)

    async def foretold(self, weeks: int) -> Sequence[Expected]:
        """Return what `plan show` says of the weeks."""
        return (await self.outlook(weeks)).within

    async def outlook(self, weeks: int) -> Outlook:
        """Return all that `plan show` says of what falls in the weeks."""
        async with self.database.begin() as connection:
            return await look_ahead(
                connection, self.directory, self.clock.now(), weeks, threshold=THRESHOLD
            )

    async def came(self) -> Sequence[tuple[datetime, str, str, str]]:
        """Return what was delivered: when, of which kind, in which slot, to which agency."""
        rows = await self.rows(
            "SELECT d.settled_at, o.kind, o.slot, coalesce(c.agency, d.agency) AS agency"
            " FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
            " LEFT JOIN cascades c ON c.id = o.subject"
            " WHERE d.state = 'delivered' ORDER BY d.settled_at, o.kind, agency, o.slot"
        )
        return [(row.settled_at, row.kind, row.slot, row.agency) for row in rows]

    async def reasons(self) -> dict[str, str]:
        """Return why each agency's post waits."""
        rows = await self.rows(
            "SELECT agency, reason FROM deliveries WHERE state = 'waiting' AND held"
        )
        return {row.agency: row.reason for row in rows}

    async def _count(self) -> tuple[int, int]:
        (row,) = await self.rows(
            "SELECT (SELECT count(*) FROM occurrences) AS o,"
            " (SELECT count(*) FROM deliveries WHERE state = 'delivered') AS d"
        )
        return row.o, row.d


@pytest.fixture
async def world(database: Database, clock: FakeClock, tmp_path: Path) -> AsyncGenerator[World]:
    """The partnership on a Monday morning in November 2026."""
    world = World(database, clock, keys=tmp_path / "keys")
    await world.queue.open()
    yield world
    await world.record.close()
    await world.holds.close()
    await world.queue.close()
