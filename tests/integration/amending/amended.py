"""A house in which posts are corrected and withdrawn, without workers: the test delivers."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import text

from bot.decisions.amending import Amending
from bot.delivery.errands import Errands
from bot.delivery.expand import expand
from bot.followups.edits import EditPosts
from bot.store.engine import Database
from config.directory import Person, PersonRole
from config.now import LONDON, Now
from content.briefing import Briefing, WhatChanged
from content.compose.post import compose_post
from content.message import Message, plain_text
from tests.fakes.platform import FakePlatform, Post
from tests.integration.delivery.attempts import hurried
from tests.integration.delivery.house import BRIEFING_ONE, House, add_briefing, directory_of
from tests.integration.turning import turned

COORDINATOR = "Cy Coordinator"
NOTICE = "This briefing was withdrawn"


def version(number: int, *, material: bool = True, approver: str | None = "Una") -> Briefing:
    """A later version of the house's briefing."""
    return replace(
        BRIEFING_ONE,
        version=number,
        approver=approver,
        change=WhatChanged(f"Number {number} is new.", material),
    )


@dataclass
class Amended:
    """The house, and what can be done to its posts."""

    house: House

    @property
    def amending(self) -> Amending:
        return Amending(self.house.database, self.errands, self.house.now)

    @property
    def errands(self) -> Errands:
        return Errands(self.house.queue, self.house.directory)

    @property
    def platform(self) -> FakePlatform:
        return self.house.platform

    async def send(self, audience: str = "everyone") -> UUID:
        """Send, and expand."""
        sent = await self.house.send(audience)
        for row in await self.rows("SELECT id FROM occurrences WHERE dissemination = :it", sent):
            await expand(
                self.house.database,
                self.house.queue,
                self.house.directory,
                row["id"],
                self.house.now,
            )
        return sent

    async def follow_up(self) -> None:
        """Let the clock look once: as one that has counted today, and as one that has not."""
        now = self.house.now()
        counted = EditPosts(self.errands, looked_on=now.astimezone(LONDON).date())
        for each in (counted, EditPosts(self.errands)):
            await turned(self.house.database, each, now)

    async def deliver(self, *kinds: str) -> int:
        """Attempt whatever is open of these kinds (of every kind, without any). Returns how
        many."""
        open_now = await self.rows(
            "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
            " WHERE d.state IN ('planned', 'claimed', 'waiting') AND (:it = '' OR :it LIKE"
            " '%' || o.kind || '%') ORDER BY o.due_at, d.id",
            " ".join(kinds),
        )
        for row in open_now:
            await hurried(self.house, UUID(str(row["id"])))
        return len(open_now)

    async def settle(self) -> None:
        """Look and deliver until nothing is left to do."""
        for _ in range(20):
            await self.follow_up()
            if not await self.deliver():
                return
        raise AssertionError("It does not come to rest.")

    def shown(self) -> dict[str, str]:
        """What each post says now, by its channel."""
        return {post.channel: self.words_of(post) for post in self.platform.posts}

    def words_of(self, post: Post) -> str:
        """What one post says now."""
        edits = self.platform.edits.get(f"m-{post.delivery}", [])
        return plain_text(edits[-1] if edits else post.message)

    def edits(self) -> list[Message]:
        return [message for edits in self.platform.edits.values() for message in edits]

    async def rows(self, query: str, it: object = None) -> list[dict[str, object]]:
        async with self.house.database.begin() as connection:
            found = await connection.execute(text(query), {"it": it} if ":it" in query else {})
            return [dict(row) for row in found.mappings()]


async def amended_house(database: Database, now: Now) -> Amended:
    """Return a house with a coordinator and the briefing's first version."""
    await add_briefing(database)
    house = House(database, now=now, compose=compose_post)
    person = Person(
        workspace="w-0", account="U1", name=COORDINATOR, roles=(PersonRole.COORDINATOR,)
    )
    house.directory = directory_of().model_copy(update={"people": (person,)})
    return Amended(house)
