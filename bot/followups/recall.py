"""Asking again: what is due goes to each person in one private message a day at most."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from bot.delivery.composing import Needless
from bot.delivery.errands import Errands, Letter, Recipient
from bot.store.delivery.deliveries import Delivery
from bot.store.engine import AsyncConnection
from bot.store.looks import Look
from bot.store.recall.answers import asked_in
from bot.store.recall.beginnings import NO_REWORDING, begin_recalls
from bot.store.recall.look import recall_look
from bot.store.recall.recalls import (
    Asking,
    DueRecall,
    due_recalls,
    end_recalls,
    hold_back,
    keep_askings,
    next_due,
)
from bot.store.recall.returns import give_back
from bot.store.statements import Statements
from config.directory import Directory
from config.now import LONDON, Now
from content.compose.recall import Reminder, compose_recall
from content.message import Message
from content.templating import say
from schedules.calendar import Calendar, calendar_of, next_day
from schedules.kinds import Kind
from schedules.recall import variant_of

MOST_IN_ONE = 3
"""Questions in one message: a few minutes. What else is due waits for another day."""


@dataclass(slots=True)
class _Plan:
    """What is to be done about all that is due, gathered first and then written together."""

    stopped: list[UUID] = field(default_factory=list[UUID])
    gone: list[UUID] = field(default_factory=list[UUID])
    """A correction took the question out, or all its other words."""
    letters: list[Letter] = field(default_factory=list[Letter])
    asked: dict[UUID, Sequence[DueRecall]] = field(default_factory=dict[UUID, Sequence[DueRecall]])
    """By member, in the message's order."""
    held: defaultdict[datetime, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    """By the moment until which they wait."""

    def hold(self, due: Sequence[DueRecall], until: datetime) -> None:
        """Let questions wait."""
        if due:
            self.held[until] += [it.id for it in due]


@dataclass(frozen=True, slots=True)
class AskAgain:
    """The follow-up that asks again (`bot.followups.base.FollowUp`)."""

    errands: Errands
    name: str = "recall"

    def look(self, now: datetime) -> Look | None:
        """Return the look: whether anything begins, is doubted, comes back or is due."""
        return recall_look(now)

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Begin what new first answers begin, and ask what is due."""
        await give_back(connection, now)
        await begin_recalls(connection, now)
        due = await due_recalls(connection, now)
        if due:
            await self._ask(connection, due, now)
        return await next_due(connection)

    async def _ask(
        self, connection: AsyncConnection, due: Sequence[DueRecall], now: datetime
    ) -> None:
        plan = _Plan()
        for member, questions in groupby(due, key=lambda it: it.member):
            _plan(plan, member, list(questions), self.errands.directory, now)
        put = await self.errands.to_members(connection, Kind.RECALL, plan.letters, now=now)
        for member, questions in plan.asked.items():
            if member not in put:  # they had today's message before
                calendar = calendar_of(self.errands.directory, questions[0].agency)
                plan.hold(questions, _tomorrow(now, calendar))
        askings = [
            Asking(it, put[member], step, variant_of(it.turn, it.rewordings))
            for member, questions in plan.asked.items()
            if member in put
            for step, it in enumerate(questions)
        ]
        await keep_askings(connection, askings, now)
        await end_recalls(connection, plan.stopped, say("recall_ended.stopped"))
        await end_recalls(connection, plan.gone, NO_REWORDING.reason)
        for until, held in plan.held.items():
            await hold_back(connection, held, until)


def _plan(
    plan: _Plan, member: UUID, due: Sequence[DueRecall], directory: Directory, now: datetime
) -> None:
    """Add what is to be done about one member's questions."""
    plan.stopped += [it.id for it in due if it.stopped]
    plan.gone += [it.id for it in due if not it.stopped and not it.rewordings]
    due = [it for it in due if not it.stopped and it.rewordings]
    if not due:
        return
    calendar = calendar_of(directory, due[0].agency)
    when = calendar.next_allowed(now).at
    if when > now:
        plan.hold(due, when)
        return
    asked = due[:MOST_IN_ONE]
    slot = now.astimezone(LONDON).date().isoformat()
    to = Recipient(member, asked[0].workspace, asked[0].agency)
    plan.letters.append(Letter(member, slot, to))
    plan.asked[member] = asked
    plan.hold(due[MOST_IN_ONE:], _tomorrow(now, calendar))


@dataclass(frozen=True, slots=True)
class ComposeRecall:
    """Composes the private message (`bot.delivery.composing.Compose`)."""

    statements: Statements
    now: Now

    async def __call__(self, delivery: Delivery) -> Message | Needless:
        """Return the message, unless its member has paused meanwhile."""
        asked = await asked_in(self.statements, delivery.id)
        now = self.now()
        if asked.paused_until is not None and asked.paused_until > now:
            return Needless(say("needless.recall_paused"))
        if not asked.titles:
            return Needless(say("needless.nothing_left"))
        today = now.astimezone(LONDON).date()
        if delivery.slot != today.isoformat():
            # Held back until another day, which has a message of its own: never two in one.
            return Needless(say("needless.day_over"))
        reminders = [
            Reminder(
                title=title,
                days=(today - asked.first_at[which].astimezone(LONDON).date()).days,
                questions=asked.questions[which],
            )
            for which, title in asked.titles.items()
        ]
        return compose_recall(reminders, delivery.id)


def _tomorrow(now: datetime, calendar: Calendar) -> datetime:
    """Return when a member may next be asked, on another London day: its name is the slot."""
    return calendar.next_allowed(next_day(now)).at
