"""A console over this test's database, and something to show on it."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from bot.decisions.inbox import Inbox
from bot.decisions.letters import Letters
from bot.delivery.disseminate import disseminate
from bot.delivery.errands import Errands
from bot.delivery.jobs import Queue
from bot.store.content.shelf import BRIEFINGS
from bot.store.engine import Database
from bot.store.record import BatchedRecord
from bot.web.console import build_console
from config.directory import (
    Agency,
    Channel,
    Directory,
    Person,
    PersonRole,
    Sector,
    Workspace,
)
from config.settings import Settings
from content.briefing import Briefing
from handlers.events import EngagementEvent
from schedules.plan import OneOff, Plan
from tests.fakes.briefings import small_briefing
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Facts, Plant

ASKED = "May we <b>tell</b> the grandparents' own GP what the school nurse has told us about it?"
WORDS = "Ask for consent first.\n\nWhere there is none, ring the duty desk & note it."
AGENCIES = {"police": "Police & Co", "health": "Health <Trust>"}
CY, UNA, OLLY = "Cy Coordinator", "Una “Approver”", "Olly Both"
GROUP = {
    CY: (PersonRole.COORDINATOR,),
    UNA: (PersonRole.APPROVER,),
    OLLY: (PersonRole.COORDINATOR, PersonRole.APPROVER),
}


def directory(group: Mapping[str, tuple[PersonRole, ...]] = GROUP) -> Directory:
    """Two agencies with a channel each, and the people who may answer and approve."""
    return Directory(
        partnership="The “North” & South Partnership",
        agencies=tuple(
            Agency(key=key, name=name, sector=Sector.OTHER, head_count=10)
            for key, name in AGENCIES.items()
        ),
        workspaces=(Workspace(key="north", platform="slack", id="T1", agency="police"),),
        channels=tuple(
            Channel(key=f"{key}-team", agency=key, workspace="north", id=f"C-{key}", name=f"#{key}")
            for key in AGENCIES
        ),
        people=tuple(
            Person(workspace="north", account=f"U{number}", name=name, roles=roles)
            for number, (name, roles) in enumerate(group.items())
        ),
    )


def console(
    database: Database, clock: FakeClock, people: Mapping[str, tuple[PersonRole, ...]] = GROUP
) -> Starlette:
    """The console over a database."""
    queue, named = Queue(database), directory(people)
    inbox = Inbox(database, Errands(queue, named), clock.now)
    letters = Letters(database, queue, named, clock.now)
    return build_console(Settings.load({}), inbox, letters)


@dataclass
class Desk:
    """Puts things into the database by the ways that Sevenbot itself goes."""

    database: Database
    clock: FakeClock
    app: Starlette

    async def sends(self, plan: Plan | None = None, **changed: object) -> UUID:
        """Plan a small briefing for tomorrow; `changed` are fields of the briefing."""
        briefing: Briefing = replace(small_briefing(), **changed)  # pyright: ignore[reportArgumentType]
        async with self.database.begin() as connection:
            await BRIEFINGS.save(connection, briefing, self.clock.now())
        return await disseminate(
            self.database,
            Queue(self.database),
            directory(),
            briefing.slug,
            None,
            "everyone",
            plan or OneOff(self.clock.now() + timedelta(days=1)),
            self.clock.now,
        )

    async def keeps(self, events: Sequence[EngagementEvent], *warnings: str) -> None:
        """Keep facts."""
        record = BatchedRecord(self.database, lambda _: warnings)
        for event in events:
            await record.add(event)
        await record.close()

    def client(self, address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
        """Return a browser at this address."""
        transport = httpx.ASGITransport(
            self.app,
            raise_app_exceptions=False,
            client=(address, 50000),
        )
        return httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8002", headers=headers
        )

    async def page(self, path: str = "/", status: int = 200) -> str:
        """Return a page, its white space evened out."""
        async with self.client() as browser:
            response = await browser.get(path)
        assert response.status_code == status, response.text
        return " ".join(response.text.split())


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> Desk:
    """The console's desk."""
    return Desk(database, clock, console(database, clock))


@pytest.fixture
async def facts(desk: Desk, plant: Plant) -> Facts:
    """Facts about a post to the police, which came."""
    dissemination = await desk.sends(title="Listening & asking")
    delivery = await plant.delivery(dissemination, "police")
    return Facts(dissemination, delivery, "police", plant.clock.now())


@pytest.fixture
async def browser(desk: Desk) -> AsyncGenerator[httpx.AsyncClient]:
    """A browser on this machine."""
    async with desk.client() as client:
        yield client


async def asks(
    desk: Desk, plant: Plant, facts: Facts, words: str = ASKED, *warnings: str, unsure: bool = False
) -> UUID:
    """Let somebody raise a hand."""
    (member,) = await plant.members(1)
    query = uuid4()
    event = replace(facts.queried(member, words, query), at=plant.clock.now())
    if unsure:
        event = replace(event, about="unsure")
    await desk.keeps([event], *warnings)
    return query


async def rows(desk: Desk, query: str, **given: object) -> list[tuple[object, ...]]:
    async with desk.database.begin() as connection:
        return [tuple(row) for row in await connection.execute(text(query), given)]
