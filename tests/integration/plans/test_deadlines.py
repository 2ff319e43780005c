"""The day by which a briefing is to be passed on, as `plan show` tells it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.decisions.amending import Amending
from bot.delivery.errands import Errands
from bot.foresight.rows import Expected, What
from bot.store.content.shelf import BRIEFINGS
from config.calendar import Window
from config.now import LONDON
from content.briefing import WhatChanged
from schedules.followups import CascadePlan, FollowUps
from schedules.plan import OneOff
from tests.integration.loop.conftest import reworded
from tests.integration.plans.conftest import World, directory_with

PASSED_ON = FollowUps(None, CascadePlan(), None)


async def told(world: World) -> Mapping[str, date]:
    """Return the days that the leads were told."""
    rows = await world.rows("SELECT agency, deadline FROM cascades")
    return {row.agency: row.deadline for row in rows}


async def foretold(world: World) -> Mapping[str, Expected]:
    """Return what is foretold of each agency's day."""
    return {
        agency: row
        for row in await world.foretold(6)
        if row.what is What.DEADLINE
        for agency in row.agencies
    }


async def deadlines(world: World) -> Mapping[str, date]:
    """Return each agency's day."""
    rows = await foretold(world)
    return {agency: row.at.astimezone(LONDON).date() for agency, row in rows.items()}


async def whys(world: World) -> Mapping[str, str]:
    """Return what moved each agency's day."""
    return {agency: row.why for agency, row in (await foretold(world)).items()}


async def test_a_deadline_is_told_until_its_day_is_over(world: World) -> None:
    posted = datetime(2026, 11, 3, 9, tzinfo=UTC)
    world.clock.set(posted)
    await world.sends("neglect", follow_ups=PASSED_ON)
    await world.ticks()
    day = date(2026, 11, 17)
    everyones = dict.fromkeys(("police", "health", "school"), day)
    assert await deadlines(world) == everyones
    begins = datetime(2026, 11, 17, tzinfo=LONDON)
    await world.lives(begins)
    assert await deadlines(world) == everyones
    await world.lives(begins + timedelta(hours=23, minutes=59))
    assert await deadlines(world) == everyones
    await world.lives(begins + timedelta(days=1))
    assert await deadlines(world) == {}


async def test_a_deadline_on_a_day_off_is_each_agency_s_next_open_day(world: World) -> None:
    """Christmas Day: then come a Saturday and another that are holidays in Scotland, too, and the
    school's own."""
    posted = datetime(2026, 12, 11, 9, tzinfo=UTC)
    world.clock.set(posted)
    world.directory = directory_with(health={"window": Window.parse("sat 10:00-12:00")})
    world.settles()
    await world.sends("neglect", OneOff(posted), follow_ups=PASSED_ON, urgent=True)
    days = {
        "police": date(2026, 12, 29),
        "health": date(2027, 1, 9),
        "school": date(2027, 1, 5),
    }
    assert await deadlines(world) == days
    await world.ticks()
    assert await told(world) == await deadlines(world) == days
    christmas = (
        "Moved from Friday 25 December 2026 to Tuesday 29 December 2026: Christmas Day is a bank"
        " holiday in England; Boxing Day is a bank holiday in England; Boxing Day (substitute day)"
        " is a bank holiday in England."
    )
    assert (await whys(world))["police"] == christmas
    # What people were told stays where their calendar is another one by now.
    world.directory = directory_with(school={"terms": None})
    world.settles()
    assert await deadlines(world) == days
    assert await whys(world) == {"police": christmas, "health": "", "school": ""}


async def test_a_correction_that_matters_counts_a_deadline_anew_for_each_agency(
    world: World,
) -> None:
    posted = datetime(2026, 12, 3, 9, tzinfo=UTC)
    world.clock.set(posted)
    await world.sends("neglect", OneOff(posted), follow_ups=PASSED_ON)
    await world.ticks()
    assert set((await deadlines(world)).values()) == {date(2026, 12, 17)}
    world.clock.set(datetime(2026, 12, 11, 9, tzinfo=UTC))
    async with world.database.begin() as connection:
        change = WhatChanged("It is new.", material=True)
        later = replace(reworded("neglect"), version=2, change=change)
        await BRIEFINGS.save(connection, later, world.clock.now())
    errands = Errands(world.queue, world.directory)
    await Amending(world.database, errands, world.clock.now).correct("neglect", by="Bo Both")
    days = {
        "police": date(2026, 12, 29),
        "health": date(2026, 12, 29),
        "school": date(2027, 1, 5),
    }
    assert await told(world) == await deadlines(world) == days
    assert all(
        why.startswith("Moved from Friday 25 December 2026 to")
        for why in (await whys(world)).values()
    )
