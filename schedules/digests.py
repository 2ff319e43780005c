"""When digests go out: on Monday mornings, by the London clock. Pure."""

from datetime import date, datetime, time, timedelta
from typing import Final

from config.now import LONDON

STARTS: Final = time(9)
ENDS: Final = time(17)
"""Until then a clock that was down on Monday morning still sends them: within working hours. A
Monday missed altogether is left out."""

_MONDAY: Final = 0
_WEEK: Final = timedelta(days=7)
_FIRST: Final = date(2026, 1, 5)
"""A Monday from which fortnights are counted: weeks of the year would come two odd ones running."""


def is_due(moment: datetime) -> bool:
    """Tell whether digests go out now."""
    london = moment.astimezone(LONDON)
    return london.weekday() == _MONDAY and STARTS <= london.time() < ENDS


def next_due(moment: datetime) -> datetime:
    """Return the next moment after this one at which they begin to go out, in its own zone."""
    monday = _monday(moment)
    this = _at(monday, moment)
    return this if this > moment else _at(monday + _WEEK, moment)


def began(moment: datetime) -> datetime:
    """Return when the moment's London day began: what came since is left to the next digest, for
    there is nothing to tell of it yet."""
    day = moment.astimezone(LONDON).date()
    return datetime.combine(day, time(), LONDON).astimezone(moment.tzinfo)


def week_of(moment: datetime) -> str:
    """Return the week as a slot, `2026-W48`: nobody gets two digests in one."""
    year, week, _ = moment.astimezone(LONDON).isocalendar()
    return f"{year}-W{week:02d}"


def is_fortnight(moment: datetime) -> bool:
    """Tell whether it is the week of those who get one every two weeks."""
    return (_monday(moment) - _FIRST).days // _WEEK.days % 2 == 0


def _monday(moment: datetime) -> date:
    day = moment.astimezone(LONDON).date()
    return day - timedelta(days=day.weekday())


def _at(day: date, like: datetime) -> datetime:
    return datetime.combine(day, STARTS, LONDON).astimezone(like.tzinfo)
