"""When a survey is open, and when it is reminded of. Pure."""

from datetime import datetime, timedelta
from typing import Final

from schedules.followups import Hours, PracticePlan, allowed, days_after

OPENING: Final = "opening"
REMINDER: Final = "reminder"
RESULTS: Final = "results"
"""The slots of a survey's posts. What is decided later about its results has `doing` and a digest
of the words."""
DOING: Final = "doing"

SHORTEST_REMINDED: Final = timedelta(days=3)
"""A survey that is open for less is not reminded of."""

REMIND_AFTER: Final = 0.6
"""So far into its time, as a share of it."""


def remind_at(opens_at: datetime, closes_at: datetime, hours: Hours) -> datetime | None:
    """Return when the channels are reminded of a survey, once, in working hours; None where it is
    not. All moments are aware."""
    if closes_at - opens_at < SHORTEST_REMINDED:
        return None
    moment = allowed(opens_at + (closes_at - opens_at) * REMIND_AFTER, hours)
    return moment if moment < closes_at else None


def practice_span(
    plan: PracticePlan, posted_at: datetime, hours: Hours
) -> tuple[datetime, datetime]:
    """Return when people are asked what has changed since a post, and until when: as many days
    after it as the plan says, in working hours."""
    opens_at = allowed(days_after(posted_at, plan.after_days), hours)
    return opens_at, days_after(opens_at, plan.open_days)
