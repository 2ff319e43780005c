"""When things happen in a simulated term, by the clock on a London wall. Pure.

Written from the issue and independent of `schedules`, which it is there to check.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

FIRST_DAY = date(2026, 10, 5)
"""A Monday. Six months from it hold both clock changes (25 October 2026, 28 March 2027), and
Christmas."""

WEEKDAY = (time(7, 30), time(9), time(12, 30), time(17, 45), time(20))
WEEKEND = (time(10),)
"""When the clock looks and people then act. The first and last of a weekday, and the weekend's,
lie outside the hours in which private messages may come."""

EVERY_WEEKS = 4
POSTED = ((0, time(9)), (2, time(12, 30)), (4, time(17, 45)), (1, time(7, 30)))
"""Weekday and time of the single posts, one after the other; the last comes before its agencies'
hours, and waits."""

MONTHLY = "30 12 1-7 * tue"
"""The recurring plan: the first Tuesday of every month at 12:30."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One dissemination: which briefing, and the moments in the term at which it is posted."""

    slug: str
    moments: tuple[datetime, ...]
    cron: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """So many months, from the first day on."""

    months: int
    first: date = FIRST_DAY

    @property
    def last(self) -> date:
        """Return the day after its last."""
        ahead = self.first.month - 1 + self.months
        return self.first.replace(year=self.first.year + ahead // 12, month=ahead % 12 + 1)

    @property
    def rounds(self) -> tuple[datetime, ...]:
        """Return every moment at which the clock looks, aware, in UTC."""
        return tuple(at(day, clock) for day in self.days for clock in _clocks(day))

    @property
    def closing(self) -> datetime:
        """Return the moment at which the clock looks once more, after the last round."""
        return at(self.last, WEEKDAY[0])

    @property
    def days(self) -> Sequence[date]:
        """Return its days."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days)]

    def sendings(self, slugs: Sequence[str]) -> tuple[Sending, ...]:
        """Return what is sent: the last of the briefings every month, the others one every four
        weeks as long as the term lasts."""
        *single, monthly = slugs
        once = [Sending(slug, (moment,)) for slug, moment in zip(single, self._single_posts())]  # noqa: B905 - a short term needs few of them
        tuesdays = [day for day in self.days if day.weekday() == 1 and day.day <= 7]  # noqa: PLR2004 - the month's first seven days
        again = tuple(at(day, time(12, 30)) for day in tuesdays)
        return (*once, Sending(monthly, again, MONTHLY))

    def _single_posts(self) -> Iterator[datetime]:
        for number in count():
            offset, clock = POSTED[number % len(POSTED)]
            day = self.first + timedelta(weeks=EVERY_WEEKS * number, days=offset)
            if day >= self.last:
                return
            yield at(day, clock)


def at(day: date, clock: time) -> datetime:
    """Return a London wall-clock time of a day as an aware moment in UTC."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def london_day(moment: datetime) -> date:
    """Return the day that it is in London."""
    return moment.astimezone(LONDON).date()


def _clocks(day: date) -> tuple[time, ...]:
    return WEEKDAY if day.weekday() < 5 else WEEKEND  # noqa: PLR2004 - Saturday
