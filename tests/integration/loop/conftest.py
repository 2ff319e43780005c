"""A small partnership's life, with the clock's follow-ups of the learning loop."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from bot.agencies.leads import Leads
from bot.decisions.letters import Letters
from bot.delivery.errands import Errands
from bot.desks.passing_on import CascadeDesk
from bot.followups.cascade import PassItOn
from bot.followups.recall import AskAgain
from bot.store.engine import Database
from bot.store.recall.answers import RecallStore
from bot.store.tables import deliveries
from content.briefing import Briefing
from handlers.events import Queried
from handlers.ports import Member
from tests.fakes.briefings import small_briefing
from tests.fakes.clock import FakeClock
from tests.integration.own.conftest import Life, Sent
from tests.integration.turning import turned

WHO = "Bo Both"
"""Who settles dead letters."""


@dataclass
class Loop(Life):
    """Lives it on, turn by turn of the clock."""

    def __post_init__(self) -> None:
        super().__post_init__()
        errands = Errands(self.queue, self.directory)
        leads = Leads(self.directory, self.members)
        now = self.clock.now
        self.ask_again = AskAgain(errands)
        self.recalls = RecallStore(self.database, lambda _: ())
        self.letters = Letters(self.database, self.queue, self.directory, now)
        self.pass_it_on = PassItOn(errands, leads)
        self.desk = CascadeDesk(self.database, errands, leads, self.links, lambda _: (), now)

    async def turn(self) -> datetime | None:
        """Let the clock do what is due of recall and cascade. Returns when recall is next."""
        ahead = await turned(self.database, self.ask_again, self.clock.now())
        async with self.database.begin() as connection:
            await self.pass_it_on(connection, self.clock.now())
        return ahead

    async def later(self, **by: float) -> datetime | None:
        """Let so much time pass, and then the clock take its turn."""
        self.clock.advance(timedelta(**by))
        return await self.turn()

    async def asked_again(self, member: Member) -> list[list[str]]:
        """Return the questions of each private message that asks the member again, in order."""
        rows = await self.rows(
            "SELECT o.slot, c.question FROM recall_turns t JOIN recalls c ON c.id = t.recall"
            " JOIN deliveries d ON d.id = t.delivery JOIN occurrences o ON o.id = d.occurrence"
            " WHERE c.member = :it ORDER BY o.slot, t.step",
            it=member.id,
        )
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row.slot, []).append(row.question)
        return list(found.values())

    async def askings(self) -> int:
        """Return how many private messages have asked anything again, whatever became of them."""
        (row,) = await self.rows("SELECT count(*) AS n FROM occurrences WHERE kind = 'recall'")
        return row.n

    async def deliveries(self, state: str) -> list[UUID]:
        """Return those of them in this state, the oldest first."""
        rows = await self.rows(
            "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
            " WHERE o.kind = 'recall' AND d.state = :it ORDER BY o.due_at",
            it=state,
        )
        return [row.id for row in rows]

    async def waiting(self) -> int:
        """Return how many of them are on their way."""
        return len(await self.deliveries("planned"))

    async def ends(self, state: str) -> None:
        """Let what is on its way end so."""
        async with self.database.begin() as connection:
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.state == "planned", deliveries.c.member.is_not(None))
                .values(state=state, settled_at=self.clock.now())
            )

    def unsure(self, sent: Sent, member: Member) -> Queried:
        return replace(self.asked(sent, member, ""), about="unsure")


@pytest.fixture
async def loop(database: Database, clock: FakeClock) -> AsyncGenerator[Loop]:
    """A partnership on a Monday morning at nine."""
    loop = Loop(database, clock)
    await loop.queue.open()
    yield loop
    await loop.record.close()
    await loop.queue.close()


def reworded(slug: str = "small", *, questions: int = 2) -> Briefing:
    """Return a briefing whose questions each have one other wording."""
    briefing = small_briefing(slug, questions=questions)
    return replace(
        briefing,
        questions=tuple(replace(each, variants=(each,)) for each in briefing.questions),
    )
