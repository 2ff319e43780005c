"""The Learning group's inbox over this test's database, and queries in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bot.decisions.inbox import Inbox
from bot.delivery.errands import Errands
from bot.delivery.jobs import Queue
from bot.followups.queries import SendAnswers, SendClarifications
from bot.store.engine import Database
from bot.store.evidence.audit import Decision, list_decisions
from bot.store.inbox.queries import QueryEntry, find_query
from bot.store.record import BatchedRecord
from config.directory import (
    Agency,
    Channel,
    Directory,
    Person,
    PersonRole,
    Sector,
    Workspace,
)
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Facts, Plant
from tests.integration.turning import turned

CY, UNA, OLLY = "Cy Coordinator", "Una Approver", "Olly Óg Both"
ASKED = "When may we tell the grandparents' own GP what the school nurse has told us about it?"
WORDS = "Ask for consent first. Where there is none, ring the duty desk the same day."
OTHER = "Look at the guide for your agency, and then ask your own lead."


def directory() -> Directory:
    """Two agencies, three channels, and the people who may and may not."""
    people = (
        (CY, (PersonRole.COORDINATOR,)),
        (UNA, (PersonRole.APPROVER,)),
        (OLLY, (PersonRole.COORDINATOR, PersonRole.APPROVER)),
        (OLLY, (PersonRole.COORDINATOR,)),
        (None, (PersonRole.COORDINATOR,)),
        ("Sid Scrutineer", (PersonRole.SCRUTINEER,)),
    )
    return Directory(
        partnership="Test",
        agencies=tuple(
            Agency(key=key, name=key.title(), sector=Sector.OTHER, head_count=10)
            for key in ("police", "health")
        ),
        workspaces=(Workspace(key="north", platform="slack", id="T1", agency="police"),),
        channels=tuple(
            Channel(
                key=f"{key}-team",
                agency=key if key != "leads" else "police",
                workspace="north",
                id=f"C-{key}",
                name=f"#{key}",
                leads_only=key == "leads",
            )
            for key in ("police", "health", "leads")
        ),
        people=tuple(
            Person(workspace="north", account=f"U{n}", roles=roles, name=name)
            for n, (name, roles) in enumerate(people)
        ),
    )


@dataclass
class Room:
    """Asks, and looks at what came of it."""

    database: Database
    clock: FakeClock
    plant: Plant
    inbox: Inbox

    async def asked(
        self,
        words: str = ASKED,
        *,
        about: Literal["question", "unsure"] = "question",
        facts: Facts | None = None,
        member: UUID | None = None,
    ) -> UUID:
        """Let a member of the police raise a hand, about a briefing of its own unless `facts` are
        given."""
        if facts is None:
            dissemination = await self.plant.dissemination()
            delivery = await self.plant.delivery(dissemination)
            facts = Facts(dissemination, delivery, "police", self.clock.now())
        if member is None:
            (member,) = await self.plant.members(1)
        query = uuid4()
        record = BatchedRecord(self.database, lambda _: ())
        event = replace(facts.queried(member, words, query), about=about, at=self.clock.now())
        await record.add(event)
        await record.close()
        return query

    async def entry(self, query: UUID) -> QueryEntry:
        async with self.database.begin() as connection:
            return await find_query(connection, query)

    async def decisions(self, subject: UUID) -> Sequence[Decision]:
        async with self.database.begin() as connection:
            return await list_decisions(connection, subject)

    async def rows(self, query: str, **given: object) -> list[dict[str, Any]]:
        async with self.database.begin() as connection:
            return [dict(row) for row in (await connection.execute(text(query), given)).mappings()]

    async def sent(self, subject: UUID) -> list[tuple[str, str | None, UUID | None]]:
        """Return what was put in about it: kind, channel and member."""
        rows = await self.rows(
            "SELECT o.kind, d.channel, d.member FROM deliveries d JOIN occurrences o"
            " ON o.id = d.occurrence WHERE o.subject = :it ORDER BY d.channel, o.slot",
            it=subject,
        )
        return [(row["kind"], row["channel"], row["member"]) for row in rows]

    async def stop(self, query: UUID) -> None:
        await self.rows(
            "UPDATE disseminations SET stopped_at = now(), stopped_by = 'Cy'"
            " WHERE id = (SELECT dissemination FROM queries WHERE id = :it) RETURNING id",
            it=query,
        )

    async def tick(self) -> object:
        """Let the clock do what it does about answers. Returns when it would come back."""
        follow_up = SendAnswers(self.inbox.errands)
        return await turned(self.database, follow_up, self.clock.now())

    async def tick_late(self) -> None:
        """Let the clock do what it does about clarifications."""
        follow_up = SendClarifications(self.inbox.errands)
        await turned(self.database, follow_up, self.clock.now())


@pytest.fixture
def room(database: Database, clock: FakeClock, plant: Plant) -> Room:
    """The inbox, and a way to ask."""
    errands = Errands(Queue(database), directory())
    return Room(database, clock, plant, Inbox(database, errands, clock.now))
