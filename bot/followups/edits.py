"""Edits of what is posted: a correction, the notice of a withdrawal, and that half have read it.

Whatever an edit came about for, it is composed from what stands in the database when it is sent.
So several of one post may come in any order, and the last one leaves it as it is to be. One whose
post another edit will bring to the same is left out.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.delivery.composing import ByHand, Edit, Needless, Unsent
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
from content.message import Message
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

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Edit | Unsent:
        """Return the post as it is to be now; why it is left as it is; or what a person is to do
        where nobody knows which message it is."""
        face = await face_of(connection, delivery.id)
        if face.overtaken:
            return Needless(say("needless.overtaken"))
        if face.withdrawn_at is not None:
            return _edit(face, compose_withdrawn(_withdrawal(face)), "by_hand.withdrawn")
        if delivery.kind is Kind.WITHDRAWAL:
            return Needless(say("needless.not_withdrawn"))
        if face.briefing.restricted and not self.directory.channel(face.channel).leads_only:
            return Needless(say("needless.restricted"))
        if face.receipt is None and delivery.kind is Kind.PROGRESS:
            return Needless(say("needless.no_link"))
        told = since(await corrections_of(connection, face.dissemination), face.shows)
        message = compose_post(face.briefing, delivery.subject, told, half_read=face.half_read)
        return _edit(face, message, "by_hand.corrected")


def _edit(face: PostFace, message: Message, by_hand: str) -> Edit | ByHand:
    """Let the post be this; where its receipt is not known, a person reads `by_hand`, a phrase."""
    if face.receipt is None:
        return ByHand(say(by_hand))
    return Edit(Receipt(**face.receipt), message)


def _withdrawal(face: PostFace) -> Withdrawal:
    assert face.withdrawn_at is not None
    return Withdrawal(
        on=face.withdrawn_at.astimezone(LONDON).date(),
        reason=face.withdrawn_reason,
        posted_on=face.posted_at.astimezone(LONDON).date(),
        theme=face.briefing.theme,
    )
