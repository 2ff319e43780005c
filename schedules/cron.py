"""Cron expressions of five fields: whether they can be read, and what walks them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Protocol, cast

# The library ships no type stubs.
from apscheduler.triggers.cron import CronTrigger  # pyright: ignore[reportMissingTypeStubs]

from config.errors import Problem

_FIELDS = ("minute", "hour", "day", "month", "weekday")
_SHAPES = {
    "minute": r"\*(/\d+)?|\d+(-\d+)?(/\d+)?",
    "hour": r"\*(/\d+)?|\d+(-\d+)?(/\d+)?",
    "day": r"\*(/\d+)?|\d+(-\d+)?(/\d+)?|last",
    "month": r"\*(/\d+)?|\d+(-\d+)?(/\d+)?|[a-z]{3}(-[a-z]{3})?",
    "weekday": r"\*|[a-z]{3}(-[a-z]{3})?",
}
_HINTS = {
    "minute": "give 0 to 59, a range, a list or a step, as in '0' or '*/15'",
    "hour": "give 0 to 23, a range, a list or a step, as in '9' or '9-17'",
    "day": "give 1 to 31, a range, a list, a step or 'last'",
    "month": "give 1 to 12 or jan to dec, a range, a list or a step",
    "weekday": "give mon to sun, a range or a list, as in 'mon' or 'mon-fri'",
}


class Trigger(Protocol):
    """Walks a cron expression."""

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """Return the next slot at or after `now`, or None where there is none left."""
        ...


def trigger_of(cron: str, end: datetime | None = None) -> Trigger:
    """Return what walks an expression that passed `check_cron`, along a wall clock marked UTC."""
    minute, hour, day, month, weekday = cron.lower().split()
    trigger = CronTrigger(
        minute=minute,
        hour=hour,
        day=day,
        month=month,
        day_of_week=weekday,
        timezone=UTC,
        end_date=end,
    )
    return cast("Trigger", trigger)


def check_cron(cron: str) -> Iterator[Problem]:
    """Yield what is wrong with an expression, each problem naming the field."""
    parts = cron.lower().split()
    if len(parts) != len(_FIELDS):
        what = f"'{cron}' has {len(parts)} fields; give five: {' '.join(_FIELDS)}."
        yield Problem("cron", what)
        return
    for name, part in zip(_FIELDS, parts, strict=True):
        if name == "weekday" and re.search(r"[/#]", part):
            yield Problem("cron weekday", _not_offered(part))
        elif name == "weekday" and re.search(r"\d", part):
            what = (
                f"'{part}' numbers the weekday, and numbers mean different days to different"
                " schedulers; write mon, tue, wed, thu, fri, sat or sun."
            )
            yield Problem("cron weekday", what)
        elif any(not re.fullmatch(_SHAPES[name], item) for item in part.split(",")):
            yield Problem(f"cron {name}", f"'{part}' is not understood; {_HINTS[name]}.")
        else:
            yield from _check_range(name, part)


def _not_offered(weekday: str) -> str:
    if "/" in weekday:
        return f"'{weekday}' has a step, which weekdays do not take; {_HINTS['weekday']}."
    return (
        f"'{weekday}' says which such weekday of a month it is, and '#' is not offered; give the"
        " days on which it can fall: '0 9 8-14 * tue' is every second Tuesday of a month."
    )


def _check_range(name: str, part: str) -> Iterator[Problem]:
    fields = dict.fromkeys(_FIELDS, "*") | {name: part}
    try:
        trigger_of(" ".join(fields.values()))
    except ValueError:
        yield Problem(f"cron {name}", f"'{part}' is out of range; {_HINTS[name]}.")
