"""What `plan show` foretells is what happens: weeks are lived through and held against it."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest

from bot.foresight.rows import Expected, What
from config.calendar import Nation, Window
from config.now import LONDON
from content.coming import Happening, happening_words
from schedules.followups import CascadePlan, FollowUps, PracticePlan, RecallPlan
from schedules.plan import OneOff, Recurring
from tests.integration.loop.conftest import reworded
from tests.integration.plans.conftest import World, directory_with

WEEKS = 5
BEGINS = datetime(2026, 12, 7, 9, tzinfo=UTC)
"""A Monday; five weeks hold Christmas, New Year, and the schools' holidays."""
CASCADE = {
    Happening.CASCADE_ASK: "ask",
    Happening.CASCADE_REMINDER: "reminder",
    Happening.CASCADE_DEPUTY: "deputy",
    Happening.CASCADE_COORDINATOR: "coordinator",
}
SURVEY = {
    Happening.SURVEY_OPENS: "opening",
    Happening.SURVEY_REMINDER: "reminder",
    Happening.SURVEY_RESULTS: "results",
}


def messages(rows: list[Expected], what: What, slots: dict[Happening, str]) -> Counter[object]:
    """Count the foretold messages by moment, kind and agency."""
    named = {happening_words(which): slot for which, slot in slots.items()}
    return Counter(
        (row.at, named[row.words], agency)
        for row in rows
        if row.what is what and row.words in named
        for agency in row.agencies
    )


async def test_five_weeks_come_as_foretold(world: World) -> None:
    world.clock.set(BEGINS)
    member, other = await world.joins("U-1"), await world.joins("U-2")
    told = FollowUps(
        RecallPlan((7, 14)), CascadePlan(7, (3, 6), 10, 14), PracticePlan(after_days=21)
    )
    sent = await world.briefs(member, other, briefing=reworded(), follow_ups={"cascade": None,
        "practice": None})  # fmt: skip
    await world.keeps(
        *(world.answered(sent, who, q, fits=False) for who in (member, other) for q in ("q1", "q2"))
    )
    await world.sends("once", OneOff(BEGINS + timedelta(days=18, hours=1)), follow_ups=told)
    await world.sends("daily", Recurring("0 10 * * mon,fri", BEGINS))
    await world.preferences.pause(other.id, BEGINS + timedelta(days=9, hours=3))
    await world.ticks()
    rows = list(await world.foretold(WEEKS))
    await world.lives(BEGINS + timedelta(weeks=WEEKS) - timedelta(minutes=1))
    came = [it for it in await world.came() if it[0] > BEGINS]
    held_posts = Counter((at, agency) for at, kind, _, agency in came if kind == "post")
    foretold = Counter(
        (row.at, agency) for row in rows if row.what is What.POST for agency in row.agencies
    )
    # Of a plan's moments that were held together, only the latest goes out.
    assert held_posts == foretold
    assert Counter(
        (at, slot.partition(" ")[0], agency) for at, kind, slot, agency in came if kind == "cascade"
        if slot != "coordinator 2"  # there are two coordinators
    ) == messages(rows, What.CASCADE, CASCADE)  # fmt: skip
    assert Counter(
        (at, slot, agency) for at, kind, slot, agency in came if kind == "pulse"
    ) == messages(rows, What.SURVEY, SURVEY)
    again = Counter(at.astimezone(LONDON).date() for at, kind, _, _ in came if kind == "recall")
    foreseen = {row.at.astimezone(LONDON).date() for row in rows if row.what is What.RECALL}
    assert foreseen
    assert foreseen <= set(again)
    digests = {(at, agency) for at, kind, _, agency in came if kind == "digest"}
    assert digests
    assert digests <= {
        (row.at, agency) for row in rows if row.what is What.DIGEST for agency in row.agencies
    }
    # What was moved says why, and nothing comes on a holiday.
    whys = "\n".join(dict.fromkeys(row.why for row in rows))
    for why in (
        "Boxing Day (substitute day) is a bank holiday in England",
        "is a bank holiday in Scotland",
        "by The schools' term dates the schools are closed",
    ):
        assert why in whys
    days = {at.date().isoformat() for at, *_ in came}
    assert not days & {"2026-12-25", "2026-12-26", "2026-12-28", "2027-01-01"}
    schools = [at for at, _, _, agency in came if agency == "school" and at.month != 12]
    assert min(schools) == datetime(2027, 1, 5, 8, tzinfo=UTC)
    assert list(chain(rows)) == sorted(rows, key=lambda row: row.at)


@pytest.mark.parametrize(
    "begins",
    [
        datetime(2026, 10, 22, 8, tzinfo=UTC),  # the clocks go back in London, not in Karachi
        datetime(2028, 2, 25, 8, tzinfo=UTC),  # leap day is a Tuesday
    ],
)
async def test_agencies_of_other_zones_get_what_was_foretold(
    world: World, begins: datetime
) -> None:
    """Also whoever leads one agency and coordinates from another, whose hours are others."""
    settled: dict[str, Any] = {
        "police": {"zone": "Asia/Karachi", "window": Window.parse("sat-sun 00:00-02:00")},
        "health": {"zone": "Atlantic/Stanley", "nation": Nation.NORTHERN_IRELAND},
        "school": {"zone": "Europe/Dublin", "window": Window.parse("mon,wed 07:30-12:00")},
    }
    world.directory = directory_with(**settled)
    world.ticking = world.another_clock()
    world.clock.set(begins)
    told = FollowUps(None, CascadePlan(4, (2, 3), 5, 6), None)
    nothing = FollowUps(None, None, None)
    half = timedelta(minutes=30)
    await world.sends("once", OneOff(begins + 5 * half), follow_ups=told)
    await world.sends("urgent", OneOff(begins + timedelta(days=3)), urgent=True, follow_ups=nothing)
    await world.sends("nightly", Recurring("30 1 * * *", begins), follow_ups=nothing)
    await world.sends("last", Recurring("0 18 last * *", begins), follow_ups=nothing)
    await world.ticks()
    ends = begins + timedelta(days=8)
    rows = [row for row in await world.foretold(2) if begins < row.at < ends]
    while world.clock.now() < ends - half:
        world.clock.advance(half)
        await world.ticks()
    came = [it for it in await world.came() if begins < it[0] < ends]
    assert Counter((at, agency) for at, kind, _, agency in came if kind == "post") == Counter(
        (row.at, agency) for row in rows if row.what is What.POST for agency in row.agencies
    )
    assert Counter(
        (at, slot.partition(" ")[0], agency) for at, kind, slot, agency in came if kind == "cascade"
        if slot != "coordinator 2"
    ) == messages(rows, What.CASCADE, CASCADE)  # fmt: skip
