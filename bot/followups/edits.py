"""Edits of what is posted: a correction, the notice of a withdrawal, and that half have read it.

Whatever an edit came about for, it is composed from what stands in the database when it is sent.
So several of one post may come in any order, and the last one leaves it as it is to be.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.delivery.composing import Edit, Needless
from bot.delivery.errands import Errands, edit_posts
from bot.platforms.results import Receipt
from bot.store.delivery.deliveries import Delivery
from bot.store.delivery.edits import (
    PostFace,
    edits_look,
    face_of,
    half_read,
    under_way,
)
from bot.store.engine import AsyncConnection
from bot.store.looks import Look
from bot.store.plans.corrections import corrections_of, since
from config.directory import Directory
from config.now import LONDON
from content.compose.correction import Withdrawal, compose_withdrawn
from content.compose.post import compose_post
from content.templating import say
from schedules.kinds import Kind
from schedules.progress import LEAST, WATCHED_FOR, began, is_due, next_due

SOON: Final = timedelta(seconds=2)
"""When to look again while a post is being sent of what was corrected or withdrawn."""


@dataclass(slots=True)
class EditPosts:
    """The follow-up that has posts edited (`bot.followups.base.FollowUp`)."""

    errands: Errands
    name: str = "edits"
    looked_on: date | None = None
    """The London day on which this clock last looked how many have read: it would find the same
    for the rest of the day."""

    def look(self, now: datetime) -> Look | None:
        """Return the look, but where it is to be counted how many have read."""
        return None if self._counts(now) else edits_look(now, next_due(now))

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Put in what posts need now, each edit once."""
        await edit_posts(connection, self.errands, now)
        if self._counts(now):
            since, until = now - WATCHED_FOR, began(now)
            while half := await half_read(connection, since=since, until=until, least=LEAST):
                await self.errands.to_posts(connection, Kind.PROGRESS, half, now=now)
            self.looked_on = now.astimezone(LONDON).date()
        return now + SOON if await under_way(connection, now) else next_due(now)

    def _counts(self, now: datetime) -> bool:
        return is_due(now) and self.looked_on != now.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class ComposeEdit:
    """Composes edits of posts, of every kind (`bot.delivery.composing.Compose`)."""

    directory: Directory

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Edit | Needless:
        """Return the post as it is to be now, unless there is none to edit."""
        face = await face_of(connection, delivery.subject)
        if face.receipt is None:
            return Needless(say("needless.stands_nowhere"))
        receipt = Receipt(**face.receipt)
        if face.withdrawn_at is not None:
            return Edit(receipt, compose_withdrawn(_withdrawal(face)))
        if delivery.kind is Kind.WITHDRAWAL:
            return Needless(say("needless.not_withdrawn"))
        if face.briefing.restricted and not self.directory.channel(face.channel).leads_only:
            return Needless(say("needless.restricted"))
        told = since(await corrections_of(connection, face.dissemination), face.shows)
        message = compose_post(face.briefing, delivery.subject, told, half_read=face.half_read)
        return Edit(receipt, message)


def _withdrawal(face: PostFace) -> Withdrawal:
    assert face.withdrawn_at is not None
    return Withdrawal(
        on=face.withdrawn_at.astimezone(LONDON).date(),
        reason=face.withdrawn_reason,
        posted_on=face.posted_at.astimezone(LONDON).date(),
        theme=face.briefing.theme,
    )
