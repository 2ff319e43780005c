"""What comes after a post, and series, as people write them."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from config.calendar import WEEKDAYS
from config.directory import Directory
from config.errors import InputError, Problem
from config.now import LONDON
from content.templating import say, say_once
from schedules.followups import (
    MOST_DAYS,
    CascadePlan,
    FollowUps,
    PracticePlan,
    RecallPlan,
    cascade_within,
    check_follow_ups,
)
from schedules.occurrence import EARLIEST, LATEST
from schedules.series import Series

_WEEKLY = re.compile(
    rf"(?P<weekday>{'|'.join(WEEKDAYS)}) (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
)
_DIGITS: Final = 3
"""Of a number of days."""


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
            what = say_once("plan_refusal.recall_days", words=recall_days, most=MOST_DAYS)
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
