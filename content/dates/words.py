"""The words in which people name days, as values. Pure."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

WEEK = 7
"""Days."""
YEAR = 12
"""Months."""
DIGITS = 5
"""Of a number that are read: with more there is no such day either."""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week; Monday is 0."""

    number: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its name; January is 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of time, in days or in months; the other is zero."""

    days: int
    months: int


@dataclass(frozen=True, slots=True)
class Nth:
    """The day of a month, as "3rd" says it."""

    number: int


Token = Weekday | Month | Unit | Nth | int | str

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_UNITS = {
    Unit(1, 0): ("day", "days"),
    Unit(WEEK, 0): ("week", "weeks", "wk", "wks"),
    Unit(2 * WEEK, 0): ("fortnight", "fortnights"),
    Unit(0, 1): ("month", "months"),
    Unit(0, YEAR): ("year", "years"),
}
_WORDS: dict[str, Token] = {
    **{name: n for n, name in enumerate(_NUMBERS, start=1)},
    **{form: unit for unit, forms in _UNITS.items() for form in forms},
    **{form: Weekday(n) for n, name in enumerate(_WEEKDAYS) for form in (name, name[:3])},
    **{form: Month(n) for n, name in enumerate(_MONTHS, 1) for form in (name, name[:3])},
    "couple": 2,
    "tues": Weekday(1),
    "weds": Weekday(2),
    "thur": Weekday(3),
    "thurs": Weekday(3),
    "sept": Month(9),
    **dict.fromkeys(("tmrw", "tomorow", "tommorow", "tommorrow"), "tomorrow"),
}
_FILLERS = frozenset(
    (
        *("a", "about", "an", "and", "at", "by", "for", "from", "in", "of", "on", "please", "pls"),
        *("thanks", "that", "the", "til", "till", "to", "until", "untill", "up"),
    )
)
_PIECES = re.compile(r"([0-9]+)(?:st|nd|rd|th)\b|([0-9]+)|([^\W\d_]+)")
_YEAR_FIRST = re.compile(r"\b([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\b")
_DAY_FIRST = re.compile(r"\b([0-9]{1,2})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{4}|[0-9]{2}))?\b")


def tokens(text: str) -> tuple[Token, ...]:
    """Return what the words mean, in order, small words left out; an unknown one stays itself."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("\u2019", "")
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in plain)  # of any script
    plain = _YEAR_FIRST.sub(_spelled(day=3, month=2, year=1), plain)
    plain = _DAY_FIRST.sub(_spelled(day=1, month=2, year=3), plain)
    found: list[Token] = []
    for piece in _PIECES.finditer(plain):
        nth, number, word = piece.groups(default="")
        if nth:
            found.append(Nth(int(nth[:DIGITS])))
        elif number:
            found.append(int(number[:DIGITS]))
        elif word not in _FILLERS:
            found.append(_WORDS.get(word, word))
    return tuple(found)


def _spelled(*, day: int, month: int, year: int) -> Callable[[re.Match[str]], str]:
    """Return what puts a month's name for its number; the numbers name the pattern's groups."""

    def spelled(match: re.Match[str]) -> str:
        number = int(match[month])
        name = _MONTHS[number - 1] if 1 <= number <= len(_MONTHS) else match[month]
        return f" {match[day]} {name} {match[year] or ''} "

    return spelled
