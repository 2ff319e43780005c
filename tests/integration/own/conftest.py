"""A small partnership's life, put straight into the tables where it is long to live."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, text

from bot.agencies.progress import ProgressReader
from bot.delivery.errands import Errands
from bot.delivery.jobs import Queue
from bot.desks.links import Links
from bot.desks.own import OwnDesk
from bot.followups.digests import ComposeDigest, SendDigests
from bot.store import tables
from bot.store.content.shelf import BRIEFINGS
from bot.store.engine import Database
from bot.store.people.identity import IdentityKey
from bot.store.people.members import MemberRegister
from bot.store.people.preferences import PreferenceStore
from bot.store.record import BatchedRecord
from config.directory import (
    Account,
    Agency,
    Channel,
    Directory,
    Person,
    PersonRole,
    Sector,
    Workspace,
)
from content.briefing import Briefing
from content.own import OwnPage
from handlers.events import Acknowledged, Answered, MemberEvent, Opened, Queried
from handlers.interaction import Respondent
from handlers.ports import Member, Role
from schedules.plan import PLAN, OneOff
from tests.fakes.briefings import small_briefing
from tests.fakes.clock import FakeClock

THRESHOLD = 5
MONTHS = 24


def partnership() -> Directory:
    """Two agencies in one workspace; `U-both` leads one and coordinates the partnership."""

    def account(name: str) -> Account:
        return Account(workspace="north", account=name)

    return Directory(
        partnership="Northshire",
        agencies=(
            Agency(
                key="police",
                name="Police & Co",
                sector=Sector.POLICE,
                head_count=40,
                leads=(account("U-lead"),),
                deputies=(account("U-deputy"),),
            ),
            Agency(
                key="health",
                name="Health <Trust>",
                sector=Sector.HEALTH,
                head_count=40,
                leads=(account("U-both"),),
            ),
        ),
        workspaces=(Workspace(key="north", platform="slack", id="T1", agency="police"),),
        channels=tuple(
            Channel(key=f"{key}-team", agency=key, workspace="north", id=f"C-{key}", name=key)
            for key in ("police", "health")
        ),
        people=(
            Person(
                workspace="north",
                account="U-both",
                name="Bo Both",
                roles=(PersonRole.COORDINATOR, PersonRole.APPROVER),
            ),
            Person(workspace="north", account="U-coordinator", roles=(PersonRole.COORDINATOR,)),
        ),
    )


@dataclass(frozen=True)
class Sent:
    """A briefing in one agency's channel."""

    dissemination: UUID
    delivery: UUID
    agency: str


@dataclass
class Life:
    """Lives it."""

    database: Database
    clock: FakeClock
    directory: Directory = field(default_factory=partnership)

    def __post_init__(self) -> None:
        now = self.clock.now
        key = IdentityKey(bytes(range(32)))
        self.members = MemberRegister(self.database, key, self.directory, now)
        self.record = BatchedRecord(self.database, lambda _: ())
        self.preferences = PreferenceStore(self.database, now)
        self.links = Links(key.links, "https://learning.example", now)
        self.own = OwnDesk(self.database, self.directory, self.members, self.links, now, MONTHS)
        self.progress = ProgressReader(self.directory, THRESHOLD)
        self.queue = Queue(self.database)
        errands = Errands(self.queue, self.directory)
        self.send_digests = SendDigests(errands, self.directory, self.members)
        self.compose_digest = ComposeDigest(self.directory, self.members, self.progress, now)

    async def joins(self, account: str) -> Member:
        """Register an account."""
        return await self.members.recognise(Respondent("north", account))

    async def crowd(self, count: int) -> list[Member]:
        """Register so many practitioners."""
        return [await self.joins(f"U-{number}") for number in range(count)]

    async def briefs(
        self,
        *eligible: Member,
        briefing: Briefing | None = None,
        agency: str = "police",
        state: str = "delivered",
        again: Sent | None = None,
        **plan: Any,
    ) -> Sent:
        """Send a briefing to an agency's channel now; `again`: of the same dissemination."""
        now = self.clock.now()
        made = uuid4() if again is None else again.dissemination
        delivery, occurrence = uuid4(), uuid4()
        async with self.database.begin() as connection:
            if again is None:
                saved = await BRIEFINGS.save(connection, briefing or small_briefing(), now)
                await connection.execute(
                    insert(tables.disseminations).values(
                        id=made,
                        briefing_version=saved.id,
                        audience="everyone",
                        channels=["police-team"],
                        plan=PLAN.dump_python(OneOff(now), mode="json"),
                        filled_until=now,
                        created_at=now,
                        **plan,
                    )
                )
            await connection.execute(
                insert(tables.occurrences).values(
                    id=occurrence,
                    dissemination=made,
                    kind="post",
                    subject=made,
                    slot=occurrence.hex,
                    due_at=now,
                )
            )
            await connection.execute(
                insert(tables.deliveries).values(
                    id=delivery,
                    occurrence=occurrence,
                    dissemination=made,
                    agency=agency,
                    workspace="north",
                    channel=f"{agency}-team",
                    channel_id=f"C-{agency}",
                    state=state,
                    settled_at=now,
                )
            )
            for member in eligible:
                await connection.execute(
                    insert(tables.eligible_members).values(
                        delivery=delivery, member=member.id, dissemination=made, agency=agency
                    )
                )
        return Sent(made, delivery, agency)

    async def keeps(self, *events: MemberEvent) -> None:
        for event in events:
            await self.record.add(event)

    def opened(self, sent: Sent, member: Member) -> Opened:
        return Opened(member=member.id, **self._about(sent))

    def read(self, sent: Sent, member: Member) -> Acknowledged:
        return Acknowledged(member=member.id, **self._about(sent))

    def answered(self, sent: Sent, member: Member, question: str, *, fits: bool = True) -> Answered:
        chosen = ("a" if fits else "b",)
        return Answered(
            member=member.id, question=question, chosen=chosen, fits=fits, **self._about(sent)
        )

    def asked(self, sent: Sent, member: Member, words: str) -> Queried:
        return Queried(
            member=member.id, query=uuid4(), about="question", text=words, **self._about(sent)
        )

    async def puts(self, table: str, **values: Any) -> UUID:
        """Put a row in; where the table has ids, a new one."""
        into = tables.metadata.tables[table]
        identity = values.pop("id", uuid4())
        given = {"id": identity, **values} if "id" in into.columns else values
        async with self.database.begin() as connection:
            await connection.execute(insert(into).values(**given))
        return identity

    async def writes_to(
        self, member: Member, kind: str, subject: UUID, slot: str, state: str = "delivered"
    ) -> UUID:
        """Have a private message sent to the member."""
        now = self.clock.now()
        occurrence = await self.puts(
            "occurrences", kind=kind, subject=subject, slot=slot, due_at=now
        )
        return await self.puts(
            "deliveries",
            occurrence=occurrence,
            agency="police",
            workspace="north",
            member=member.id,
            state=state,
            settled_at=now,
        )

    async def rows(self, query: str, **given: Any) -> Sequence[Any]:
        async with self.database.begin() as connection:
            return (await connection.execute(text(query), given)).all()

    async def changes(self, statement: str) -> None:
        async with self.database.begin() as connection:
            await connection.execute(text(statement))

    async def page(self, member: Member) -> OwnPage:
        return await self.own.page(member)

    def _about(self, sent: Sent) -> dict[str, Any]:
        at: datetime = self.clock.now()
        return {
            "dissemination": sent.dissemination,
            "delivery": sent.delivery,
            "agency": sent.agency,
            "at": at,
        }


@pytest.fixture
async def life(database: Database, clock: FakeClock) -> AsyncGenerator[Life]:
    """A partnership on a Monday morning."""
    life = Life(database, clock)
    await life.queue.open()
    yield life
    await life.record.close()
    await life.queue.close()


def leading(member: Member) -> Member:
    """Return the member as a lead."""
    return replace(member, roles=frozenset({Role.LEAD}))
