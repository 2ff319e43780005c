"""Plans as people write, look at and stop them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, assert_never
from uuid import UUID

from bot.store.cascade.messages import note_change
from bot.store.engine import AsyncConnection, Database
from bot.store.evidence.audit import Act, keep_decision
from bot.store.plans.disseminations import in_series
from bot.store.plans.overview import Planned, Sending
from bot.store.plans.stopping import Remains, Stop, set_stopped, summed, take_to_stop
from bot.store.plans.unsent import Unsent
from bot.store.wake import nudge
from config.errors import InputError, Problem, Refused
from config.names import one_line
from config.now import LONDON, Now
from content.days import in_london
from content.templating import say, say_once
from schedules.occurrence import Moment, check_plan, moments, next_moment
from schedules.plan import OneOff, Plan, Recurring, SendLate, SkipMissed
from schedules.rhythm import more_than_daily

LONGEST_NAME = 120
"""Characters: that of a name in the directory."""
_MOST_HOURS: Final = 24 * 365
"""For which a missed moment can still be sent."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One moment that is planned."""

    sending: Sending
    moment: Moment
    overdue: bool
    """It has come, and no clock has taken it up yet."""
    queued_at: datetime | None = None
    """Since when it waits for a worker (aware, UTC); None where it has not been queued."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """What stopping came to. `remains` is nothing where it was stopped before."""

    stop: Stop
    remains: Remains
    before: bool


def plan_from(
    *,
    at: str | None,
    cron: str | None,
    missed: str | None,
    now: datetime,
    ends: str | None = None,
) -> Plan:
    """Return the plan that a person wrote: `at` a London date and time, or `cron` five fields, or
    neither for now. `ends`: the London time until which a recurring plan comes, or the last day on
    which it does. `missed`: "skip", or hours after which a missed moment is not sent any more.
    Raises InputError naming the option, also for a plan that comes more than once a day."""
    if at is not None and cron is not None:
        raise _wrong_plan("--at, --cron", say("plan_refusal.both"))
    rule = None if missed is None else _missed(missed)
    if cron is not None:
        last = None if ends is None else _last_moment(ends, "--ends")
        plan = Recurring(cron, now, last)
        plan = plan if rule is None else replace(plan, missed=rule)
        _check_rhythm(plan)
        return plan
    if ends is not None:
        raise _wrong_plan("--ends", say("plan_refusal.ends_alone"))
    moment = now if at is None else london_moment(at, "--at")
    return OneOff(moment) if rule is None else OneOff(moment, rule)


def coming(
    planned: Sequence[Planned], unsent: Sequence[Unsent], now: datetime, weeks: int
) -> Sequence[Coming]:
    """Return what waits for a worker, and the moments that fall until so many weeks from `now` and
    are not taken up yet, in their order."""
    until = now + timedelta(weeks=weeks)
    found = [
        Coming(each.sending, each.moment, overdue=False, queued_at=each.queued_at)
        for each in unsent
    ]
    found += [each for plan in planned for each in _coming(plan, now, until)]
    return sorted(found, key=lambda each: (each.moment.due_at, each.sending.made_at))


def later(planned: Sequence[Planned], now: datetime, weeks: int) -> Sequence[Coming]:
    """Return the first moment of each plan that has none until so many weeks from `now`, and one
    after them, in their order."""
    until = now + timedelta(weeks=weeks)
    first = [(plan, next_moment(plan.sending.plan, plan.filled_until)) for plan in planned]
    found = [
        Coming(plan.sending, moment, overdue=False)
        for plan, moment in first
        if moment is not None and moment.due_at >= until
    ]
    return sorted(found, key=lambda each: (each.moment.due_at, each.sending.made_at))


def missed_words(plan: Plan) -> str:
    """Say what happens to a moment that is missed."""
    match plan.missed:
        case SkipMissed():
            return say("plan.skipped")
        case SendLate(within):
            return say("plan.late", hours=f"{within / timedelta(hours=1):g}")
        case _:
            assert_never(plan.missed)


async def stop_plan(database: Database, dissemination: UUID, by: str, now: Now) -> Stopping:
    """Stop everything of a dissemination, or of a whole series, that is not on its way: stopped
    again, it stays stopped by whom it was. Anybody may, in a name: it is the safe direction. Raises
    NotFound, and Refused for an empty or overlong name."""
    name = checked_name(by, "plan_refusal.who_stops")
    async with database.begin() as connection:
        moment = now()
        parts = await in_series(connection, dissemination) or [dissemination]
        stopped = [await _stopped(connection, part, Stop(name, moment)) for part in parts]
        await nudge(connection)  # the messages that asked leads are to say so
    fresh = [each for each in stopped if not each.before]
    if not fresh:
        return stopped[-1]
    return Stopping(fresh[0].stop, summed(each.remains for each in fresh), before=False)


async def _stopped(connection: AsyncConnection, dissemination: UUID, stop: Stop) -> Stopping:
    earlier = await take_to_stop(connection, dissemination)
    if earlier is not None:
        return Stopping(earlier, Remains(), before=True)
    reason = say_once("plan.stopped", by=stop.by, at=in_london(stop.at))
    remains = await set_stopped(connection, dissemination, stop, reason)
    await note_change(connection, dissemination, stop.at)
    await keep_decision(
        connection,
        Act.STOPPED,
        dissemination,
        person=stop.by,
        at=stop.at,
        moments=remains.moments,
        deliveries=remains.skipped,
    )
    return Stopping(stop, remains, before=False)


def checked_name(by: str, refusal: str) -> str:
    """Return the name in which somebody decides, on one line. Raises Refused for an empty or
    overlong one; `refusal` is the phrase that says so, and what is done in it."""
    name = one_line(by)
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused(say(refusal, most=LONGEST_NAME))
    return name


def _coming(planned: Planned, now: datetime, until: datetime) -> Iterator[Coming]:
    ahead = list(moments(planned.sending.plan, planned.filled_until, until))
    owed = [moment for moment in ahead if moment.due_at <= now]
    # Of several that were missed only the latest can still go.
    yield from (Coming(planned.sending, moment, overdue=True) for moment in owed[-1:])
    for moment in ahead[len(owed) :]:
        yield Coming(planned.sending, moment, overdue=False)


def _check_rhythm(plan: Recurring) -> None:
    if not check_plan(plan) and more_than_daily(plan):
        raise _wrong_plan("--cron", say_once("plan_refusal.rhythm", cron=plan.cron))


def _wrong_plan(option: str, what: str) -> InputError:
    return InputError(say("plan_refusal.plan"), [Problem(option, what)])


def london_moment(words: str, option: str) -> datetime:
    """Read a London wall-clock moment that was given as an option; aware. Of one that the autumn
    change repeats the first is meant. Raises InputError naming the option, also for a day without
    a time, which would be midnight, and for a moment that the spring change skips."""
    if _day(words) is not None:
        raise _wrong_plan(option, say_once("plan_refusal.no_time", words=words))
    try:
        moment = datetime.fromisoformat(words)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _wrong_plan(option, say_once("plan_refusal.no_moment", words=words)) from None
    aware = moment.replace(tzinfo=LONDON)
    if aware.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment:
        raise _wrong_plan(option, say_once("plan_refusal.spring", words=words))
    return aware


def _last_moment(words: str, option: str) -> datetime:
    """Read until when something comes: a day without a time is meant as a whole."""
    day = _day(words)
    if day is None:
        return london_moment(words, option)
    return datetime.combine(day, time.max, LONDON)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _missed(words: str) -> SendLate | SkipMissed:
    if words == "skip":
        return SkipMissed()
    try:
        hours = float(words)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= _MOST_HOURS:
        what = say_once("plan_refusal.missed", words=words, most=f"{_MOST_HOURS:,}")
        raise _wrong_plan("--missed", what)
    return SendLate(timedelta(hours=hours))
