"""A dissemination's plan: when its briefing is posted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, TypeAdapter

from schedules.cron import check_cron

EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""Between them a plan's moments lie: nobody knows how clocks change after."""


def _placeable(moment: datetime) -> datetime:
    """Let a moment through that can be set beside others. A row may hold any: one that cannot must
    be that plan's fault alone, and not stop whoever walks all plans."""
    if moment.utcoffset() is None:
        raise ValueError("it does not say its zone")
    if not EARLIEST <= moment < LATEST:
        raise ValueError("it is too far away")
    return moment


_Moment = Annotated[datetime, AfterValidator(_placeable)]


@dataclass(frozen=True, slots=True)
class SendLate:
    """A missed moment is still sent when it is no more than `within` late; else it is skipped
    with the reason."""

    within: timedelta
    kind: Literal["send late"] = "send late"


@dataclass(frozen=True, slots=True)
class SkipMissed:
    """A moment that was missed by more than a minute is skipped with the reason."""

    kind: Literal["skip"] = "skip"


Missed = Annotated[SendLate | SkipMissed, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class OneOff:
    """Once, at an aware moment."""

    at: _Moment
    missed: Missed = SendLate(timedelta(days=3))
    kind: Literal["one-off"] = "one-off"


@lru_cache
def _readable(cron: str) -> str:
    for problem in check_cron(cron):
        raise ValueError(problem.what)
    return cron


@dataclass(frozen=True, slots=True)
class Recurring:
    """Again and again, by a cron expression read in Europe/London.

    `cron` has five fields (minute hour day month weekday); weekdays are names (`mon`), since
    numbers mean different days to different schedulers. `starts` and `ends` are aware.
    """

    cron: Annotated[str, AfterValidator(_readable)]
    starts: _Moment
    ends: _Moment | None = None
    missed: Missed = SendLate(timedelta(hours=12))
    kind: Literal["recurring"] = "recurring"


Plan = Annotated[OneOff | Recurring, Field(discriminator="kind")]

PLAN: TypeAdapter[OneOff | Recurring] = TypeAdapter(Plan)
"""Turns a plan into JSON and back, for the store. Raises ValidationError for one that cannot be
read: a newer version may have written it."""
