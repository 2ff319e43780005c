"""A small house for these tests: a directory, an approved briefing, a queue and a worker."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.delivery.composing import ComposePost, pooled
from bot.delivery.disseminate import disseminate
from bot.delivery.driver import Drivers
from bot.delivery.jobs import Queue
from bot.delivery.outcome import Patience
from bot.delivery.rosters import Rosters
from bot.delivery.service import Deliverer
from bot.delivery.work import DeliveryWork
from bot.followups.edits import ComposeEdit
from bot.store.delivery.holds import Holds
from bot.store.delivery.posting import Posting
from bot.store.engine import Database
from bot.store.tables import briefing_versions, deliveries
from config.calendar import Window
from config.directory import Agency, Audience, Channel, Directory, Sector, Workspace
from config.now import Now, system_now
from content.approval import Status
from content.briefing import BRIEFING, Briefing, Section, SevenMinute
from content.learning import Reach, Source, SourceKind, Theme
from content.message import Message, Plain, Text
from schedules.kinds import POST_EDITS, Kind
from schedules.plan import OneOff, Plan
from tests.fakes.platform import FakePlatform
from tests.patience import LONG

ALWAYS = Window.parse("always")
"""These tests run on the machine's clock, at any hour."""

_SECTION = Section("A part", (Text((Plain("Words."),)),))

BRIEFING_ONE = Briefing(
    slug="neglect",
    version=1,
    title="Neglect",
    theme=Theme("neglect", "Neglect"),
    source=Source(SourceKind.CASE_REVIEW, Reach.LOCAL, "A review", "The partnership", 2026),
    summary="Why it matters.",
    key_points=("One.", "Two.", "Three."),
    this_week="Do one thing.",
    format=SevenMinute(_SECTION, _SECTION, (_SECTION, _SECTION, _SECTION), _SECTION, _SECTION),
    reflections=("One?", "Two?", "Three?"),
    questions=(),
    references=(),
    author="Ann Author",
    approver="Una Approver",
    status=Status.APPROVED,
)


def directory_of(channels: int = 3, workspaces: int = 1, window: Window = ALWAYS) -> Directory:
    """Channels c-0, c-1, … spread over the workspaces w-0, …; c-0 is for leads only."""
    return Directory(
        partnership="Test",
        agencies=(
            Agency(
                key="police", name="Police", sector=Sector.POLICE, head_count=100, window=window
            ),
        ),
        workspaces=tuple(
            Workspace(key=f"w-{n}", platform="fake", id=f"W{n}", agency="police")
            for n in range(workspaces)
        ),
        channels=tuple(
            Channel(
                key=f"c-{n}",
                agency="police",
                workspace=f"w-{n % workspaces}",
                id=f"C{n}",
                name=f"Channel {n}",
                leads_only=n == 0,
            )
            for n in range(channels)
        ),
        audiences=(
            Audience(key="first", name="First", channels=("c-1",)),
            Audience(key="leads", name="Leads", leads_only=True),
            Audience(key="nobody", name="Nobody", sectors=(Sector.HEALTH,)),
        ),
    )


async def add_briefing(database: Database, briefing: Briefing = BRIEFING_ONE) -> UUID:
    """Store a briefing version as the store keeps it."""
    identity = uuid4()
    async with database.begin() as connection:
        await connection.execute(
            insert(briefing_versions).values(
                id=identity,
                slug=briefing.slug,
                version=briefing.version,
                title=briefing.title,
                status=briefing.status.value,
                author=briefing.author,
                approver=briefing.approver,
                body=BRIEFING.dump_python(briefing, mode="json"),
                imported_at=system_now(),
            )
        )
    return identity


def compose(briefing: Briefing, delivery: UUID) -> Message:
    """Make a post that tells which delivery it is."""
    return Message(briefing.title, (Text((Plain(f"{briefing.title} {delivery}"),)),))


async def register(
    connection: AsyncConnection, workspace: str, accounts: Collection[str]
) -> Mapping[str, UUID]:
    """Give every account a pseudonym that tests can foretell."""
    found = {account: pseudonym(workspace, account) for account in accounts}
    for member in found.values():
        await connection.execute(
            text(
                "INSERT INTO members (id, lookup, workspace, sealed_account, registered_at)"
                " VALUES (:id, :lookup, :workspace, '', now()) ON CONFLICT DO NOTHING"
            ),
            {"id": member, "lookup": member.bytes, "workspace": workspace},
        )
    return found


def pseudonym(workspace: str, account: str) -> UUID:
    return uuid5(UUID(int=7), f"{workspace}/{account}")


async def account_of(member: UUID) -> tuple[str, str]:
    """Give the account behind a pseudonym: its own words, in the first workspace."""
    return "w-0", f"account-{member}"


QUICK = Patience(attempts=4, base=timedelta(milliseconds=20), longest=timedelta(milliseconds=200))


@dataclass
class House:
    """All of it, over one database."""

    database: Database
    directory: Directory = field(default_factory=directory_of)
    platform: FakePlatform = field(default_factory=FakePlatform)
    now: Now = system_now
    patience: Patience = QUICK
    compose: Callable[[Briefing, UUID], Message] = compose
    surely_over: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.queue = Queue(self.database)
        self.holds = Holds(self.database)
        self.clock = self.another_clock()

    def another_clock(self) -> Clock:
        return Clock(self.database, self.queue, self.directory, self.now)

    @property
    def deliverer(self) -> Deliverer:
        return Deliverer(
            database=self.database,
            directory=self.directory,
            platforms={"fake": self.platform},
            composers={
                Kind.POST: ComposePost(self.directory, Posting(self.database), self.compose),
                **pooled(self.database, dict.fromkeys(POST_EDITS, ComposeEdit(self.directory))),
            },
            rosters=Rosters(self.database, register, self.now),
            account_of=account_of,
            now=self.now,
            patience=self.patience,
            surely_over=self.surely_over,
        )

    @property
    def work(self) -> DeliveryWork:
        drivers = Drivers(self.deliverer, self.holds, self.queue.hand_on)
        return DeliveryWork(self.database, self.queue, self.directory, drivers, self.now)

    async def send(
        self, audience: str = "everyone", plan: Plan | None = None, *, urgent: bool = False
    ) -> UUID:
        return await disseminate(
            self.database,
            self.queue,
            self.directory,
            "neglect",
            None,
            audience,
            plan or OneOff(self.now()),
            self.now,
            urgent=urgent,
        )

    @asynccontextmanager
    async def working(self, *, clock: bool = False) -> AsyncGenerator[None]:
        """Run a worker (and a clock) meanwhile."""
        worker = asyncio.create_task(self.queue.run_worker(self.work))
        if clock:
            await self.clock.start()
        try:
            yield
        finally:
            if clock:
                await self.clock.stop()
            async with asyncio.timeout(LONG):
                await self.queue.stop_worker()
                await worker

    async def rows(self) -> list[dict[str, object]]:
        """Every delivery, by channel."""
        async with self.database.begin() as connection:
            rows = await connection.execute(select(deliveries).order_by("channel", "id"))
            return [dict(row._mapping) for row in rows]

    async def states(self) -> dict[str, int]:
        """How many deliveries are in each state."""
        found: dict[str, int] = {}
        for row in await self.rows():
            found[str(row["state"])] = found.get(str(row["state"]), 0) + 1
        return found

    async def close(self) -> None:
        await self.holds.close()
        await self.queue.close()


async def until(check: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> None:
    """Wait until it holds. Fails after a while."""
    async with asyncio.timeout(seconds):
        while not await check():  # noqa: ASYNC110 - the database has no event to wait for
            await asyncio.sleep(0.02)
