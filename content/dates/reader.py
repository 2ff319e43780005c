"""From the words to the day, forward or back. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from content.dates.words import WEEK, YEAR, Month, Nth, Token, Unit, Weekday
from content.days import day_words, weekday_name
from content.templating import say

_CENTURY = 100
_LEAP_GAP = 8
"""Years between two leap days, at most."""


def unclear(*, past: bool) -> str:
    """Return the sentence that asks for a day in words that can be read, looking the right way."""
    return say("date.unclear_past") if past else say("date.unclear")


class Unclear(Exception):
    """Raised where the words name no one day, with the sentence that asks for another."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Reader:
    """Reads words against a day, forward or back."""

    def __init__(self, today: date, *, past: bool) -> None:
        self._today = today
        self._past = past
        self._monday = today - timedelta(days=today.weekday())

    def read(self, tokens: Sequence[Token]) -> date:
        """Return the day. Raises Unclear, ValueError or OverflowError where there is none."""
        today = self._today
        match tokens:
            case ["today" | "now"] | ["this", "morning" | "afternoon" | "evening"]:
                return today
            case ["tomorrow"]:
                return today + timedelta(days=1)
            case [Unit(1, 0), "after", "tomorrow"]:
                return today + timedelta(days=2)
            case ["yesterday"]:
                return today - timedelta(days=1)
            case [Unit(1, 0), "before", "yesterday"]:
                return today - timedelta(days=2)
            case [Unit() as unit] | [Unit() as unit, "today" | "time" | "now"]:
                return _on(today, 1, unit)
            case [int(n), Unit() as unit] | [int(n), Unit() as unit, "time" | "now" | "today"]:
                return _on(today, n, unit)
            case [Unit() as unit, "ago"]:
                return _on(today, -1, unit)
            case [int(n), Unit() as unit, "ago"]:
                return _on(today, -n, unit)
            case ["end", *rest]:
                return self._end(rest)
            case [Unit(0, 1) as unit, "end"]:
                return self._end([unit])
            case ["next", Unit(7, 0)]:
                return self._monday + timedelta(days=WEEK)
            case ["next", Unit(0, 1)]:
                return months_on(today.replace(day=1), 1)
            case ["next", Unit(0, 12)]:
                return date(today.year + 1, 1, 1)
            case _:
                return self._weekday(tokens)

    def _weekday(self, tokens: Sequence[Token]) -> date:
        """Read a day of the week, alone or before a date, which it must then agree with."""
        match tokens:
            case [Weekday(n)] | ["this" | "coming", Weekday(n)]:
                return self._nearest(n)
            case [Weekday(n), Unit(7, 0)]:
                return self._nearest(n) + timedelta(days=WEEK)
            case [Unit(7 | 14 as days, 0), Weekday(n)]:
                return self._nearest(n) + timedelta(days=days)
            case [int(times), Unit(7, 0), Weekday(n)]:
                return self._nearest(n) + timedelta(days=times * WEEK)
            case ["next", Weekday(n)] | [Weekday(n), "next", Unit(7, 0)]:
                return self._monday + timedelta(days=WEEK + n)
            case ["last", Weekday(n)]:
                return self._today - timedelta(days=(self._today.weekday() - n - 1) % WEEK + 1)
            case [Weekday(n), "last", Unit(7, 0)]:
                return self._monday - timedelta(days=WEEK - n)
            case [Weekday(n), *rest]:
                found = self._calendar(rest)
                if found.weekday() != n:
                    day, weekday = day_words(found), weekday_name(found)
                    raise Unclear(say("date.weekday", day=day, weekday=weekday))
                return found
            case _:
                return self._calendar(tokens)

    def _calendar(self, tokens: Sequence[Token]) -> date:
        """Read a day of a month, or a month for its first day."""
        match tokens:
            case [Month(month), int(year)] if year >= _CENTURY and not self._past:
                return date(year, month, 1)
            case [int(day) | Nth(day), Month(month), int(year)] | [
                Month(month),
                int(day) | Nth(day),
                int(year),
            ]:
                return date(year if year >= _CENTURY else 2000 + year, month, day)
            case [int(day) | Nth(day), Month(month)] | [Month(month), int(day) | Nth(day)]:
                return self._first((year, month, day) for year in self._years())
            case [Month(month)] if not self._past:
                return self._calendar([1, Month(month)])
            case [Nth(day)]:
                months = (months_on(self._today.replace(day=1), self._way * n) for n in range(3))
                return self._first((month.year, month.month, day) for month in months)
            case _:
                raise Unclear(unclear(past=self._past))

    def _end(self, tokens: Sequence[Token]) -> date:
        """Read the end of something: its last day."""
        today = self._today
        match tokens:
            case [Unit(7, 0)] | ["this", Unit(7, 0)]:
                return self._nearest(WEEK - 1)
            case ["next", Unit(7, 0)]:
                return self._monday + timedelta(days=2 * WEEK - 1)
            case [Unit(0, 1)] | ["this", Unit(0, 1)]:
                ends = (_month_end(months_on(today.replace(day=1), n)) for n in range(2))
                return next(end for end in ends if end > today)
            case ["next", Unit(0, 1)]:
                return _month_end(months_on(today.replace(day=1), 1))
            case [Unit(0, 12)] | ["this", Unit(0, 12)]:
                return self._calendar([31, Month(YEAR)])
            case [Month(month)]:
                return self._first((y, month, monthrange(y, month)[1]) for y in self._years())
            case _:
                raise Unclear(unclear(past=self._past))

    @property
    def _way(self) -> int:
        return -1 if self._past else 1

    def _years(self) -> Iterable[int]:
        return (self._today.year + self._way * n for n in range(_LEAP_GAP + 1))

    def _nearest(self, weekday: int) -> date:
        """Return the nearest such day of the week: after today, or, looking back, today too."""
        if self._past:
            return self._today - timedelta(days=(self._today.weekday() - weekday) % WEEK)
        return self._today + timedelta(days=(weekday - self._today.weekday() - 1) % WEEK + 1)

    def _first(self, days: Iterable[tuple[int, int, int]]) -> date:
        """Return the first of these days that a calendar has and that lies the right way."""
        for year, month, day in days:
            if 1 <= day <= monthrange(year, month)[1]:
                found = date(year, month, day)
                if found <= self._today if self._past else found > self._today:
                    return found
        raise Unclear(unclear(past=self._past))


def _on(day: date, times: int, unit: Unit) -> date:
    return months_on(day, times * unit.months) + timedelta(days=times * unit.days)


def months_on(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
