"""The rules that the tally goes by, as the issue and the plan's defaults say them. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from benchmarks.loop.calendar import LONDON, at, london_day

WRONG_DAYS = (7, 30, 90)
"""After its first answer, what did not fit, or nobody was sure of, comes back on these days."""
RIGHT_DAYS = (30,)
ENOUGH = 2
"""Recalled so often, it is not asked any more."""
APART = 7
"""Days between two askings of one question at least."""
IN_ONE_MESSAGE = 3
LOST_IN_A_ROW = 3
"""Messages that never reached somebody, after which what they asked is not tried again."""

REMINDER_DAYS = (7, 12, 16)
DEPUTY_DAY = 19
COORDINATOR_DAY = 22
BETWEEN = 3
"""Days between two messages about one cascade at least, and after somebody said "not yet"."""

PRACTICE_DAY = 49
SURVEY_DAYS = 10
REMIND_AFTER = 0.6
"""Of a survey's time: then its channels are reminded once."""

MOST_A_DAY = 4
"""Private messages to one person."""

STARTS, ENDS = time(8), time(18)
"""Private messages come on weekdays between these."""
DIGESTS = time(9)
"""On Mondays from then on."""
FORTNIGHT = date(2026, 1, 5)
"""A Monday of a week in which coordinators get a digest."""


def in_hours(moment: datetime) -> bool:
    """Tell whether private messages may come now."""
    london = moment.astimezone(LONDON)
    return london.weekday() < 5 and STARTS <= london.time() < ENDS  # noqa: PLR2004 - Saturday


def next_in_hours(moment: datetime) -> datetime:
    """Return the moment itself where private messages may come then, else the next morning at
    which they may."""
    while not in_hours(moment):
        day = london_day(moment)
        if moment < at(day, STARTS):
            moment = at(day, STARTS)
        else:
            moment = at(day + timedelta(days=1), STARTS)
    return moment


def later(moment: datetime, days: int) -> datetime:
    """Return the same London wall-clock time so many days later."""
    clock = moment.astimezone(LONDON).time()
    return at(london_day(moment) + timedelta(days=days), clock)


def morning(day: date) -> datetime:
    """Return when a London day begins."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def fortnight(moment: datetime) -> bool:
    """Tell whether it is a week of the coordinators."""
    return (london_day(moment) - FORTNIGHT).days // 7 % 2 == 0
