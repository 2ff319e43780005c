"""When a plan's moments fall, told by the clock on a London wall.

A cron expression is walked along the wall clock, where every day has twenty-four hours and no
time comes twice; each slot found is then placed at its moment. So a slot in the hour that autumn
repeats is one moment (the first), and a slot in the hour that spring leaves out falls at the next
moment that exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import assert_never
from uuid import UUID, uuid5

from config.errors import Problem
from config.now import LONDON
from content.days import weekday_words
from content.templating import say
from schedules.cron import check_cron, trigger_of
from schedules.plan import EARLIEST, LATEST, OneOff, Plan, Recurring, SendLate, SkipMissed
from schedules.walls import placed

NAMESPACE = UUID("5e7e9b07-0000-5000-8000-0cc044e4ce00")
"""Fixed for ever: the ids of occurrences derive from it."""

GRACE = timedelta(minutes=1)
"""A moment taken up within this is on time: a clock may be busy or just starting."""

MOMENTS_KEPT = 1024
"""Next moments at hand: more than a partnership has open plans."""

_TICK = timedelta(microseconds=1)
_SEARCH = timedelta(days=366 * 9)
"""How far ahead a first moment is looked for: 29 February can be eight years away."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One planned moment."""

    slot: str
    """The London wall-clock time that the plan names, `2026-03-29T01:30:00`. Where it is the second
    coming of that time in autumn, which a one-off alone can mean, it says the zone too:
    `2026-10-25T01:30:00+00:00`."""
    due_at: datetime
    """When that is: aware, in UTC."""

    @property
    def note(self) -> str:
        """Return what the clock change did to it, in a sentence; empty when nothing."""
        falls = self.due_at.astimezone(LONDON).replace(tzinfo=None)
        named = datetime.fromisoformat(self.slot).replace(tzinfo=None)
        if falls == named:
            return ""
        return say(
            "missed.spring",
            day=weekday_words(named),
            named=f"{named:%H:%M}",
            falls=f"{falls:%H:%M}",
        )


@dataclass(frozen=True, slots=True)
class Due:
    """The moment is to be sent."""


@dataclass(frozen=True, slots=True)
class Missed:
    """The moment is not sent any more."""

    reason: str


def moments(plan: Plan, after: datetime, until: datetime) -> Iterator[Moment]:
    """Yield the plan's moments later than `after` and not later than `until` (both aware), in
    order. The plan must have passed `check_plan`."""
    match plan:
        case OneOff(at):
            if after < at <= until:
                yield Moment(_slot(at), at.astimezone(UTC))
        case Recurring(cron, starts, ends):
            first = max(after, starts - _TICK)
            last = until if ends is None else min(until, ends)
            # Several slots of the hour that spring leaves out fall at one moment: it is one.
            for _, same in groupby(_placed(cron, first, last), key=lambda moment: moment.due_at):
                *_, moment = same
                yield moment
        case _:
            assert_never(plan)


@lru_cache(maxsize=MOMENTS_KEPT)
def next_moment(plan: Plan, after: datetime) -> Moment | None:
    """Return the plan's first moment later than `after`, or None when there is none left. It is
    remembered: a clock asks the same of every open plan at each turn, and a cron expression takes
    long to walk."""
    return next(moments(plan, after, max(after, _begins(plan)) + _SEARCH), None)


def opening(plan: Plan, now: datetime) -> datetime:
    """Return from when a plan made at `now` owes its moments (exclusive): a one-off owes its own
    even where it has just passed, a recurring plan what comes from now on."""
    match plan:
        case OneOff(at):
            return min(at, now) - _TICK
        case Recurring():
            return now - _TICK
        case _:
            assert_never(plan)


def occurrence_id(subject: UUID, kind: str, slot: str) -> UUID:
    """Return the id of an occurrence: the same moment of the same subject is one row, however
    many clocks find it."""
    return uuid5(NAMESPACE, f"{subject}\x1f{kind}\x1f{slot}")


def lateness(
    plan: Plan, due_at: datetime, now: datetime, *, opens: datetime | None = None
) -> Due | Missed:
    """Tell whether a moment taken up at `now` is still to be sent, by what the plan says of
    missed moments. `opens`: when it could come first, where it was held until then; nobody is late
    with what could not come yet."""
    late = now - (due_at if opens is None else max(due_at, opens))
    if late <= GRACE:
        return Due()
    due = _words(due_at)
    if opens is not None and opens > due_at:
        due = say("missed.held", due=due, opens=_words(opens))
    told = {"due": due, "late": _span(late)}
    match plan.missed:
        case SkipMissed():
            return Missed(say("missed.skips", **told))
        case SendLate(within):
            if late <= within:
                return Due()
            return Missed(say("missed.within", **told, within=_span(within)))
        case _:
            assert_never(plan.missed)


def check_plan(plan: Plan) -> tuple[Problem, ...]:
    """Return what is wrong with a plan, each problem naming the field. Empty means that it
    holds together and has at least one moment."""
    problems = list(_check_missed(plan))
    match plan:
        case OneOff(at):
            problems += _check_moment("at", at)
        case Recurring(cron, starts, ends):
            times = [*_check_moment("starts", starts), *_check_moment("ends", ends)]
            if not times and ends is not None and ends <= starts:
                times.append(Problem("ends", "The plan ends before it starts; give a later end."))
            fields = list(check_cron(cron))
            problems += [*times, *fields]
            if not times and not fields and next_moment(plan, starts - _TICK) is None:
                what = f"'{cron}' never comes between the plan's start and its end; change one."
                problems.append(Problem("cron", what))
        case _:
            assert_never(plan)
    return tuple(problems)


def _begins(plan: Plan) -> datetime:
    match plan:
        case OneOff(at):
            return at
        case Recurring(starts=starts):
            return starts
        case _:
            assert_never(plan)


def _placed(cron: str, after: datetime, until: datetime) -> Iterator[Moment]:
    """Yield each slot with its moment, the moments never going back."""
    wall = _wall(after)
    # In autumn a slot may read an hour later than `until` does, and have come already.
    trigger = trigger_of(cron, end=_wall(until) + timedelta(hours=1))
    while (found := trigger.get_next_fire_time(None, wall)) is not None:
        due_at = placed(found.replace(tzinfo=None), LONDON)
        if due_at > until:
            return
        if due_at > after:
            yield Moment(found.replace(tzinfo=None).isoformat(), due_at)
        wall = found + timedelta(seconds=1)


def _wall(moment: datetime) -> datetime:
    """Return the London wall clock's reading, marked UTC so that it can be walked evenly."""
    return moment.astimezone(LONDON).replace(tzinfo=UTC, fold=0)


def _slot(moment: datetime) -> str:
    wall = moment.astimezone(LONDON)
    return (wall if wall.fold else wall.replace(tzinfo=None)).isoformat()


def _check_missed(plan: Plan) -> Iterator[Problem]:
    if isinstance(plan.missed, SendLate) and plan.missed.within <= timedelta():
        yield Problem("missed", "'within' must be longer than nothing; or choose to skip.")


def _check_moment(field: str, moment: datetime | None) -> Iterator[Problem]:
    if moment is None:
        return
    if moment.utcoffset() is None:
        yield Problem(field, "The time does not say its zone; give one, as in 09:00+00:00.")
    elif not EARLIEST <= moment < LATEST:
        what = f"The year is before {EARLIEST.year} or after {LATEST.year - 1}; give one between."
        yield Problem(field, what)


def _words(moment: datetime) -> str:
    london = moment.astimezone(LONDON)
    return say("missed.at", day=weekday_words(london), time=f"{london:%H:%M}")


def _span(length: timedelta) -> str:
    """Say a length of time in its largest unit and the rest in the next one."""
    minutes = max(1, ceil(length / timedelta(minutes=1)))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        say(f"calendar.{unit}", count=count)
        for unit, count in (("days", days), ("hours", hours), ("minutes", 0 if days else minutes))
        if count
    ]
    return say("calendar.both", one=parts[0], other=parts[1]) if len(parts) > 1 else parts[0]
