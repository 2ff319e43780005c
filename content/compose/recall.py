"""The same learning, asked again: a private message without any content, and its pages.

The message says only that there is a question. Scenario, answer and result stand in the view,
since an employer can export messages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from content.actions import Action, ActionName
from content.compose.poll import question_page, result_page
from content.days import day_words
from content.message import (
    Block,
    Button,
    Buttons,
    Context,
    Heading,
    Message,
    Plain,
    Text,
    View,
    Weight,
)
from content.poll import Marking, Question
from content.templating import say

_SPELLED_OUT = range(2, 10)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One briefing that questions return from."""

    title: str
    days: int
    """Whole days since the person first answered."""
    questions: int


def compose_recall(reminders: Sequence[Reminder], delivery: UUID) -> Message:
    """Return the private message for what is asked again today, one briefing or several."""
    total = sum(reminder.questions for reminder in reminders)
    lines: list[Block] = [
        Text(
            (
                Plain(
                    say(
                        "recall.line",
                        when=ago(reminder.days),
                        title=reminder.title,
                        questions=reminder.questions,
                        number=_number(reminder.questions),
                    )
                ),
            )
        )
        for reminder in reminders
    ]
    return Message(
        say("recall.fallback", questions=total),
        (
            *lines,
            Buttons(
                shown=(
                    Button(
                        say("recall.answer", questions=total),
                        Action(ActionName.RECALL, delivery),
                        Weight.MAIN,
                    ),
                    Button(say("recall.pause"), Action(ActionName.PAUSE, delivery)),
                ),
            ),
            Context((Plain(say("recall.quiet")),)),
        ),
    )


def compose_recall_question(
    question: Question, delivery: UUID, step: int, total: int, *, edition: int = 1
) -> View:
    """Return the page of question `step` (0 is the first) of `total`; `edition` is the version of
    the briefing that it is from."""
    return question_page(
        page_title(),
        question,
        Action(ActionName.ANSWER_AGAIN, delivery, step, edition),
        total=total,
    )


def compose_recall_result(marking: Marking, delivery: UUID, step: int, total: int) -> View:
    """Return what the answer came to, and the way on."""
    return result_page(
        page_title(), marking, Action(ActionName.NEXT_AGAIN, delivery, step + 1), total=total
    )


def compose_recall_last(fitting: int, total: int, returns_on: date | None) -> View:
    """Return the last page: what came of it, and when something of it returns."""
    returns = (
        say("recall.done")
        if returns_on is None
        else say("recall.returns", day=day_words(returns_on))
    )
    return View(
        title=page_title(),
        message=Message(
            say("recall.thanks"),
            (
                Heading(say("last.thanks")),
                Text((Plain(say("recall.score", fitting=fitting, total=total)),)),
                Text((Plain(returns),)),
                Context((Plain(say("last.private")),)),
            ),
        ),
        close=say("last.done"),
    )


def ago(days: int) -> str:
    """Return how long ago, as people say it: "A week ago", "Three weeks ago"."""
    weeks = round(days / 7)
    if days < 1:
        return say("recall.today")
    if weeks < 1:
        return say("recall.days_ago", days=days)
    if weeks == 1:
        return say("recall.week_ago")
    return say("recall.weeks_ago", weeks=_number(weeks))


def page_title() -> str:
    """Return the title of pages about one's own learning. At most 24 characters: Slack's limit for
    a modal's title."""
    return say("view.title")


def _number(count: int) -> str:
    """Return a number as it stands at the beginning of a sentence."""
    return say(f"number.n{count}") if count in _SPELLED_OUT else str(count)
