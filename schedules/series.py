"""Several briefings in order, one a week, over a term. Pure.

Each is a dissemination of its own with its one moment, so that it is answered, asked again and
stopped by itself; this says which moments those are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from config.calendar import Nation, TermDates
from config.now import LONDON
from content.waiting import BankHoliday, OutOfTerm, Reason
from schedules.holidays import bank_holiday
from schedules.occurrence import Moment
from schedules.walls import placed


@dataclass(frozen=True, slots=True)
class Series:
    """When a series' briefings go out: one a week, on one weekday at one time in London."""

    weekday: int
    """0 is Monday."""
    at: time
    starts: date
    """The first week is that of the first such weekday from this day on."""
    nations: frozenset[Nation]
    """A week is left out where the day is a bank holiday in any of them."""
    terms: TermDates | None = None
    """Weeks out of term are left out; after the last known term there are none."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a series: its moment (aware, in UTC), or why it is left out."""

    day: date
    at: datetime
    left_out: Reason | None = None


def weeks(series: Series) -> Iterator[Week]:
    """Yield a series' weeks in order, those that are left out too. It ends only with its terms."""
    first = series.starts + timedelta(days=(series.weekday - series.starts.weekday()) % 7)
    for number in count():
        day = first + timedelta(weeks=number)
        if series.terms is not None and day > series.terms.known_until:
            return
        at = placed(datetime.combine(day, series.at), LONDON)
        yield Week(day, at, _left_out(series, day))


def named(series: Series, at: datetime) -> Moment:
    """Return a week's moment together with the time that the series names, which the clock change
    may have moved."""
    day = at.astimezone(LONDON).date()
    return Moment(datetime.combine(day, series.at).isoformat(), at)


def _left_out(series: Series, day: date) -> Reason | None:
    for nation in sorted(series.nations, key=lambda nation: nation.value):
        name = bank_holiday(day, nation)
        if name is not None:
            return BankHoliday(name, nation)
    if series.terms is not None and not series.terms.open_on(day):
        return OutOfTerm(series.terms.name)
    return None
