"""Nobody is late with what an agency could not have yet: its time begins when its hours do."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.foresight.rows import What
from config.calendar import Window
from schedules.plan import OneOff, Recurring
from tests.integration.plans.conftest import World, directory_with

FRIDAY = datetime(2026, 10, 30, 15, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 1, 9, tzinfo=UTC)
"""The first of a month, on which agencies are closed."""
MONTHLY = Recurring("0 9 1 * *", FRIDAY)
ALL = {"police", "health", "school"}
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


async def sends(world: World, plan: OneOff | Recurring = MONTHLY, *, urgent: bool = False) -> UUID:
    """Plan it on a Friday afternoon, the clock's last tick for now."""
    world.clock.set(FRIDAY)
    sent = await world.sends("neglect", plan, urgent=urgent)
    await world.ticks()
    return sent


def the_police_are_always_open(world: World) -> None:
    world.directory = directory_with(police={"window": Window.parse("always")})
    world.settles()


async def came(world: World) -> set[tuple[datetime, str]]:
    return {(at, agency) for at, kind, _, agency in await world.came() if kind == "post"}


async def foretold(world: World, what: What = What.POST) -> set[tuple[datetime, str]]:
    rows = await world.foretold(4)
    return {(row.at, agency) for row in rows if row.what is what for agency in row.agencies}


async def left_out(world: World) -> dict[str, str]:
    rows = await world.rows("SELECT agency, reason FROM deliveries WHERE state = 'skipped'")
    return {row.agency: row.reason for row in rows}


async def skipped_moments(world: World) -> list[str]:
    rows = await world.rows(
        "SELECT skipped_reason FROM occurrences WHERE kind = 'post' AND skipped_reason IS NOT NULL"
    )
    return [row.skipped_reason for row in rows]


@pytest.mark.parametrize("down", ["clock", "worker"])
async def test_down_over_a_weekend_everybody_gets_it_on_monday(world: World, down: str) -> None:
    await sends(world)
    if down == "worker":
        world.clock.set(SUNDAY)
        await world.ticking.tick()
    back = SUNDAY + 23 * HOUR + 30 * MINUTE
    world.clock.set(back)
    assert await foretold(world) == {(SUNDAY, agency) for agency in ALL}
    await world.ticks()
    assert await came(world) == {(back, agency) for agency in ALL}
    assert await skipped_moments(world) == []


@pytest.mark.parametrize("down", ["clock", "worker"])
async def test_who_could_have_had_it_is_left_out_and_the_others_get_it(
    world: World, down: str
) -> None:
    the_police_are_always_open(world)
    await sends(world)
    if down == "worker":
        world.clock.set(SUNDAY)
        await world.ticking.tick()
    back = SUNDAY + 23 * HOUR + 30 * MINUTE
    world.clock.set(back)
    assert await foretold(world, What.SKIPPED) == {(SUNDAY, "police")}
    assert await foretold(world) == {(SUNDAY, "health"), (SUNDAY, "school")}
    await world.ticks()
    assert await came(world) == {(back, "health"), (back, "school")}
    assert await left_out(world) == {
        "police": "It was due on Sunday 1 November 2026 at 09:00 and was taken up 23 hours and 30"
        " minutes late; this plan sends up to 12 hours late."
    }


async def test_what_the_clock_leaves_out_stays_so_and_the_others_wait_for_a_worker(
    world: World,
) -> None:
    the_police_are_always_open(world)
    await sends(world)
    back = SUNDAY + 23 * HOUR + 30 * MINUTE
    world.clock.set(back)
    await world.ticking.tick()
    assert set(await left_out(world)) == {"police"}
    assert await foretold(world) == {(SUNDAY, "health"), (SUNDAY, "school")}
    assert await foretold(world, What.SKIPPED) == set()
    world.clock.set(back + HOUR)
    await world.works()
    assert {agency for _, agency in await came(world)} == {"health", "school"}


async def test_too_late_for_everybody_it_is_skipped_with_the_reason(world: World) -> None:
    await sends(world)
    world.clock.set(SUNDAY + 37 * HOUR)
    assert {agency for _, agency in await foretold(world, What.SKIPPED)} == ALL
    await world.ticks()
    assert await came(world) == set()
    (reason,) = await skipped_moments(world)
    assert reason == (
        "It was due on Sunday 1 November 2026 at 09:00, held until Monday 2 November 2026 at 08:00,"
        " and was taken up 14 hours late; this plan sends up to 12 hours late."
    )


async def test_an_urgent_one_waits_for_no_hours_and_is_late_at_once(world: World) -> None:
    await sends(world, urgent=True)
    world.clock.set(SUNDAY + 23 * HOUR)
    assert {agency for _, agency in await foretold(world, What.SKIPPED)} == ALL
    await world.ticks()
    assert await came(world) == set()


async def test_in_the_holidays_a_school_has_missed_nothing(world: World) -> None:
    """It could not have had it before the first day of term."""
    saturday = datetime(2026, 12, 19, 9, tzinfo=UTC)
    await sends(world, OneOff(saturday))
    world.clock.set(saturday + timedelta(days=4, hours=1))
    term = datetime(2027, 1, 5, 8, tzinfo=UTC)
    assert await foretold(world) >= {(saturday, "police"), (term, "school")}
    await world.lives(term + HOUR)
    assert {agency for _, agency in await came(world)} == ALL
    assert (term, "school") in await came(world)


async def test_who_is_left_out_of_a_later_moment_keeps_what_is_held_of_an_earlier_one(
    world: World,
) -> None:
    """Saturday's is held until Monday; Sunday's comes too late for all but the school, which opens
    on Tuesday."""
    world.directory = directory_with(
        school={"window": Window.parse("tue 08:00-18:00"), "terms": None}
    )
    world.settles()
    await sends(world, Recurring("0 9 * * sat,sun", FRIDAY))
    world.clock.set(SUNDAY - timedelta(days=1))
    await world.ticks()
    world.clock.set(SUNDAY + 37 * HOUR)  # Monday, 22:00
    tuesday = datetime(2026, 11, 3, 8, tzinfo=UTC)
    before = {(row.at, agency) for row in await world.foretold(1) for agency in row.agencies}
    assert {(tuesday, agency) for agency in ALL} <= before
    await world.lives(tuesday + HOUR)
    assert await came(world) == {(tuesday, agency) for agency in ALL}
    rows = await world.rows(
        "SELECT d.agency, o.slot FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE d.state = 'delivered' AND o.kind = 'post'"
    )
    assert {row.agency: row.slot for row in rows} == {
        "police": "2026-10-31T09:00:00",
        "health": "2026-10-31T09:00:00",
        "school": "2026-11-01T09:00:00",
    }
