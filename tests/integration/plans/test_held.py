"""Posts and private messages wait for their agency's days and hours, and say so."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.delivery.quiet import MOST_A_DAY
from config.calendar import Window
from config.now import LONDON
from schedules.followups import CascadePlan, FollowUps
from schedules.plan import OneOff, Recurring
from tests.integration.loop.conftest import reworded
from tests.integration.plans.conftest import World, directory_with

EASTER = datetime(2027, 3, 29, 8, tzinfo=UTC)
"""Easter Monday at nine in London: a bank holiday in England, and none in Scotland."""
DAY = timedelta(days=1)


async def test_each_agency_gets_a_post_at_its_own_moment(world: World) -> None:
    world.clock.set(EASTER - 5 * DAY)
    await world.sends("neglect", OneOff(EASTER))
    world.clock.set(EASTER)
    await world.ticks()
    assert [(kind, agency) for _, kind, _, agency in await world.came()] == [("post", "health")]
    assert await world.reasons() == {
        "police": (
            "Held until Tuesday 30 March 2027 at 08:00: Easter Monday is a bank holiday in England."
        ),
        "school": (
            "Held until Monday 12 April 2027 at 08:00: Easter Monday is a bank holiday in England;"
            " by The schools' term dates the schools are closed."
        ),
    }
    await world.lives(EASTER + 2 * DAY)
    world.clock.set(datetime(2027, 4, 12, 7, tzinfo=UTC))
    await world.ticks()
    came = await world.came()
    assert [(at, agency) for at, kind, _, agency in came if kind == "post"] == [
        (EASTER, "health"),
        (EASTER + DAY - timedelta(hours=1), "police"),
        (datetime(2027, 4, 12, 7, tzinfo=UTC), "school"),
    ]


async def test_what_is_urgent_goes_at_once_and_passes_what_waits(world: World) -> None:
    world.clock.set(EASTER)
    await world.sends("neglect")
    await world.ticks()
    assert set(await world.reasons()) == {"police", "school"}
    await world.sends("urgent", urgent=True)
    await world.ticks()
    assert [agency for at, _, _, agency in await world.came() if at == EASTER] == [
        "health", "health", "police", "school"]  # fmt: skip
    assert set(await world.reasons()) == {"police", "school"}


async def test_of_one_plan_that_was_held_the_latest_goes_alone(world: World) -> None:
    world.clock.set(EASTER)
    await world.sends("weekly", Recurring("0 9 * * mon,wed,fri", EASTER))
    for _ in range(13):
        world.clock.advance(DAY)
        await world.ticks()
    world.clock.set(datetime(2027, 4, 12, 7, tzinfo=UTC))
    await world.ticks()
    schools = [at for at, _, _, agency in await world.came() if agency == "school"]
    assert schools == [datetime(2027, 4, 12, 7, tzinfo=UTC)]
    rows = await world.rows(
        "SELECT DISTINCT reason FROM deliveries WHERE state = 'skipped' AND agency = 'school'"
    )
    assert [row.reason for row in rows] == [
        "Held until a later moment of the same plan had come too, and the briefing is posted once."
    ]


async def test_a_changed_calendar_holds_for_what_waits_at_the_first_tick(world: World) -> None:
    world.clock.set(EASTER)
    await world.sends("neglect")
    await world.ticks()
    changed: dict[str, Any] = {
        "police": {"window": Window.parse("always")},
        "school": {"terms": None, "window": Window.parse("wed 10:00-12:00")},
    }
    world.directory = directory_with(**changed)
    clock = world.another_clock(world.directory)
    await clock.tick()
    assert await world.reasons() == {
        "police": "It is looked at again: the agency's calendar lets it go.",
        "school": (
            "Held until Wednesday 31 March 2027 at 10:00: Easter Monday is a bank holiday in"
            " England."
        ),
    }
    await world.ticks(clock)
    assert {agency for _, _, _, agency in await world.came()} == {"health", "police"}
    world.clock.set(datetime(2027, 3, 31, 9, tzinfo=UTC))
    await world.ticks(clock)
    assert {agency for _, _, _, agency in await world.came()} == {"health", "police", "school"}


async def test_long_leave_over_a_bank_holiday_brings_no_flood(world: World) -> None:
    """Somebody is away for five weeks that end on Easter Monday: what waited comes from Tuesday
    on, a few messages a day."""
    begins = EASTER - 35 * DAY
    world.clock.set(begins)
    member = await world.joins("U-1")
    sent = [await world.briefs(member, briefing=reworded())]
    await world.keeps(*(world.answered(sent[0], member, q, fits=False) for q in ("q1", "q2")))
    await world.preferences.pause(member.id, EASTER)
    lead = await world.joins("U-lead")
    await world.preferences.pause(lead.id, EASTER)
    for week in range(5):
        for number in range(2):
            await world.sends(f"b-{week}-{number}", follow_ups=_passed_on())
        await world.ticks()
        world.clock.set(begins + (week + 1) * 7 * DAY)
        await world.ticks()
    came = await world.rows(
        "SELECT d.settled_at, d.member FROM deliveries d WHERE d.member IS NOT NULL"
        " AND d.state = 'delivered' AND d.member IN (:one, :other)",
        one=member.id,
        other=lead.id,
    )
    assert came == []
    await world.lives(EASTER + 4 * DAY)
    came = await world.rows(
        "SELECT d.settled_at, d.member FROM deliveries d WHERE d.member IN (:one, :other)"
        " AND d.state = 'delivered' ORDER BY d.settled_at",
        one=member.id,
        other=lead.id,
    )
    assert came[0].settled_at == EASTER + DAY - timedelta(hours=1)
    days: dict[tuple[object, object], int] = {}
    for row in came:
        key = (row.member, row.settled_at.astimezone(LONDON).date())
        days[key] = days.get(key, 0) + 1
    assert {member.id, lead.id} == {who for who, _ in days}
    assert max(days.values()) <= MOST_A_DAY
    leads = [count for (who, _), count in days.items() if who == lead.id]
    assert sum(leads) > MOST_A_DAY


def _passed_on() -> FollowUps:
    return FollowUps(recall=None, cascade=CascadePlan(30, (), 60, 80), practice=None)
