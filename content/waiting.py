"""Why something waits, in words: a person is told of every moment that was moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import assert_never
from zoneinfo import ZoneInfo

from config.calendar import DAY, Nation, Window
from config.now import LONDON
from content.days import weekday_words
from content.templating import say, say_once


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """It would have come on a bank holiday."""

    name: str
    nation: Nation


@dataclass(frozen=True, slots=True)
class OutOfTerm:
    """It would have come while the schools are closed. `dates` is the name of the term dates."""

    dates: str


@dataclass(frozen=True, slots=True)
class NoWorkingDay:
    """It would have come on a weekday on which nothing comes."""

    weekday: int
    """0 is Monday."""


@dataclass(frozen=True, slots=True)
class OutOfHours:
    """It would have come too early or too late in the day."""

    window: Window


@dataclass(frozen=True, slots=True)
class Paused:
    """Its reader has paused."""

    until: date


@dataclass(frozen=True, slots=True)
class Enough:
    """Its reader has had enough for one day."""

    most: int


Reason = BankHoliday | OutOfTerm | NoWorkingDay | OutOfHours | Paused | Enough


def held_words(until: datetime, zone: ZoneInfo, reasons: Sequence[Reason], whom: str = "") -> str:
    """Say until when something is held, and why: in London's time, as everything else is told, and
    by the clock of `zone` beside it where that one shows another time. `whom`: for whom, where that
    does not go without saying."""
    london, there = (until.astimezone(each).replace(tzinfo=None) for each in (LONDON, zone))
    place = "" if london == there else _place(zone)
    words = moment_words(london)
    if place:
        local = f"{there:%H:%M}" if there.date() == london.date() else moment_words(there)
        words = say("waiting.two_clocks", london=words, local=local, place=place)
    return say_once("waiting.held", until=words, why=_why(reasons, place), whom=whom)


def moved_words(planned: date, day: date, reasons: Sequence[Reason]) -> str:
    """Say from which day to which a deadline is moved, and why."""
    return say(
        "waiting.moved", planned=weekday_words(planned), day=weekday_words(day), why=_why(reasons)
    )


def reason_words(reason: Reason, place: str = "") -> str:
    """Say one reason, as the latter half of a sentence. `place` is where the agency's clock is,
    given where it shows another time than London's."""
    match reason:
        case BankHoliday(name, nation):
            return say(
                "waiting.bank_holiday", name=name, nation=say(f"nation.{nation.name.lower()}")
            )
        case OutOfTerm(dates):
            return say("waiting.out_of_term", dates=dates)
        case NoWorkingDay(weekday):
            return say("waiting.no_working_day", weekday=say(f"weekday.d{weekday + 1}"))
        case OutOfHours(window):
            return say(
                "waiting.out_of_hours",
                starts=_clock(window.starts),
                ends=_clock(window.ends),
                place=place,
            )
        case Paused(until):
            return say("waiting.paused", until=weekday_words(until), place=place)
        case Enough(most):
            return say("waiting.enough", most=most)
        case _:
            assert_never(reason)


def moment_words(moment: datetime) -> str:
    """Say a moment by the clock that it is read by: `Tuesday 30 March 2027 at 08:00`."""
    return say("waiting.moment", day=weekday_words(moment), time=f"{moment:%H:%M}")


def _place(zone: ZoneInfo) -> str:
    """Return where a zone's clock is: `New York` of `America/New_York`."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def _why(reasons: Sequence[Reason], place: str = "") -> str:
    return reduce(_both, dict.fromkeys(reason_words(reason, place) for reason in reasons))


def _both(one: str, other: str) -> str:
    return say("waiting.and", one=one, other=other)


def _clock(minutes: int) -> str:
    assert minutes <= DAY
    return "{:02}:{:02}".format(*divmod(minutes, 60))
