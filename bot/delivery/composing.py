"""What a delivery says, worked out in the moment before it is sent: so that a correction, a
withdrawal or a pause always wins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from bot.store.deliveries import Delivery
from bot.store.disseminations import briefing_sent_by
from bot.store.engine import AsyncConnection
from config.directory import Directory
from content.briefing import Briefing
from content.compose.post import compose_post
from content.message import Message
from content.templating import say
from schedules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Needless:
    """It is not to be sent (any more). The reason is in words."""

    reason: str


class Compose(Protocol):
    """Composes the deliveries of one kind."""

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Message | Needless:
        """Return what to say, or why nothing is to be said. It reads, and writes nothing."""
        ...


Composers = Mapping[Kind, Compose]


@dataclass(frozen=True, slots=True)
class ComposePost:
    """Composes a briefing's post. A restricted briefing goes to leads' channels only."""

    directory: Directory
    compose: Callable[[Briefing, UUID], Message] = compose_post

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Message | Needless:
        """Return the post."""
        assert delivery.dissemination is not None
        assert delivery.channel is not None
        briefing = await briefing_sent_by(connection, delivery.dissemination)
        if briefing.restricted and not self.directory.channel(delivery.channel).leads_only:
            return Needless(say("needless.restricted"))
        return self.compose(briefing, delivery.id)
