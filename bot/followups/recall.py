"""Asking again: what is due goes to each person in one private message a day at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from bot.delivery.composing import Needless
from bot.delivery.errands import Errands, Recipient
from bot.store.deliveries import Delivery
from bot.store.engine import AsyncConnection
from bot.store.recall_answers import asked_in
from bot.store.recalls import (
    DueRecall,
    begin_recalls,
    due_recalls,
    end_recalls,
    give_back,
    hold_back,
    keep_asking,
    next_due,
)
from config.now import LONDON, Now
from content.compose.recall import Reminder, compose_recall
from content.message import Message
from schedules.followups import Hours, allowed
from schedules.kinds import Kind
from schedules.recall import variant_of

MOST_IN_ONE = 3
"""Questions in one message: a few minutes. What else is due waits for another day."""

STOPPED = "the dissemination was stopped"


@dataclass(frozen=True, slots=True)
class AskAgain:
    """The follow-up that asks again (`bot.followups.base.FollowUp`)."""

    errands: Errands
    name: str = "recall"

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Begin what new first answers begin, and ask what is due."""
        await give_back(connection, now)
        await begin_recalls(connection)
        due = await due_recalls(connection, now)
        for member, questions in groupby(due, key=lambda it: it.member):
            await self._ask(connection, member, list(questions), now)
        return await next_due(connection)

    async def _ask(
        self, connection: AsyncConnection, member: UUID, due: Sequence[DueRecall], now: datetime
    ) -> None:
        stopped = [it.id for it in due if it.stopped]
        await end_recalls(connection, stopped, STOPPED)
        due = [it for it in due if not it.stopped]
        if not due:
            return
        when = allowed(now, due[0].follow_ups.hours)
        if when > now:
            await hold_back(connection, [it.id for it in due], when)
            return
        asked = due[:MOST_IN_ONE]
        delivery = await self.errands.to_member(
            connection,
            kind=Kind.RECALL,
            subject=member,
            slot=now.astimezone(LONDON).date().isoformat(),
            to=Recipient(member, asked[0].workspace, asked[0].agency),
            now=now,
        )
        if delivery is not None:
            for step, it in enumerate(asked):
                variant = variant_of(it.turn, it.rewordings)
                await keep_asking(
                    connection, it, delivery=delivery, step=step, variant=variant, now=now
                )
        waiting = due if delivery is None else due[MOST_IN_ONE:]
        tomorrow = _next_day(now, due[0].follow_ups.hours)
        await hold_back(connection, [it.id for it in waiting], tomorrow)


@dataclass(frozen=True, slots=True)
class ComposeRecall:
    """Composes the private message (`bot.delivery.composing.Compose`)."""

    now: Now

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Message | Needless:
        """Return the message, unless its member has paused meanwhile."""
        asked = await asked_in(connection, delivery.id)
        now = self.now()
        if asked.paused_until is not None and asked.paused_until > now:
            return Needless("The person has paused these messages; it is asked later.")
        if not asked.titles:
            return Needless("Nothing is left to ask.")
        today = now.astimezone(LONDON).date()
        reminders = [
            Reminder(
                title=title,
                days=(today - asked.first_at[which].astimezone(LONDON).date()).days,
                questions=asked.questions[which],
            )
            for which, title in asked.titles.items()
        ]
        return compose_recall(reminders, delivery.id)


def _next_day(now: datetime, hours: Hours) -> datetime:
    midnight = now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    return allowed((midnight + timedelta(days=1)).astimezone(now.tzinfo), hours)
