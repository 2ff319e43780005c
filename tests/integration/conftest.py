"""Rows that integration tests start from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from bot.store.content.shelf import BRIEFINGS
from bot.store.engine import Database
from bot.store.tables import deliveries, disseminations, eligible_members, members, occurrences
from content.briefing import Briefing
from handlers.events import Acknowledged, Answered, Opened, Queried
from tests.fakes.briefings import small_briefing
from tests.fakes.clock import FakeClock


@dataclass
class Plant:
    """Puts rows straight into the tables, as delivery would have left them."""

    database: Database
    clock: FakeClock

    async def dissemination(self, briefing: Briefing | None = None) -> UUID:
        """A dissemination of a briefing of its own."""
        briefing = briefing or small_briefing(f"b-{uuid4().hex}")
        identity = uuid4()
        async with self.database.begin() as connection:
            version = (await BRIEFINGS.save(connection, briefing, self.clock.now())).id
            await connection.execute(
                insert(disseminations).values(
                    id=identity,
                    briefing_version=version,
                    audience="everyone",
                    channels=[],
                    plan={},
                    filled_until=self.clock.now(),
                    created_at=self.clock.now(),
                )
            )
        return identity

    async def members(self, count: int) -> list[UUID]:
        """Registered members; their accounts are nobody's."""
        made = [uuid4() for _ in range(count)]
        if made:
            async with self.database.begin() as connection:
                await connection.execute(
                    insert(members),
                    [
                        {
                            "id": member,
                            "lookup": member.bytes,
                            "workspace": "north",
                            "sealed_account": b"",
                            "registered_at": self.clock.now(),
                        }
                        for member in made
                    ],
                )
        return made

    async def delivery(
        self,
        dissemination: UUID,
        agency: str = "police",
        *,
        eligible: Sequence[UUID] = (),
        state: str = "delivered",
    ) -> UUID:
        """A delivery of an occurrence of its own, and who could see it."""
        identity, occurrence = uuid4(), uuid4()
        async with self.database.begin() as connection:
            await connection.execute(
                insert(occurrences).values(
                    id=occurrence,
                    dissemination=dissemination,
                    kind="post",
                    subject=dissemination,
                    slot=occurrence.hex,
                    due_at=self.clock.now(),
                    expanded_at=self.clock.now(),
                )
            )
            await connection.execute(
                insert(deliveries).values(
                    id=identity,
                    occurrence=occurrence,
                    dissemination=dissemination,
                    agency=agency,
                    workspace="north",
                    channel=f"{agency}-team",
                    channel_id="C1",
                    state=state,
                )
            )
            if eligible:
                await connection.execute(
                    insert(eligible_members),
                    [
                        {
                            "delivery": identity,
                            "member": member,
                            "dissemination": dissemination,
                            "agency": agency,
                        }
                        for member in eligible
                    ],
                )
        return identity


@dataclass(frozen=True)
class Facts:
    """Makes facts about one delivery."""

    dissemination: UUID
    delivery: UUID
    agency: str
    at: datetime

    def opened(self, member: UUID) -> Opened:
        return Opened(member=member, **self._about())

    def acknowledged(self, member: UUID) -> Acknowledged:
        return Acknowledged(member=member, **self._about())

    def answered(self, member: UUID, question: str, chosen: str, *, fits: bool) -> Answered:
        return Answered(
            member=member, question=question, chosen=(chosen,), fits=fits, **self._about()
        )

    def queried(self, member: UUID, text: str, query: UUID) -> Queried:
        return Queried(member=member, text=text, query=query, about="question", **self._about())

    def _about(self) -> dict[str, Any]:
        return {
            "dissemination": self.dissemination,
            "delivery": self.delivery,
            "agency": self.agency,
            "at": self.at,
        }


@pytest.fixture
def plant(database: Database, clock: FakeClock) -> Plant:
    """Puts rows into this test's database."""
    return Plant(database, clock)


@pytest.fixture
async def facts(plant: Plant) -> Facts:
    """Facts about one delivery to the police."""
    dissemination = await plant.dissemination()
    delivery = await plant.delivery(dissemination)
    return Facts(dissemination, delivery, "police", plant.clock.now())
