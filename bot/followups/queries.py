"""What the Learning group says, on its way: a private answer to the one person who asked, and a
clarification to every channel that got the briefing."""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.composing import Needless
from bot.delivery.errands import Errands, Recipient
from bot.store.delivery.deliveries import Delivery
from bot.store.engine import AsyncConnection
from bot.store.inbox.answers import ANSWERS_LOOK, UnsentAnswer, answer_to, unsent_answers
from bot.store.inbox.clarifications import find_clarification, post_in
from bot.store.inbox.late import late_channels, late_look
from bot.store.looks import Look
from bot.store.plans.disseminations import briefing_sent_by
from config.directory import Directory
from config.now import Now
from content.compose.clarification import compose_answer, compose_clarification
from content.message import Message
from content.templating import say
from schedules.calendar import calendar_of
from schedules.kinds import Kind


@dataclass(frozen=True, slots=True)
class SendAnswers:
    """The follow-up that brings private answers to who asked (`bot.followups.base.FollowUp`): at
    once, but for a pause and the hours in which private messages may come."""

    errands: Errands
    name: str = "answers"

    def look(self, now: datetime) -> Look | None:  # noqa: ARG002 - the same at any moment
        """Return the look: whether an answer is on no way yet."""
        return ANSWERS_LOOK

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Send what may go now. Returns when the next one may."""
        later: list[datetime] = []
        for answer in await unsent_answers(connection):
            when = _when(answer, self.errands.directory, now)
            if when > now:
                later.append(when)
                continue
            await self.errands.to_member(
                connection,
                kind=Kind.ANSWER,
                subject=answer.query,
                slot=str(answer.tries + 1),
                to=Recipient(answer.member, answer.workspace, answer.agency),
                now=now,
            )
        return min(later, default=None)


@dataclass(frozen=True, slots=True)
class SendClarifications:
    """The follow-up that brings clarifications to channels to which the briefing came only after
    the approval (`bot.followups.base.FollowUp`): held for an agency's calendar, halted for a while,
    or sent again. No channel gets one twice."""

    errands: Errands
    name: str = "clarifications"

    def look(self, now: datetime) -> Look | None:
        """Return the look: whether a channel has missed one."""
        return late_look(now)

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Have what was missed posted. Nothing is known to come."""
        for clarification, channels in (await late_channels(connection, now)).items():
            for channel in channels:
                await self.errands.to_channels(
                    connection,
                    kind=Kind.CLARIFICATION,
                    subject=clarification,
                    slot=f"late {channel}",
                    channels=[channel],
                    now=now,
                )
        return None


@dataclass(frozen=True, slots=True)
class ComposeAnswer:
    """Composes the private answer (`bot.delivery.composing.Compose`)."""

    now: Now

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Message | Needless:
        """Return the answer, unless its reader has paused meanwhile."""
        answer = await answer_to(connection, delivery.subject)
        if answer is None:
            return Needless(say("needless.query_gone"))
        if answer.paused_until is not None and answer.paused_until > self.now():
            return Needless(say("needless.answer_paused"))
        return compose_answer(answer.title, answer.about, answer.words)


@dataclass(frozen=True, slots=True)
class ComposeClarification:
    """Composes a clarification's post (`bot.delivery.composing.Compose`). A restricted briefing's
    goes to leads' channels only."""

    directory: Directory

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Message | Needless:
        """Return the post, unless the clarification may not go out (any more)."""
        assert delivery.channel is not None
        clarification = await find_clarification(connection, delivery.subject)
        if clarification.approved_at is None or clarification.withdrawn_at is not None:
            return Needless(say("needless.clarification_withdrawn"))
        if clarification.stopped:
            return Needless(say("needless.stopped_before"))
        briefing = await briefing_sent_by(connection, clarification.dissemination)
        if briefing.restricted and not self.directory.channel(delivery.channel).leads_only:
            return Needless(say("needless.restricted"))
        post = await post_in(connection, clarification.dissemination, delivery.channel)
        if post is None:
            return Needless(say("needless.no_post"))
        return compose_clarification(briefing.title, clarification.about, clarification.text, post)


def _when(answer: UnsentAnswer, directory: Directory, now: datetime) -> datetime:
    """Return from when on an answer may come: not in a pause, and when the agency's calendar
    allows it."""
    paused = answer.paused_until or now
    return calendar_of(directory, answer.agency).next_allowed(max(now, paused)).at
