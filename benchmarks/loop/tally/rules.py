"""The rules that the tally goes by, as the issue and the plan's defaults say them. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from benchmarks.loop.calendar import LONDON, at, london_day
from benchmarks.loop.tally.holidays import bank_holidays

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
"""Days between two messages about one cascade at least, and after somebody said "not yet" or got it
from a colleague."""

PRACTICE_DAY = 49
SURVEY_DAYS = 10
REMIND_AFTER = 0.6
"""Of a survey's time: then its channels are reminded once."""

MOST_A_DAY = 4
"""Private messages to one person."""

STARTS, ENDS = time(8), time(18)
"""Whatever is sent comes on working days between these."""
DIGESTS, NO_DIGESTS = time(9), time(17)
"""On Mondays from the one until the other they are put in."""
FORTNIGHT = date(2026, 1, 5)
"""A Monday of a week in which coordinators get a digest."""


HALF_READ = time(9), time(17)
"""Between these it is looked, once a day, which posts more than half of their channel has read."""
HALF_READ_LEAST = 10
"""So many must have read it, and so many not."""
HALF_READ_DAYS = 60
"""After so many nobody looks at a post any more."""


def in_hours(moment: datetime) -> bool:
    """Tell whether anything may come now."""
    london = moment.astimezone(LONDON)
    working = london.weekday() < 5 and london.date() not in bank_holidays(london.year)  # noqa: PLR2004 - Saturday
    return working and STARTS <= london.time() < ENDS


def next_in_hours(moment: datetime) -> datetime:
    """Return the moment itself where something may come then, else the next morning at which it
    may."""
    while not in_hours(moment):
        day = london_day(moment)
        if moment < at(day, STARTS):
            moment = at(day, STARTS)
        else:
            moment = at(day + timedelta(days=1), STARTS)
    return moment


@cache
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
