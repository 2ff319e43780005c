"""`plan show` asked on the way: after a stop, after days without a clock, while something waits."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from bot.decisions.plans import stop_plan
from bot.foresight.looking import Outlook
from bot.foresight.rows import Expected, What
from bot.printing.planned import print_outlook
from config.calendar import Nation, Window
from content.coming import Happening, happening_words
from schedules.followups import CascadePlan, FollowUps, PracticePlan
from schedules.plan import OneOff, Plan, Recurring
from tests.fakes.clock import START
from tests.integration.plans.conftest import World, directory_with

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PRACTICE = FollowUps(None, None, PracticePlan(after_days=2, open_days=5))


async def settles(world: World, **calendars: dict[str, Any]) -> None:
    """Give the agencies these calendars, and each channel people."""
    world.directory = directory_with(**calendars)
    world.ticking = world.another_clock()
    world.platform.members = {
        channel.id: frozenset({f"{channel.id}-{number}" for number in range(3)})
        for channel in world.directory.channels
    }


async def surveys(world: World, which: Happening) -> list[tuple[datetime, tuple[str, ...]]]:
    """Return when a survey's posts of one kind are foretold, and to whom."""
    rows = await world.foretold(3)
    return [(row.at, row.agencies) for row in rows if row.words == happening_words(which)]


async def of_kind(world: World, what: What) -> list[Expected]:
    return [row for row in await world.foretold(2) if row.what is what]


async def posted(world: World, slot: str) -> set[tuple[datetime, str]]:
    return {
        (at, agency)
        for at, kind, which, agency in await world.came()
        if (kind, which) == ("pulse", slot)
    }


async def test_only_whom_a_briefing_reaches_first_is_asked_what_has_changed(world: World) -> None:
    """The health trust gets the briefing on Saturday, when its survey is open already. The school
    is asked on the last morning, and not reminded in the same minute."""
    await settles(
        world,
        health={"window": Window.parse("sat 10:00-12:00")},
        school={"terms": None, "window": Window.parse("mon 08:30-12:00")},
    )
    await world.sends("neglect", OneOff(START), follow_ups=PRACTICE)
    opens, closes = START + 2 * DAY, START + 7 * DAY
    reminds, last = closes - HOUR, closes - HOUR / 2
    for _ in range(2):
        assert await surveys(world, Happening.SURVEY_OPENS) == [
            (opens, ("police",)),
            (last, ("school",)),
        ]
        assert await surveys(world, Happening.SURVEY_REMINDER) == [(reminds, ("police",))]
        assert await surveys(world, Happening.SURVEY_RESULTS) == [(closes, ("police", "school"))]
        await world.ticks()
    await world.lives(opens + HOUR)
    # It is open: what is held of it is to hear of the results all the same.
    assert await surveys(world, Happening.SURVEY_OPENS) == []
    assert await surveys(world, Happening.SURVEY_REMINDER) == [(reminds, ("police",))]
    assert await surveys(world, Happening.SURVEY_RESULTS) == [(closes, ("police", "school"))]
    await world.lives(reminds)
    world.clock.set(last)
    await world.ticks()
    await world.lives(closes)
    assert await posted(world, "opening") == {(opens, "police"), (last, "school")}
    assert await posted(world, "reminder") == {(reminds, "police")}
    assert await posted(world, "results") == {(closes, "police"), (closes, "school")}


async def test_a_survey_that_nobody_gets_before_it_closes_has_no_results(world: World) -> None:
    never = {"window": Window.parse("sat 10:00-12:00"), "terms": None}
    await settles(world, police=never, health=never, school=never)
    soon = FollowUps(None, None, PracticePlan(after_days=2, open_days=2))
    await world.sends("neglect", OneOff(START), follow_ups=soon, urgent=True)
    assert await of_kind(world, What.SURVEY) == []
    await world.ticks()
    await world.lives(START + 2 * DAY + HOUR)
    # It is open; the posts that wait for Saturday will not go out.
    assert await of_kind(world, What.SURVEY) == []
    assert await of_kind(world, What.HELD) == []
    await world.lives(START + 4 * DAY + HOUR)
    # It has closed; what is held of its opening goes out no more.
    assert await of_kind(world, What.SURVEY) == []
    await world.lives(START + 8 * DAY)
    assert {kind for _, kind, _, _ in await world.came()} == {"post"}


async def test_a_survey_s_posts_that_are_held_until_after_the_weeks_are_named(world: World) -> None:
    await settles(world, health={"window": Window.parse("mon 10:00-12:00")})
    follow_ups = FollowUps(None, None, PracticePlan(after_days=2, open_days=8))
    await world.sends("neglect", OneOff(START), follow_ups=follow_ups, urgent=True)
    beyond = (await world.outlook(1)).beyond
    assert [(row.words, row.agencies) for row in beyond] == [("survey opens", ("health",))]
    assert beyond[0].why == (
        "Held until Monday 9 November 2026 at 10:00: Wednesday is not one of the agency's working"
        " days."
    )
    out = Console(file=StringIO(), width=200)
    print_outlook(out, Outlook((), beyond), world.directory, 1)
    assert isinstance(out.file, StringIO)
    assert out.file.getvalue() == (
        "Planned in these weeks, and posted after them: neglect (practice), survey opens, to Health"
        f" <Trust>, planned for Wed 4 Nov 2026, 09:00, London time. {beyond[0].why}\n"
    )
    assert (await world.outlook(3)).beyond == []


async def test_a_survey_that_opens_after_days_without_a_clock_is_not_reminded_of_at_once(
    world: World,
) -> None:
    await settles(world)
    await world.sends("neglect", OneOff(START), follow_ups=PRACTICE)
    await world.ticks()
    late = START + 7 * DAY - HOUR / 2  # the reminder's moment was half an hour ago
    world.clock.set(late)
    everyone = ("health", "police", "school")
    assert await surveys(world, Happening.SURVEY_OPENS) == [(late, everyone)]
    assert await surveys(world, Happening.SURVEY_REMINDER) == []
    await world.ticks()
    assert await posted(world, "opening") == {(late, agency) for agency in everyone}
    await world.lives(late + DAY)
    assert await posted(world, "reminder") == set()


async def test_a_survey_that_closed_while_nothing_ran_is_not_foretold_to_open(
    world: World,
) -> None:
    """It opens on a Wednesday, and the health trust's post was held until Thursday."""
    await settles(world, health={"window": Window.parse("mon,thu 08:00-18:00")})
    await world.sends("neglect", OneOff(START), follow_ups=PRACTICE)
    await world.ticks()
    await world.lives(START + 2 * DAY + HOUR)
    (held,) = await of_kind(world, What.HELD)
    assert held.agencies == ("health",)
    world.clock.set(START + 7 * DAY + HOUR)
    assert await of_kind(world, What.HELD) == []
    await world.ticks()
    assert "health" not in {agency for _, agency in await posted(world, "opening")}


async def test_an_open_survey_of_a_stopped_plan_runs_on_as_foretold(world: World) -> None:
    await settles(world)
    sent = await world.sends("neglect", OneOff(START), follow_ups=PRACTICE)
    await world.ticks()
    opens, closes = START + 2 * DAY, START + 7 * DAY
    await world.lives(opens + HOUR)
    await stop_plan(world.database, sent, "Cy", world.clock.now)
    everyone = ("health", "police", "school")
    assert await surveys(world, Happening.SURVEY_RESULTS) == [(closes, everyone)]
    await world.lives(closes + HOUR)
    assert await posted(world, "results") == {(closes, agency) for agency in everyone}


async def test_a_survey_of_a_stopped_plan_that_is_not_open_is_foretold_no_more(
    world: World,
) -> None:
    await settles(world)
    sent = await world.sends("neglect", OneOff(START), follow_ups=PRACTICE)
    await world.ticks()
    await stop_plan(world.database, sent, "Cy", world.clock.now)
    assert await of_kind(world, What.SURVEY) == []


async def test_digests_come_after_everything_was_stopped_and_after_a_monday_without_a_clock(
    world: World,
) -> None:
    await settles(world)
    sent = await world.sends("neglect", OneOff(START))
    await world.ticks()
    await stop_plan(world.database, sent, "Cy", world.clock.now)
    monday = START + 7 * DAY
    assert [row.at for row in await of_kind(world, What.DIGEST)][:1] == [monday]
    # No clock ran since Friday: this morning's come as soon as one does.
    noon, later = monday + 3 * HOUR, monday + 7 * DAY
    world.clock.set(noon)
    assert [row.at for row in await of_kind(world, What.DIGEST)][:2] == [noon, later]
    await world.ticks()
    assert {at for at, kind, _, _ in await world.came() if kind == "digest"} == {noon}
    assert [row.at for row in await of_kind(world, What.DIGEST)][:1] == [later]


@pytest.mark.parametrize("plan", [OneOff(START), Recurring("30 9 * * mon,wed", START)])
async def test_what_was_held_while_nothing_ran_is_foretold_still(world: World, plan: Plan) -> None:
    """The police's hour was over before anything ran again: it comes in the next one, unless a
    later moment of the plan takes its place. The school's goes at once."""
    await settles(
        world,
        police={"window": Window.parse("tue,fri 10:00-11:00")},
        health={"window": Window.parse("always")},
        school={"terms": None, "window": Window.parse("tue-fri 10:00-18:00")},
    )
    world.clock.set(START + HOUR / 2)
    await world.sends("neglect", plan)
    await world.ticks()
    wednesday = START + 2 * DAY + 3 * HOUR
    world.clock.set(wednesday)
    friday = START + 4 * DAY + HOUR
    standing = [
        (row.at, agency, row.why)
        for row in await world.foretold(1)
        if row.what in {What.POST, What.HELD} and row.at < friday + HOUR
        for agency in row.agencies
        if agency != "health"
    ]
    assert {(max(at, wednesday), agency) for at, agency, _ in standing} == {
        (friday, "police"),
        (wednesday, "school"),
    }
    (why,) = [why for at, _, why in standing if at == friday]
    assert why == (
        "Held until Friday 6 November 2026 at 10:00: Wednesday is not one of the agency's working"
        " days."
    )
    await world.ticks()
    world.clock.set(friday)
    await world.ticks()
    assert {
        (at, agency) for at, kind, _, agency in await world.came()
        if kind == "post" and agency != "health"
    } == {(friday, "police"), (wednesday, "school")}  # fmt: skip


async def test_a_coordinators_hours_are_not_told_as_those_of_the_agency_that_it_is_about(
    world: World,
) -> None:
    """Nobody leads the school, so coordinators are told: they are in the police's workspace."""
    await settles(
        world,
        police={"nation": Nation.SCOTLAND},
        school={"terms": None, "window": Window.parse("sat-sun 10:00-12:00")},
    )
    told = FollowUps(None, CascadePlan(), None)
    await world.sends("neglect", OneOff(START), follow_ups=told)
    (row,) = [it for it in await of_kind(world, What.CASCADE) if it.agencies == ("school",)]
    assert row.why == (
        "Held until Monday 9 November 2026 at 08:00: Saturday is not one of the agency's working"
        " days. These are the days and hours of Police & Co, where the coordinator is."
    )
