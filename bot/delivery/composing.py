"""What a delivery says, worked out in the moment before it is sent: so that a correction, a
withdrawal or a pause always wins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol
from uuid import UUID

from bot.platforms.results import Receipt
from bot.store.delivery.deliveries import Delivery, State
from bot.store.delivery.posting import Posting
from bot.store.engine import AsyncConnection, Database
from config.directory import Directory
from content.briefing import Briefing
from content.compose.post import compose_post
from content.message import Message
from content.templating import say
from schedules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Needless:
    """It is not to be sent (any more). The reason is in words."""

    outcome: ClassVar = State.SKIPPED
    reason: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """It is to be done, and cannot be done from here: a person is told, in words."""

    outcome: ClassVar = State.FAILED
    reason: str


Unsent = Needless | ByHand
"""Nothing is sent, and that is the outcome."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A message that stands is to be this from now on. Doing so twice does no harm, so what became
    of an attempt is never in doubt: it is made again."""

    receipt: Receipt
    message: Message


class Compose(Protocol):
    """Composes the deliveries of one kind."""

    async def __call__(self, delivery: Delivery) -> Message | Unsent | Edit:
        """Return what to say, or why nothing is to be said, or what a message that stands is to be.
        It reads, and writes nothing but what the delivery is composed of."""
        ...


Composers = Mapping[Kind, Compose]


class ComposeOver(Protocol):
    """Composes, and reads over a connection of the pool."""

    async def __call__(
        self, connection: AsyncConnection, delivery: Delivery
    ) -> Message | Unsent | Edit:
        """Return what `Compose` returns."""
        ...


@dataclass(frozen=True, slots=True)
class Pooled:
    """Gives a composer its connection, on which each statement is committed by itself."""

    database: Database
    compose: ComposeOver

    async def __call__(self, delivery: Delivery) -> Message | Unsent | Edit:
        """Return what is to be said, or why nothing is."""
        async with self.database.each_by_itself() as connection:
            return await self.compose(connection, delivery)


def pooled(database: Database, composers: Mapping[Kind, ComposeOver]) -> Composers:
    """Give each of these composers its connections."""
    return {kind: Pooled(database, compose) for kind, compose in composers.items()}


@dataclass(frozen=True, slots=True)
class ComposePost:
    """Composes a briefing's post. A restricted briefing goes to leads' channels only."""

    directory: Directory
    posting: Posting
    compose: Callable[[Briefing, UUID], Message] = compose_post

    async def __call__(self, delivery: Delivery) -> Message | Needless:
        """Return the post, of the version that is current now."""
        assert delivery.dissemination is not None
        assert delivery.channel is not None
        now = await self.posting.to_post(delivery.dissemination)
        briefing = now.briefing
        if now.withdrawn:
            return Needless(say("needless.withdrawn"))
        if now.stopped:
            return Needless(say("needless.stopped_before"))
        if briefing.restricted and not self.directory.channel(delivery.channel).leads_only:
            return Needless(say("needless.restricted"))
        if now.corrected:
            await self.posting.set_shows(delivery.id, now.version)
        return self.compose(briefing, delivery.id)
