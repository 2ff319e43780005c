"""Partnerships and plans made at random, for holding what comes against what was foretold."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from config.calendar import Nation, Span, TermDates, Window
from config.directory import Account, Agency, Channel, Directory, Sector, Workspace
from schedules.followups import CascadePlan, FollowUps, PracticePlan
from schedules.occurrence import check_plan
from schedules.plan import OneOff, Plan, Recurring
from tests.integration.own.conftest import partnership

ZONES = (
    "Europe/London",
    "Europe/London",
    "Europe/Dublin",
    "Atlantic/Reykjavik",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "America/Sao_Paulo",
    "Africa/Casablanca",
)
WINDOWS = (
    "mon-fri 08:00-18:00",
    "mon-fri 08:00-18:00",
    "always",
    "sat-sun 10:00-12:00",
    "wed 13:10-13:11",
    "mon-sun 00:00-24:00",
    "mon-sun 01:00-02:00",
    "mon,thu 23:30-24:00",
    "tue-fri 00:00-00:30",
    "sun 01:15-01:45",
)
CRONS = (
    "0 9 * * mon",
    "30 1 * * *",
    "15 1 * * sun",
    "0 10 last * *",
    "0 18 * * mon-fri",
    "59 23 * * *",
    "0 0 1 * *",
    "30 8 29 2 *",
    "0 12 */2 * *",
    "45 1 * * sat,sun",
)
ANCHORS = (
    *(date(year, 3, 31) for year in range(2027, 2033)),
    *(date(year, 10, 31) for year in range(2027, 2033)),
    *(date(year, 12, 26) for year in range(2026, 2032)),
    date(2028, 2, 29),
    date(2032, 2, 29),
    date(2027, 7, 12),
    date(2027, 3, 17),
    date(2028, 4, 17),
    date(2029, 5, 7),
)


@dataclass(frozen=True)
class Wish:
    """A briefing to be sent to everyone."""

    slug: str
    plan: Plan
    follow_ups: FollowUps
    urgent: bool


def begins_at(chance: random.Random) -> datetime:
    """Return when it begins: some days before something odd."""
    day = chance.choice(ANCHORS) - timedelta(days=chance.randint(1, 9))
    at = time(chance.choice((0, 1, 2, 7, 9, 13, 18, 23)), chance.choice((0, 30, 59)))
    return datetime.combine(day, at, UTC)


def directory_of(chance: random.Random, begins: datetime) -> Directory:
    """Return a partnership of some agencies with calendars of their own."""
    known = partnership()
    agencies: list[Agency] = []
    channels: list[Channel] = []
    terms = _terms(chance, begins.date())
    for number in range(chance.randint(2, 5)):
        key = ("police", "health", "school", "probation", "voluntary")[number]
        leads = {
            "leads": tuple(_account(f"U-{key}-{n}") for n in range(chance.randint(0, 2))),
            "deputies": tuple(_account(f"U-{key}-d{n}") for n in range(chance.randint(0, 2))),
        }
        if chance.random() < 0.2:
            leads["leads"] += (_account("U-both"),)
        calendar: dict[str, Any] = {
            "zone": chance.choice(ZONES),
            "nation": chance.choice(list(Nation)),
            "window": Window.parse(chance.choice(WINDOWS)),
            "terms": "schools" if chance.random() < 0.3 else None,
        }
        agencies.append(
            Agency(
                key=key, name=key.title(), sector=Sector.POLICE, head_count=9, **leads, **calendar
            )
        )
        workspace = chance.choice(("north", "south"))
        channels += [
            Channel(key=f"{key}-{n}", agency=key, workspace=workspace, id=f"C-{key}-{n}", name=key)
            for n in range(chance.choice((1, 1, 2)))
        ]
    return known.model_copy(
        update={
            "agencies": tuple(agencies),
            "channels": tuple(channels),
            "term_dates": (terms,),
            "workspaces": (
                Workspace(key="north", platform="slack", id="T1", agency="police"),
                Workspace(key="south", platform="slack", id="T2", agency="health"),
            ),
            "people": tuple(
                person.model_copy(update={"workspace": chance.choice(("north", "south"))})
                for person in known.people
            ),
        }
    )


def wishes(chance: random.Random, begins: datetime) -> Sequence[Wish]:
    """Return what is to be sent."""
    return [_wish(chance, begins, number) for number in range(chance.randint(1, 4))]


def _wish(chance: random.Random, begins: datetime, number: int) -> Wish:
    plan: Plan
    if chance.random() < 0.5:
        wall = begins + timedelta(days=chance.randint(0, 12), minutes=15 * chance.randint(0, 96))
        plan = OneOff(max(begins, wall))
    else:
        ends = begins + timedelta(days=chance.randint(5, 20)) if chance.random() < 0.3 else None
        plan = Recurring(chance.choice(CRONS), begins, ends)
        if check_plan(plan):
            plan = Recurring("0 9 * * mon", begins)
    cascade = practice = None
    if chance.random() < 0.6:
        days = sorted(chance.sample(range(1, 13), 5))
        cascade = CascadePlan(days[0], tuple(days[: chance.randint(0, 3)]), days[3], days[4])
    if chance.random() < 0.4:
        practice = PracticePlan(after_days=chance.randint(1, 8), open_days=chance.randint(1, 9))
    return Wish(f"b-{number}", plan, FollowUps(None, cascade, practice), chance.random() < 0.15)


def _terms(chance: random.Random, day: date) -> TermDates:
    """Return two terms with holidays between them that begin soon."""
    first = day - timedelta(days=chance.randint(2, 40))
    mid = day + timedelta(days=chance.randint(-1, 12))
    again = mid + timedelta(days=chance.randint(3, 17))
    last = again + timedelta(days=chance.randint(3, 40))
    return TermDates(
        key="schools",
        name="The schools' term dates",
        terms=(Span(starts=first, ends=mid), Span(starts=again, ends=last)),
    )


def _account(name: str) -> Account:
    return Account(workspace="north", account=name)
