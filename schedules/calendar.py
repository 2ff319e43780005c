"""When an agency may be written to, and where a moment moves at which it may not. Pure.

The rules look at the agency's own wall clock: the weekday, bank holidays, term dates, and the time
of the day. In the hour that autumn repeats both comings count; what spring leaves out begins when
the clocks have gone forward.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from config.calendar import Nation, TermDates, Window, zone_of
from config.directory import Directory
from config.now import LONDON
from content.waiting import BankHoliday, NoWorkingDay, OutOfHours, OutOfTerm, Reason
from schedules.holidays import bank_holiday
from schedules.walls import placed, second_coming, turned_back

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The next moment at which a message may come, in UTC, and what moved it there; nothing where
    it was not moved."""

    at: datetime
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """One agency's days and hours."""

    zone: ZoneInfo = LONDON
    nation: Nation = Nation.ENGLAND
    window: Window = field(default_factory=Window)
    terms: TermDates | None = None

    def allows(self, moment: datetime) -> bool:
        """Tell whether a message may come at this aware moment."""
        local = moment.astimezone(self.zone)
        return self._closed(local.date()) is None and self._within(local)

    def next_allowed(self, moment: datetime) -> Allowed:
        """Return the first moment from this aware one on at which a message may come."""
        local = moment.astimezone(self.zone)
        if self.allows(moment):
            return Allowed(moment.astimezone(UTC))
        why = [self._closed(local.date()) or OutOfHours(self.window)]
        for day in self._days_from(local.date()):
            closed = self._closed(day)
            if closed is None:
                found = self._opens(day, moment)
                if found is not None:
                    return Allowed(found, tuple(dict.fromkeys(why)))
            elif not isinstance(closed, NoWorkingDay):
                why.append(closed)
        raise AssertionError("After the last known term every week has a day.")

    def open_day(self, day: date) -> bool:
        """Tell whether messages come at some time of this day."""
        return self._closed(day) is None

    def _closed(self, day: date) -> Reason | None:
        """Return why none comes on a day. A holiday is told before a weekend: it is the better
        reason."""
        window = self.window
        if not window.holidays:
            name = bank_holiday(day, self.nation)
            if name is not None:
                return BankHoliday(name, self.nation)
            if self.terms is not None and not self.terms.open_on(day):
                return OutOfTerm(self.terms.name)
        return None if day.weekday() in window.weekdays else NoWorkingDay(day.weekday())

    def _within(self, local: datetime) -> bool:
        return self.window.starts <= local.hour * 60 + local.minute < self.window.ends

    def _opens(self, day: date, after: datetime) -> datetime | None:
        """Return the first moment of a day, from `after` on, that is within the window; None where
        there is none left. It may open twice where the clocks go back: over its start, or only over
        its end."""
        start = datetime.combine(day, self.window.start_time)
        comings = (
            placed(start, self.zone),
            second_coming(start, self.zone),
            turned_back(day, self.zone),
        )
        fit = (
            coming
            for coming in comings
            if coming is not None
            and coming >= after
            and self._within(coming.astimezone(self.zone))
            and coming.astimezone(self.zone).date() == day
        )
        return min(fit, default=None)

    def _days_from(self, day: date) -> Iterator[date]:
        while True:
            yield day
            day += _ONE_DAY


PARTNERSHIP: Final = Calendar()
"""For what has one moment for all agencies, such as a survey's opening. What then goes to an agency
waits for that one's own."""


def calendar_of(directory: Directory, agency: str) -> Calendar:
    """Return an agency's calendar; the usual one for an agency that the directory no longer has."""
    try:
        it = directory.agency(agency)
    except KeyError:
        return PARTNERSHIP
    terms = None if it.terms is None else directory.terms(it.terms)
    return Calendar(zone_of(it.zone), it.nation, it.window, terms)


def day_began(moment: datetime, zone: ZoneInfo = LONDON) -> datetime:
    """Return when the moment's day began in a zone, in the moment's own zone."""
    day = moment.astimezone(zone).date()
    return placed(datetime.combine(day, time()), zone).astimezone(moment.tzinfo)


def next_day(moment: datetime, zone: ZoneInfo = LONDON) -> datetime:
    """Return when the day after the moment's begins in a zone, in the moment's own zone."""
    day = moment.astimezone(zone).date() + _ONE_DAY
    return placed(datetime.combine(day, time()), zone).astimezone(moment.tzinfo)
