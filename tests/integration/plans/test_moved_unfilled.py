"""A recurring plan that is moved before a clock has taken up what was due owes it all the same."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.decisions import moving
from bot.decisions.moving import Change
from schedules.plan import Recurring, SkipMissed
from tests.fakes.clock import START
from tests.integration.plans.conftest import World
from tests.integration.plans.test_moving import DAY, WEDNESDAY, move

HOUR = timedelta(hours=1)
DAILY = "0 10 * * *"


async def daily(world: World, *, skips: bool = False) -> UUID:
    """Plan a post a day, of which the clock has taken up Monday's, and let Tuesday's pass."""
    plan = Recurring(DAILY, START, missed=SkipMissed()) if skips else Recurring(DAILY, START)
    sent = await world.sends("neglect", plan)
    world.clock.set(START + HOUR)
    await world.ticks()
    world.clock.set(START + DAY + HOUR + timedelta(minutes=5))
    return sent


async def slots(world: World) -> list[tuple[str, str | None]]:
    rows = await world.rows(
        "SELECT slot, skipped_reason FROM occurrences WHERE kind = 'post' ORDER BY due_at"
    )
    return [(row.slot, row.skipped_reason) for row in rows]


async def came(world: World) -> list[str]:
    """Return in which slot each agency got it, all agencies the same."""
    found = [(slot, agency) for _, kind, slot, agency in await world.came() if kind == "post"]
    by_agency = {agency: [slot for slot, one in found if one == agency] for _, agency in found}
    (alike,) = {tuple(each) for each in by_agency.values()}
    assert len(by_agency) == 3
    return list(alike)


@pytest.mark.parametrize(
    ("change", "then"),
    [
        (Change(ends="2026-11-04 12:00"), "2026-11-04T10:00:00"),
        (Change(cron="5 11 * * *", ends="2026-11-03 12:00"), "2026-11-03T11:05:00"),
        (Change(cron="0 11 * * thu", ends="2026-11-06"), "2026-11-05T11:00:00"),
        (WEDNESDAY, "2026-11-04T09:00:00"),
    ],
)
async def test_what_was_due_comes_once_and_then_the_new_plan(
    world: World, change: Change, then: str
) -> None:
    sent = await daily(world)
    await move(world, sent, change)
    await world.works()
    await world.lives(START + 7 * DAY)
    assert await came(world) == ["2026-11-02T10:00:00", "2026-11-03T10:00:00", then]
    assert len(await slots(world)) == 3


async def test_it_is_moved_twice_and_comes_once(world: World) -> None:
    sent = await daily(world)
    await move(world, sent, Change(cron="30 10 * * *", ends="2026-11-03 12:00"))
    await move(world, sent, Change(cron="0 10 * * wed", ends="2026-11-05"))
    await world.works()
    await world.lives(START + 7 * DAY)
    assert await came(world) == [
        "2026-11-02T10:00:00",
        "2026-11-03T10:00:00",
        "2026-11-04T10:00:00",
    ]


async def test_what_came_too_late_is_skipped_with_its_reason(world: World) -> None:
    """By the earlier plan's rule: it was due under that one."""
    sent = await daily(world, skips=True)
    await move(world, sent, Change(cron="0 11 * * wed", missed="72"))
    monday, (slot, reason) = await slots(world)
    assert (monday, slot) == (("2026-11-02T10:00:00", None), "2026-11-03T10:00:00")
    assert (reason or "").endswith("was taken up 5 minutes late; this plan skips what it missed.")


async def test_a_move_that_fails_leaves_it_to_the_clock(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("The database went away.")

    sent = await daily(world)
    monkeypatch.setattr(moving, "set_plan", fails)
    with pytest.raises(RuntimeError):
        await move(world, sent, WEDNESDAY)
    assert await slots(world) == [("2026-11-02T10:00:00", None)]
    await world.ticks()
    assert await came(world) == ["2026-11-02T10:00:00", "2026-11-03T10:00:00"]


async def test_a_plan_that_is_over_comes_again(world: World) -> None:
    """Nothing is owed of it, however long ago it ended."""
    sent = await world.sends("neglect", Recurring(DAILY, START, START + 2 * HOUR))
    await world.lives(START + 3 * DAY)
    await move(world, sent, Change(ends="2026-11-06 12:00"))
    await world.lives(START + 7 * DAY)
    assert await came(world) == [
        "2026-11-02T10:00:00",
        "2026-11-05T10:00:00",
        "2026-11-06T10:00:00",
    ]
