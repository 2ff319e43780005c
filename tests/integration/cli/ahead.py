"""Days that lie ahead whenever this runs: at least a month, and less than fourteen."""

from datetime import date, datetime, time, timedelta
from typing import Final

from config.now import LONDON, system_now

MONDAY, SUNDAY = 0, 6
_SOON: Final = system_now().astimezone(LONDON).date() + timedelta(days=30)


def spelt(day: date) -> str:
    """Return the day as people are told it."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def moment(day: date, at: time) -> str:
    """Return a moment of that day in London as JSON has it."""
    return datetime.combine(day, at, LONDON).isoformat()


def _next(month: int, earliest: int, weekday: int) -> date:
    """Return when that weekday comes next in a month, on that day of it or within a week after."""
    first = (date(year, month, earliest) for year in (_SOON.year, _SOON.year + 1))
    days = (day + timedelta(days=(weekday - day.weekday()) % 7) for day in first)
    return next(day for day in days if day >= _SOON)


WINTER: Final = _next(1, 8, MONDAY)
SUMMER: Final = _next(7, 8, MONDAY)
SOONER: Final = min(WINTER, SUMMER)
"""Within eight months, so that what comes every year comes then for the first time."""
FORWARD: Final = _next(3, 25, SUNDAY)
"""The clocks go forward: the last Sunday of March."""
BACK: Final = _next(10, 25, SUNDAY)
"""They go back: the last Sunday of October."""
SPRING_HOLIDAY: Final = _next(5, 25, MONDAY)
"""A bank holiday in England, with that name: the last Monday of May."""
