"""When an agency may be written to, as the directory says it: its zone, its nation, its window and
its school terms. What follows from them is for `schedules.calendar`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from itertools import pairwise
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from config.complaints import Fields, shown
from config.keys import Key, Words

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY: Final = 24 * 60
"""Minutes."""

_ALWAYS: Final = "always"
_WORKING_WEEK: Final = frozenset(range(5))
_WINDOW: Final = re.compile(r"(?P<days>[a-z,-]+) (?P<starts>\d\d:\d\d)-(?P<ends>\d\d:\d\d)")
_EXAMPLE: Final = "write it as in 'mon-fri 08:00-18:00', 'mon,wed 07:30-12:00' or 'always'"


class Nation(Enum):
    """Whose bank holidays an agency keeps."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern ireland"


@dataclass(frozen=True, slots=True)
class Window:
    """On which weekdays and between which times of the day messages may come."""

    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    """0 is Monday."""
    starts: int = 8 * 60
    """Minutes after midnight."""
    ends: int = 18 * 60
    """Minutes after midnight: from then on none comes. At most `DAY`."""
    holidays: bool = False
    """Whether they may come on bank holidays, and out of term, too."""

    @property
    def start_time(self) -> time:
        """Return when it starts."""
        return time(*divmod(self.starts, 60))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as the directory writes it. Raises ValueError with a sentence."""
        words = " ".join(text.lower().split())
        if words == _ALWAYS:
            return cls(frozenset(range(7)), 0, DAY, holidays=True)
        found = _WINDOW.fullmatch(words)
        if found is None:
            raise ValueError(f"'{shown(text)}' is not a window; {_EXAMPLE}.")
        starts, ends = _minutes(found["starts"]), _minutes(found["ends"])
        if starts is None or ends is None or ends <= starts:
            raise ValueError(
                f"'{shown(text)}' does not end after it starts, on the same day; {_EXAMPLE}."
            )
        weekdays = frozenset(_weekdays(found["days"]))
        if not weekdays:
            raise ValueError(f"'{shown(text)}' names no weekdays; {_EXAMPLE}.")
        return cls(weekdays, starts, ends)

    @property
    def words(self) -> str:
        """Return it as the directory writes it: what `parse` reads as the same window."""
        if self.holidays:
            return _ALWAYS
        days = (
            "mon-fri"
            if self.weekdays == _WORKING_WEEK
            else ",".join(WEEKDAYS[day] for day in sorted(self.weekdays))
        )
        return f"{days} {_clock(self.starts)}-{_clock(self.ends)}"


def _clock(minutes: int) -> str:
    return "{:02}:{:02}".format(*divmod(minutes, 60))


def _minutes(clock: str) -> int | None:
    hours, minutes = map(int, clock.split(":"))
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= DAY else None  # noqa: PLR2004 - minutes of an hour


def _weekdays(words: str) -> Iterable[int]:
    """Yield the weekdays that are named; none where one name is not understood."""
    found: list[int] = []
    for part in words.split(","):
        first, _, last = part.partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS or part.endswith("-"):
            return
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        found += [day % 7 for day in range(start, end + (7 if end < start else 0) + 1)]
    yield from found


def _as_window(value: Any) -> Window:
    if isinstance(value, Window):
        return value
    if isinstance(value, str):
        return Window.parse(value)
    raise ValueError(f"Here stands no window; {_EXAMPLE}.")


WindowWords = Annotated[
    Window, BeforeValidator(_as_window), PlainSerializer(lambda it: it.words, return_type=str)
]
"""A window, written as one line of words."""


def _as_zone(text: str) -> str:
    if text in _zones():
        return text
    raise ValueError(f"'{shown(text)}' is not a time zone; write one as in Europe/London.")


def _zones() -> frozenset[str]:
    # Not those that are there for old systems only and know no clock changes ("EST", "posixrules").
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


Zone = Annotated[str, AfterValidator(_as_zone)]
"""A time zone's name."""


class Span(Fields):
    """Days from one to another, both included."""

    starts: date
    ends: date
    name: Words | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise ValueError(
                f"It ends on {self.ends}, before it starts on {self.starts}; mend one of the days."
            )
        return self

    def has(self, day: date) -> bool:
        """Tell whether the day is one of them."""
        return self.starts <= day <= self.ends


class TermDates(Fields):
    """When a group of schools is open: its terms, without the half-terms within them."""

    key: Key
    name: Words
    terms: Annotated[tuple[Span, ...], Field(min_length=1)]
    half_terms: tuple[Span, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for before, after in pairwise(self.terms):
            if after.starts <= before.ends:
                raise ValueError(
                    f"The term that starts on {after.starts} is not after the one that ends on"
                    f" {before.ends}; write them in their order, without overlaps."
                )
        for half_term in self.half_terms:
            if not any(
                term.starts < half_term.starts and half_term.ends < term.ends for term in self.terms
            ):
                raise ValueError(
                    f"The half-term that starts on {half_term.starts} is not within a term, with"
                    " days of it before and after; mend its days."
                )
        return self

    @property
    def known_until(self) -> date:
        """Return the last day of which it tells anything."""
        return self.terms[-1].ends

    def open_on(self, day: date) -> bool:
        """Tell whether the schools are open; after the last known term they are taken to be."""
        if day > self.known_until:
            return True
        return any(term.has(day) for term in self.terms) and not any(
            half_term.has(day) for half_term in self.half_terms
        )


def zone_of(name: str) -> ZoneInfo:
    """Return the zone of a name that has been checked."""
    return ZoneInfo(name)
