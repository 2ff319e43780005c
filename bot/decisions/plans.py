"""Plans as people write, look at and stop them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from bot.store.cascade.messages import note_change
from bot.store.engine import AsyncConnection, Database
from bot.store.evidence.audit import Act, keep_decision
from bot.store.plans.disseminations import in_series
from bot.store.plans.overview import Planned, Sending
from bot.store.plans.stopping import Remains, Stop, set_stopped, summed, take_to_stop
from bot.store.plans.unsent import Unsent
from bot.store.wake import nudge
from config.calendar import WEEKDAYS
from config.directory import Directory
from config.errors import InputError, Problem, Refused
from config.names import one_line
from config.now import LONDON, Now
from content.days import in_london
from content.templating import say, say_once
from schedules.followups import (
    CascadePlan,
    FollowUps,
    PracticePlan,
    RecallPlan,
    cascade_within,
    check_follow_ups,
)
from schedules.occurrence import EARLIEST, LATEST, Moment, check_plan, moments, next_moment
from schedules.plan import OneOff, Plan, Recurring, SendLate, SkipMissed
from schedules.rhythm import more_than_daily
from schedules.series import Series

LONGEST_NAME = 120
"""Characters: that of a name in the directory."""
_WEEKLY = re.compile(
    rf"(?P<weekday>{'|'.join(WEEKDAYS)}) (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
)
_DIGITS = 3
"""Of a number of days."""


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
    neither for now. `ends`: the London time until which a recurring plan comes. `missed`:
    "skip", or hours after which a missed moment is not sent any more. Raises InputError naming the
    option, also for a plan that comes more than once a day."""
    if at is not None and cron is not None:
        raise _wrong_plan("--at, --cron", say("plan_refusal.both"))
    rule = None if missed is None else _missed(missed)
    if cron is not None:
        last = None if ends is None else london_moment(ends, "--ends")
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
    change repeats the first is meant. Raises InputError naming the option, also for a moment that
    the spring change skips."""
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


def _missed(words: str) -> SendLate | SkipMissed:
    if words == "skip":
        return SkipMissed()
    try:
        hours = float(words)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= 24 * 365:
        raise _wrong_plan("--missed", say_once("plan_refusal.missed", words=words))
    return SendLate(timedelta(hours=hours))


class Omitted(StrEnum):
    """What can be left out after a post."""

    RECALL = "recall"
    CASCADE = "cascade"
    PRACTICE = "practice"


def follow_ups_from(
    *, without: Collection[Omitted], recall_days: str | None, pass_on_within: int | None
) -> FollowUps:
    """Return what comes after a post, by what somebody wrote on the command line. Raises InputError
    naming the option."""
    recall = RecallPlan()
    if recall_days is not None:
        parts = [part.strip() for part in recall_days.split(",")]
        if not all(part.isascii() and part.isdigit() and len(part) <= _DIGITS for part in parts):
            what = say_once("plan_refusal.recall_days", words=recall_days)
            problem = Problem(say("plan_refusal.recall"), what)
            raise InputError(say("plan_refusal.follow_ups"), [problem])
        recall = replace(recall, days=tuple(map(int, parts)))
    follow_ups = FollowUps(
        recall=None if Omitted.RECALL in without else recall,
        cascade=None
        if Omitted.CASCADE in without
        else CascadePlan()
        if pass_on_within is None
        else cascade_within(pass_on_within),
        practice=None if Omitted.PRACTICE in without else PracticePlan(),
    )
    problems = check_follow_ups(follow_ups)
    if problems:
        raise InputError(say("plan_refusal.follow_ups"), problems)
    return follow_ups


def series_from(
    directory: Directory,
    *,
    weekly: str,
    starts: date | None,
    term: str | None,
    audience: str,
    now: datetime,
) -> Series:
    """Return the series that a person wrote: `weekly` a weekday and a London time, from the day
    `starts` on (from today where None), over the terms of `term`. Raises InputError naming the
    option."""
    found = _WEEKLY.fullmatch(weekly.strip().lower())
    if found is None:
        what = say_once("plan_refusal.weekly", words=weekly)
        raise InputError(say("plan_refusal.series"), [Problem("--weekly", what)])
    terms = None
    if term is not None:
        known = [dates.key for dates in directory.term_dates]
        if term not in known:
            which = "plan_refusal.terms" if known else "plan_refusal.no_terms"
            what = say_once(which, term=term, known=", ".join(known))
            raise InputError(say("plan_refusal.series"), [Problem("--term", what)])
        terms = directory.terms(term)
    at = time(int(found["hour"]), int(found["minute"]))
    if starts is None:
        today = now.astimezone(LONDON)
        starts = today.date() + timedelta(days=int(at <= today.time()))
    if not EARLIEST.date() <= starts < LATEST.date():
        what = say("plan_refusal.year", first=EARLIEST.year, last=LATEST.year - 1)
        raise InputError(say("plan_refusal.series"), [Problem("--from", what)])
    agencies = {channel.agency for channel in directory.audience_channels(audience) or ()}
    return Series(
        weekday=WEEKDAYS.index(found["weekday"]),
        at=at,
        starts=starts,
        nations=frozenset(directory.agency(key).nation for key in agencies),
        terms=terms,
    )
