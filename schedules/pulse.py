"""When a survey is open, and when it is reminded of. Pure."""

from datetime import datetime, timedelta
from typing import Final

from schedules.calendar import Calendar
from schedules.followups import PracticePlan, days_after

OPENING: Final = "opening"
REMINDER: Final = "reminder"
RESULTS: Final = "results"
"""The slots of a survey's posts. What is decided later about its results has `doing` and the id of
the proposal that was approved."""
DOING: Final = "doing"

SHORTEST_REMINDED: Final = timedelta(days=3)
"""A survey that is open for less is not reminded of."""

REMIND_AFTER: Final = 0.6
"""So far into its time, as a share of it."""


def remind_at(opens_at: datetime, closes_at: datetime, calendar: Calendar) -> datetime | None:
    """Return when the channels are reminded of a survey, once, when the calendar allows it; None
    where they are not. All moments are aware."""
    if closes_at - opens_at < SHORTEST_REMINDED:
        return None
    moment = calendar.next_allowed(opens_at + (closes_at - opens_at) * REMIND_AFTER).at
    return moment if moment < closes_at else None


def practice_span(
    plan: PracticePlan, posted_at: datetime, calendar: Calendar
) -> tuple[datetime, datetime]:
    """Return when people are asked what has changed since a post, and until when: as many days
    after it as the plan says, or when the calendar next allows it."""
    opens_at = calendar.next_allowed(days_after(posted_at, plan.after_days)).at
    return opens_at, days_after(opens_at, plan.open_days)
