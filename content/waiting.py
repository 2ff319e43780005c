"""Why something waits, in words: a person is told of every moment that was moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import assert_never

from config.calendar import DAY, Nation, Window
from content.days import weekday_words
from content.templating import say


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


def held_words(until: datetime, reasons: Sequence[Reason]) -> str:
    """Say until when something is held, by the clock that `until` is read by, and why."""
    why = reduce(_both, dict.fromkeys(reason_words(reason) for reason in reasons))
    return say("waiting.held", until=moment_words(until), why=why)


def reason_words(reason: Reason) -> str:
    """Say one reason, as the latter half of a sentence."""
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
                "waiting.out_of_hours", starts=_clock(window.starts), ends=_clock(window.ends)
            )
        case Paused(until):
            return say("waiting.paused", until=weekday_words(until))
        case Enough(most):
            return say("waiting.enough", most=most)
        case _:
            assert_never(reason)


def moment_words(moment: datetime) -> str:
    """Say a moment by the clock that it is read by: `Tuesday 30 March 2027 at 08:00`."""
    return say("waiting.moment", day=weekday_words(moment), time=f"{moment:%H:%M}")


def _both(one: str, other: str) -> str:
    return say("waiting.and", one=one, other=other)


def _clock(minutes: int) -> str:
    assert minutes <= DAY
    return "{:02}:{:02}".format(*divmod(minutes, 60))
