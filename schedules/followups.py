"""What comes after a post: how long after, and how often. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from pydantic import TypeAdapter, ValidationError

from config.errors import Problem
from config.now import LONDON
from content.templating import say

RECALL_DAYS: Final = (7, 30, 90)
RECALL_APART: Final = 7
"""Days between two askings of one question at least, also where leave has pushed the first one
back; and before what could not be brought to somebody is tried again."""
MOST_DAYS: Final = 365
MOST_CASCADE_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class RecallPlan:
    """When a question returns. What did not fit, or nobody was sure of, returns after each of
    `days`; what fitted, once after `fitting_days`."""

    days: tuple[int, ...] = RECALL_DAYS
    fitting_days: int = 30
    enough: int = 2
    """Recalled so often, it is not asked any more."""


@dataclass(frozen=True, slots=True)
class CascadePlan:
    """Until when a lead passes it on, and how often they are reminded."""

    within_days: int = 14
    remind_days: tuple[int, ...] = (7, 12, 16)
    """Days after the post; at most three."""
    deputy_days: int = 19
    coordinator_days: int = 22
    """Then it stops."""


@dataclass(frozen=True, slots=True)
class PracticePlan:
    """When practitioners are asked what has changed: six to eight weeks after the post."""

    after_days: int = 49
    open_days: int = 10


@dataclass(frozen=True, slots=True)
class FollowUps:
    """All that comes after a dissemination's post. None: it does not come."""

    recall: RecallPlan | None = field(default_factory=RecallPlan)
    cascade: CascadePlan | None = field(default_factory=CascadePlan)
    practice: PracticePlan | None = field(default_factory=PracticePlan)


FOLLOW_UPS: TypeAdapter[FollowUps] = TypeAdapter(FollowUps)
"""Turns them into JSON and back, for the store. `{}` is the default of each."""


def read_follow_ups(kept: object) -> FollowUps:
    """Return what was kept of them as JSON. What cannot be read goes on at the usual pace: one row
    must not keep the clock from all others. The doctor names it."""
    try:
        return FOLLOW_UPS.validate_python(kept)
    except ValidationError:
        return FollowUps()


def cascade_within(days: int) -> CascadePlan:
    """Return the usual plan for passing on within so many days: reminded half-way, two days before
    and two days after; the deputy three days later, and three more days to the coordinator."""
    half_way = max(1, days // 2)
    reminders = sorted({half_way, max(half_way, days - 2), days + 2})
    return CascadePlan(days, tuple(reminders), deputy_days=days + 5, coordinator_days=days + 8)


def check_follow_ups(follow_ups: FollowUps) -> tuple[Problem, ...]:
    """Return what is wrong with them, each problem naming the setting."""
    problems: list[Problem] = []
    recall, cascade = follow_ups.recall, follow_ups.cascade
    if recall is not None:
        days = recall.days
        rising = all(one < other for one, other in pairwise(days))
        if (
            not 1 <= len(days) <= len(RECALL_DAYS)
            or not rising
            or not all(1 <= day <= MOST_DAYS for day in days)
        ):
            what = f"Give one to three days from 1 to {MOST_DAYS}, rising, as in 7,30,90."
            problems.append(Problem("recall days", what))
        elif any(other - one < RECALL_APART for one, other in pairwise(days)):
            # Plans from before this was asked of them may be closer: they are stretched.
            what = say("plan_refusal.recall_apart", apart=RECALL_APART)
            problems.append(Problem("recall days", what))
    if cascade is not None and not 1 <= cascade.within_days <= MOST_CASCADE_DAYS:
        what = f"Give 1 to {MOST_CASCADE_DAYS} days."
        problems.append(Problem("pass on within", what))
    return tuple(problems)


def days_after(moment: datetime, days: int) -> datetime:
    """Return the same wall-clock time in London, so many days later, as an aware moment: across
    a clock change it is still the same time of the day."""
    wall = moment.astimezone(LONDON).replace(tzinfo=None) + timedelta(days=days)
    return wall.replace(tzinfo=LONDON).astimezone(moment.tzinfo)
