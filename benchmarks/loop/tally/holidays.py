"""England's bank holidays, by the rules that are on every wall calendar. Pure.

Written apart from the library that `schedules` goes by, which it is there to check.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

SATURDAY = 5


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the days of a year on which England's offices are closed, substitute days too."""
    easter = easter_sunday(year)
    return frozenset(
        (
            *_moved(date(year, 1, 1)),
            easter - timedelta(days=2),
            easter + timedelta(days=1),
            _monday_from(date(year, 5, 1)),
            _monday_from(date(year, 5, 25)),
            _monday_from(date(year, 8, 25)),
            *_moved(date(year, 12, 25), date(year, 12, 26)),
        )
    )


def easter_sunday(year: int) -> date:
    """Return Easter Sunday, by Butcher's rule for the Gregorian calendar."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, quarter = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - correction + 15) % 30
    four, odd = divmod(rest, 4)
    sunday = (32 + 2 * quarter + 2 * four - moon - odd) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _moved(*days: date) -> Iterator[date]:
    """Yield the days, each on a weekend with the next weekday that is free in its place."""
    yield from days
    substitute = days[-1]
    for day in days:
        if day.weekday() >= SATURDAY:
            substitute += timedelta(days=1)
            while substitute.weekday() >= SATURDAY:
                substitute += timedelta(days=1)
            yield substitute
