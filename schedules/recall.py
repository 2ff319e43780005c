"""When a question returns to somebody who answered it once. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from content.templating import say
from schedules.followups import RECALL_APART, RecallPlan, days_after

MOST_TURNS: Final = 3
"""A question comes back at most so often, whatever a plan says."""

MOST_LOST: Final = 3
"""Messages in a row that could not be brought to somebody, after which they are not tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where one question stands with one member."""

    first_at: datetime
    """When they first answered it: aware."""
    sure: bool
    """Whether the first answer fitted, and they did not say that they are unsure."""
    turn: int = 0
    """How often it was asked again: only what may have reached the member counts."""
    recalled: int = 0
    """How often the answer then fitted."""
    asked_at: datetime | None = None
    """When it was last asked again."""


@dataclass(frozen=True, slots=True)
class Ended:
    """It is not asked any more."""

    phrase: str
    """Why: which of the templates' phrases says it."""

    @property
    def reason(self) -> str:
        """Return why, in words: they stand in the person's own record."""
        return say(self.phrase)


RECALLED = Ended("recall_ended.recalled")
ASKED_OUT = Ended("recall_ended.asked_out")
LOST = Ended("recall_ended.lost")


def next_asking(course: Course, plan: RecallPlan) -> datetime | Ended:
    """Return when the question returns, or why it does not. The moment may be past: then it is
    due."""
    days = ((plan.fitting_days,) if course.sure else plan.days)[:MOST_TURNS]
    if course.recalled >= plan.enough:
        return RECALLED
    if course.turn >= len(days):
        return RECALLED if course.sure and course.recalled else ASKED_OUT
    due = days_after(course.first_at, days[course.turn])
    if course.asked_at is None:
        return due
    return max(due, days_after(course.asked_at, RECALL_APART))


def next_after_unsent(course: Course, plan: RecallPlan, *, lost: int) -> datetime | Ended:
    """Return when the question returns once an asking that never reached the member was taken
    back, or why it does not. `lost` is how many messages in a row could not be brought to them."""
    return LOST if lost >= MOST_LOST else next_asking(course, plan)


def variant_of(turn: int, variants: int) -> int:
    """Return which rewording the asking number `turn` (from 1) uses: each in its turn."""
    return (turn - 1) % variants
