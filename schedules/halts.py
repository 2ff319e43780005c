"""How long what halted may still go out, and when a platform is asked whether it may. Pure.

A post keeps to what its plan says of missed moments. What goes out because of something that
happened has a time of its own: long enough to mend a channel over a holiday, short enough that
nobody is told what has long been overtaken. What was held before it halted has its time from the
hold's end on.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from config.now import LONDON
from content.days import in_london
from content.templating import say
from schedules.digests import ENDS
from schedules.followups import days_after
from schedules.kinds import Kind
from schedules.occurrence import Due, Missed, lateness
from schedules.plan import Plan

FIRST: Final = timedelta(minutes=5)
"""After a delivery halted, the platform is first asked."""
_NEXT: Final = (timedelta(minutes=15), timedelta(hours=1))
"""After each asking, the last one again and again."""
RARELY: Final = timedelta(days=1)
"""Between two askings where all that halted is past its time: nothing would go out any more."""

_DAYS: Final[Mapping[Kind, int]] = {
    Kind.RECALL: 7,
    Kind.CASCADE: 14,
    Kind.PULSE: 30,
    Kind.CLARIFICATION: 30,
    Kind.ANSWER: 30,
    Kind.CORRECTION: 365,
    Kind.WITHDRAWAL: 365,
    Kind.PROGRESS: 1,
    Kind.CASCADE_EDIT: 14,
}
"""A post that says what is wrong, or was withdrawn, stands there until it is edited: that is worth
doing after a year too, and disturbs nobody. That half have read it is news of one day."""


def after_asking(tries: int, *, hope: bool) -> timedelta:
    """Return how long after the asking number `tries` (from 1) the next one comes. `hope`: there
    is something that could still go out."""
    if not hope:
        return RARELY
    return _NEXT[min(tries, len(_NEXT)) - 1]


def still_due(
    kind: Kind,
    due_at: datetime,
    now: datetime,
    *,
    plan: Plan | None,
    ends: datetime | None,
    held_until: datetime | None = None,
) -> Due | Missed:
    """Tell whether what halted may still go out. `plan` is a post's; `ends` is when something
    else takes its place (the plan's or the cascade's next message, a survey's end), None where
    nothing does. `held_until` is when a hold ended that its agency's calendar, or its reader, had
    put before it: nothing could go out before then, so its time begins there. All moments are
    aware."""
    begins = due_at if held_until is None else max(due_at, held_until)
    held = begins > due_at
    if kind is Kind.POST:
        if plan is None:
            return Missed(say("halted.no_plan"))
        if ends is not None and ends <= now:
            return Missed(say("halted.superseded"))
        verdict = lateness(plan, begins, now)
        return _over(verdict.reason, held=held) if isinstance(verdict, Missed) else verdict
    until = _until(kind, begins)
    if ends is not None and ends < until:
        until, why = ends, say(f"halted.{kind.value}", ends=in_london(ends))
    else:
        why = say("halted.could", until=in_london(until))
    return Due() if now < until else _over(why, held=held)


def _over(why: str, *, held: bool) -> Missed:
    return Missed(f"{say('halted.over_held' if held else 'halted.over')} {why}")


def _until(kind: Kind, due_at: datetime) -> datetime:
    if kind is Kind.DIGEST:
        return _evening(due_at)
    return days_after(due_at, _DAYS[kind])


def _evening(moment: datetime) -> datetime:
    """Return the end of working hours on that London day, or the day's own end where it is past
    them already."""
    london = moment.astimezone(LONDON)
    clock = ENDS if london.time() < ENDS else time(23, 59)
    return datetime.combine(london.date(), clock, LONDON).astimezone(moment.tzinfo)
