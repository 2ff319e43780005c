"""Why something waits, in words: a person is told of every moment that was moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, assert_never

from config.calendar import DAY, WEEKDAYS, Nation, Window
from content.templating import say

_WORKING_WEEK: Final = frozenset({0, 1, 2, 3, 4})
_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NATIONS: Final = {
    Nation.ENGLAND: "England",
    Nation.WALES: "Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}


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
    why = "; ".join(dict.fromkeys(reason_words(reason) for reason in reasons))
    return say("waiting.held", until=moment_words(until), why=why)


def reason_words(reason: Reason) -> str:
    """Say one reason, as the latter half of a sentence."""
    match reason:
        case BankHoliday(name, nation):
            return say("waiting.bank_holiday", name=name, nation=_NATIONS[nation])
        case OutOfTerm(dates):
            return say("waiting.out_of_term", dates=dates)
        case NoWorkingDay(weekday):
            return say("waiting.no_working_day", weekday=_NAMES[weekday])
        case OutOfHours(window):
            return say(
                "waiting.out_of_hours", starts=_clock(window.starts), ends=_clock(window.ends)
            )
        case Paused(until):
            return say("waiting.paused", until=f"{until:%A} {until.day} {until:%B %Y}")
        case Enough(most):
            return say("waiting.enough", most=most)
        case _:
            assert_never(reason)


def moment_words(moment: datetime) -> str:
    """Say a moment by the clock that it is read by: `Tuesday 30 March 2027 at 08:00`."""
    return f"{moment:%A} {moment.day} {moment:%B %Y} at {moment:%H:%M}"


def window_words(window: Window) -> str:
    """Say a window as the directory writes it."""
    if window.holidays:
        return "always"
    days = (
        "mon-fri"
        if window.weekdays == _WORKING_WEEK
        else ",".join(WEEKDAYS[day] for day in sorted(window.weekdays))
    )
    return f"{days} {_clock(window.starts)}-{_clock(window.ends)}"


def _clock(minutes: int) -> str:
    assert minutes <= DAY
    return "{:02}:{:02}".format(*divmod(minutes, 60))
