"""Posts and private messages wait for their agency's days and hours, and say so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.delivery.quiet import MOST_A_DAY
from bot.foresight.rows import What
from bot.platforms.results import Stopped
from config.calendar import Window
from config.now import LONDON
from schedules.followups import CascadePlan, FollowUps
from schedules.plan import OneOff, Plan, Recurring, SendLate
from tests.fakes.clock import START
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


async def test_what_is_held_by_another_clock_says_what_london_s_shows_then(world: World) -> None:
    """What a row's moment says and what its reason says are one moment."""
    zones: dict[str, Any] = {
        "police": {"zone": "America/New_York"},
        "health": {"zone": "Pacific/Kiritimati"},
    }
    world.directory = directory_with(**zones)
    moment = datetime(2026, 11, 3, 10, tzinfo=UTC)
    await world.sends("neglect", OneOff(moment))
    said = {
        "police": (
            "Held until Tuesday 3 November 2026 at 13:00 London time, 08:00 in New York: the"
            " agency's hours are 08:00 to 18:00 in New York."
        ),
        "health": (
            "Held until Tuesday 3 November 2026 at 18:00 London time, Wednesday 4 November 2026 at"
            " 08:00 in Kiritimati: the agency's hours are 08:00 to 18:00 in Kiritimati."
        ),
        "school": "",
    }
    told = {key: row.why for row in await world.foretold(1) for key in row.agencies if row.coming}
    assert told == said
    world.clock.set(moment)
    await world.ticks()
    assert await world.reasons() == {key: why for key, why in said.items() if why}
    rows = [row for row in await world.foretold(1) if row.what is What.HELD]
    assert {(row.at.hour, row.why) for row in rows} == {(13, said["police"]), (18, said["health"])}


async def test_what_is_held_until_after_the_weeks_shown_is_named(world: World) -> None:
    """The schools' holidays are longer than the week that somebody looks at."""
    world.clock.set(EASTER - 5 * DAY)
    await world.sends("once", OneOff(EASTER))
    await world.sends("daily", Recurring("30 9 * * *", EASTER - 5 * DAY))
    await world.sends("later", OneOff(EASTER + 10 * DAY))
    back = datetime(2027, 4, 12, 7, tzinfo=UTC)
    closed = "by The schools' term dates the schools are closed."
    outlook = await world.outlook(1)
    assert {row.at < EASTER + 2 * DAY for row in outlook.within} == {True}
    assert [(row.about, row.at, row.agencies) for row in outlook.beyond] == [
        ("daily version 1", back, ("school",)),
        ("once version 1", back, ("school",)),
    ]
    daily, once = outlook.beyond
    assert once.why == (
        "Held until Monday 12 April 2027 at 08:00: Easter Monday is a bank holiday in England; "
        + closed
    )
    assert closed in daily.why
    # Those that fall while the schools are closed go together, and are one line.
    assert "It stands for 4 earlier moments of its plan too" in daily.why
    assert "once version 1" not in {row.about for row in outlook.within if "school" in row.agencies}

    # It has come, and is held: it stands there still, with the moments that come meanwhile.
    world.clock.set(EASTER + timedelta(minutes=5))
    await world.ticks()
    *_, held = (await world.outlook(1)).beyond
    assert (held.what, held.about, held.at, held.why) == (What.HELD, "once", back, once.why)
    assert [row.about for row in (await world.outlook(3)).beyond] == []


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


CHRISTMAS = datetime(2026, 12, 24, 18, 30, tzinfo=UTC)
"""A Thursday evening. The next working morning in England is the Tuesday after."""
TUESDAY = datetime(2026, 12, 29, 8, tzinfo=UTC)


async def halts_after_its_hold(world: World, plan: Plan | None = None) -> None:
    """A post is held from Christmas Eve on, and halts on the morning that it was held until."""
    world.clock.set(CHRISTMAS)
    await world.sends("neglect", plan)
    await world.ticks()
    assert set(await world.reasons()) == {"police", "health", "school"}
    world.clock.set(TUESDAY)
    world.platform.rosters["C-police"].append(Stopped("Invite the bot."))
    await world.ticks()
    assert await police(world) == ("halted", "Invite the bot.")


async def police(world: World) -> tuple[str, str]:
    (row,) = await world.rows("SELECT state, reason FROM deliveries WHERE channel = 'police-team'")
    return row.state, row.reason or ""


@pytest.mark.parametrize("plan", [None, Recurring("30 18 24 * *", CHRISTMAS)])
async def test_what_halts_after_a_hold_is_late_from_the_holds_end_on(
    world: World, plan: Plan | None
) -> None:
    await halts_after_its_hold(world, plan)
    world.clock.advance(timedelta(minutes=10))
    await world.asks_what_halted()
    assert await police(world) == ("delivered", "")


async def test_what_is_mended_too_late_after_a_hold_says_from_when_on(world: World) -> None:
    await halts_after_its_hold(world)
    world.clock.advance(3 * DAY + timedelta(hours=1))
    await world.asks_what_halted()
    says = (
        "It was held, and then halted until its time was over, which counts from the end of the"
        " hold. It was due on Tuesday 29 December 2026 at 08:00 and was taken up 3 days and 1"
        " hour late; this plan sends up to 3 days late."
    )
    assert await police(world) == ("skipped", says)


async def test_a_hold_that_a_changed_calendar_ends_counts_to_that_end(world: World) -> None:
    world.clock.set(CHRISTMAS)
    await world.sends("neglect", OneOff(CHRISTMAS, SendLate(timedelta(hours=12))))
    await world.ticks()
    world.clock.advance(2 * DAY)
    changed: dict[str, Any] = {"police": {"window": Window.parse("always")}}
    world.directory = directory_with(**changed)
    world.platform.rosters["C-police"].append(Stopped("Invite the bot."))
    clock = world.another_clock(world.directory)
    await clock.tick()
    await world.ticks(clock)
    assert await police(world) == ("halted", "Invite the bot.")
    world.clock.advance(timedelta(minutes=10))
    await world.asks_what_halted()
    assert await police(world) == ("delivered", "")


async def test_what_was_held_behind_another_is_late_from_the_same_moment_on(world: World) -> None:
    """What a lead is asked to pass on waits behind what a pause of three weeks holds, and halts
    when the pause is over: it is asked all the same."""
    lead = await world.joins("U-lead")
    await world.preferences.pause(lead.id, START + 21 * DAY)
    for slug in ("neglect", "other"):
        await world.sends(slug, follow_ups=_passed_on())
        await world.ticks()
        world.clock.advance(DAY)
    asks = (
        "SELECT d.state, d.held FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE d.member = :lead AND o.kind = 'cascade' AND o.slot = 'ask'"
    )
    waiting = await world.rows(asks, lead=lead.id)
    assert [(row.state, row.held) for row in waiting] == [("waiting", True)] * 2
    world.clock.set(START + 21 * DAY)
    world.platform.answers["U-lead"].extend([Stopped("Nobody is there.")] * 2)
    await world.ticks()
    world.clock.advance(timedelta(minutes=10))
    await world.asks_what_halted()
    assert [row.state for row in await world.rows(asks, lead=lead.id)] == ["delivered"] * 2


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
