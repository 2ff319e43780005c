"""Clock changes, leap day, jumps, downtime, and several clocks at once."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.delivery.errands import Errands, Recipient
from bot.foresight.rows import What
from bot.store.plans.stopping import Stop, set_stopped
from config.now import LONDON
from content.coming import earlier_words
from content.templating import say
from schedules.followups import CascadePlan, FollowUps, RecallPlan
from schedules.kinds import Kind
from schedules.plan import OneOff, Recurring
from tests.fakes.clock import START
from tests.integration.loop.conftest import reworded
from tests.integration.plans.conftest import World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def walls(world: World, kind: str = "post", agency: str = "police") -> list[str]:
    """Return when something came to an agency, by London's wall clock."""
    return [
        f"{at.astimezone(LONDON):%m-%d %H:%M}"
        for at, what, _, whom in await world.came()
        if (what, whom) == (kind, agency)
    ]


@pytest.mark.parametrize(
    ("begins", "expected"),
    [
        # Spring: Friday 26 March is Good Friday, and Monday 29 is Easter Monday.
        (datetime(2027, 3, 25, 8, tzinfo=UTC), ["03-25 09:00", "03-30 08:00", "03-30 09:00"]),
        # Autumn: the clocks go back on Sunday 31 October.
        (datetime(2027, 10, 29, 7, tzinfo=UTC), ["10-29 09:00", "11-01 08:00", "11-01 09:00"]),
        # Leap day is a Tuesday.
        (datetime(2028, 2, 28, 8, tzinfo=UTC), ["02-28 09:00", "02-29 09:00", "03-01 09:00"]),
    ],
)
async def test_a_daily_plan_over_a_clock_change_and_leap_day(
    world: World, begins: datetime, expected: list[str]
) -> None:
    world.clock.set(begins)
    await world.sends("daily", Recurring("0 9 * * *", begins))
    await world.lives(begins + 7 * DAY)
    assert (await walls(world))[:3] == expected


async def test_a_clock_that_goes_back_an_hour_repeats_nothing(world: World) -> None:
    await world.sends("daily", Recurring("30 9 * * *", START))
    await world.lives(START + HOUR)
    before = await world.came()
    world.clock.advance(-HOUR)
    await world.ticks()
    world.clock.advance(HOUR)
    await world.ticks()
    assert await world.came() == before
    await world.lives(START + DAY + HOUR)
    assert await walls(world) == ["11-02 10:00", "11-03 10:00"]


async def test_a_clock_that_jumps_three_days_ahead_brings_the_latest(world: World) -> None:
    await world.sends("daily", Recurring("0 8 * * *", START))
    await world.sends("once", OneOff(START + HOUR))
    world.clock.advance(3 * DAY)
    await world.ticks()
    # The daily one of that morning, and the single one within its three days.
    assert await walls(world) == ["11-05 09:00", "11-05 09:00"]
    world.clock.advance(-3 * DAY)
    await world.ticks()
    world.clock.advance(3 * DAY)
    await world.ticks()
    assert len(await walls(world)) == 2


async def test_what_a_clock_a_week_ahead_has_skipped_comes_once_it_is_right_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.sends("once", OneOff(START + 2 * DAY))
    await world.sends("daily", Recurring("0 10 * * mon-fri", START))
    stopped = await world.sends("stopped", OneOff(START + DAY))
    world.clock.advance(7 * DAY)
    await world.ticks()
    assert await walls(world) == []  # all of it came too late by that clock
    async with world.database.begin() as connection:
        await set_stopped(connection, stopped, Stop("Una", world.clock.now()), "Stopped.")
    world.clock.advance(-7 * DAY)
    await asyncio.gather(*(world.another_clock().tick() for _ in range(3)))
    assert "1 moments were skipped by a clock that was ahead" in caplog.text
    await world.lives(START + 4 * DAY)
    days = [f"11-{day:02} 10:00" for day in (2, 3, 4, 5)]
    assert await walls(world) == sorted([*days, "11-04 09:00"])


@pytest.mark.parametrize(("days", "expected"), [(4, ["11-06 09:00"]), (6, [])])
async def test_a_clock_that_is_right_again_after_the_moment_keeps_to_the_limit(
    world: World, days: int, expected: list[str]
) -> None:
    await world.sends("once", OneOff(START + 2 * DAY))
    world.clock.advance(14 * DAY)
    await world.ticks()
    world.clock.set(START + days * DAY)
    await world.ticks()
    assert await walls(world) == expected
    (moment,) = await world.rows("SELECT skipped_reason FROM occurrences WHERE kind = 'post'")
    assert expected or "was taken up 4 days late" in moment.skipped_reason


async def test_what_a_clock_ahead_has_held_is_let_go_once_it_is_right_again(world: World) -> None:
    """A private message, too: nobody but its reader's pause keeps it."""
    world.clock.advance(4 * DAY + 12 * HOUR)  # Friday, 21:00
    errands = Errands(world.queue, world.directory)
    member = await world.joins("U-1")
    async with world.database.begin() as connection:
        await errands.to_member(
            connection, kind=Kind.CASCADE, subject=uuid4(), slot="ask",
            to=Recipient(member.id, "north", "police"), now=world.clock.now()
        )  # fmt: skip
        await connection.execute(
            text(
                "UPDATE deliveries SET state = 'waiting', held = true, next_try_at = :monday,"
                " reason = 'It is Friday evening.'"
            ),
            {"monday": START + 7 * DAY - HOUR},
        )
    await world.ticking.tick()
    world.clock.set(START)
    await world.ticking.tick()
    (row,) = await world.rows(
        "SELECT next_try_at FROM deliveries JOIN occurrences o ON o.id = occurrence"
        " WHERE o.kind = 'cascade'"
    )
    assert row.next_try_at in {None, START}


async def test_days_of_downtime_bring_no_flood(world: World) -> None:
    """Two weeks without any clock: three daily plans, one single, two waves of questions."""
    member = await world.joins("U-1")
    for number in range(3):
        sent = await world.briefs(
            member,
            briefing=reworded(f"again-{number}"),
            follow_ups={"cascade": None, "practice": None, "recall": {"days": [3, 10]}},
        )
        await world.keeps(*(world.answered(sent, member, q, fits=False) for q in ("q1", "q2")))
        await world.sends(f"daily-{number}", Recurring("0 10 * * *", START))
    await world.sends("once", OneOff(START + HOUR))
    await world.ticks()
    earlier = len(await world.came())
    world.clock.set(START + 14 * DAY + HOUR)
    await world.ticks()
    came = (await world.came())[earlier:]
    kinds = Counter((kind, agency) for _, kind, _, agency in came)
    assert kinds["post", "police"] == 3  # today's of each; the single one is too late
    recalls = [it for it in came if it[1] == "recall"]
    assert len(recalls) == 1
    await world.lives(START + 20 * DAY)
    days = Counter(at.date() for at, kind, *_ in await world.came() if kind == "recall")
    assert max(days.values()) == 1


async def test_three_clocks_at_once_are_one(world: World) -> None:
    plan = FollowUps(RecallPlan(), CascadePlan(4, (2,), 5, 6), practice=None)
    clocks = [world.another_clock() for _ in range(3)]
    await world.sends("once", OneOff(START + HOUR), follow_ups=plan)
    await world.sends("daily", Recurring("0 10 * * *", START))
    for _ in range(6 * 8):
        world.clock.advance(3 * HOUR)
        await asyncio.gather(*(clock.tick() for clock in clocks))
        await world.ticks(*clocks)
    posted = [post.delivery for post in world.platform.posts]
    assert len(posted) == len(set(posted)) == len(await world.came())
    assert await walls(world) == ["11-02 12:00"] * 2 + [
        f"11-{day:02} 12:00" for day in (3, 4, 5, 6)
    ]


async def test_days_without_a_worker_bring_no_flood(world: World) -> None:
    """The clock has queued each moment in time; a worker takes them up a week later."""
    await world.sends("daily", Recurring("0 10 * * *", START))
    await world.sends("once", OneOff(START + HOUR))
    for hour in range(7 * 24):
        world.clock.set(START + (hour + 2) * HOUR)
        await world.ticking.tick()
    await world.works()
    assert await walls(world) == ["11-09 10:00"]
    rows = await world.rows(
        "SELECT skipped_reason FROM occurrences WHERE kind = 'post' ORDER BY due_at, 1"
    )
    *missed, last = [row.skipped_reason for row in rows]
    assert last is None
    assert missed.count(say("missed.superseded")) == 7
    assert any("this plan sends up to 3 days late" in reason for reason in missed)


async def test_what_is_held_until_the_next_moment_itself_goes_out_once(world: World) -> None:
    """Saturday's and Sunday's wait until Monday, 08:00, when Monday's comes."""
    monday = START + 7 * DAY - HOUR
    await world.sends("daily", Recurring("0 8 * * *", START))
    foretold = [row.at for row in await world.foretold(1) if row.what is What.POST]
    assert [at.day for at in foretold] == [3, 4, 5, 6, 9]
    (why,) = {row.why for row in await world.foretold(1) if row.at == monday and row.coming}
    assert why == earlier_words(2)
    await world.lives(monday - DAY)
    assert [row.at for row in await world.foretold(1) if row.at <= monday] == [monday]
    await world.lives(monday)
    came = [
        at for at, kind, _, agency in await world.came() if (kind, agency) == ("post", "school")
    ]
    assert came[-2:] == [monday - 3 * DAY, monday]


async def test_what_comes_too_late_by_now_is_foretold_to_be_skipped(world: World) -> None:
    await world.sends("once", OneOff(START + HOUR))
    await world.sends("queued", OneOff(START + 2 * HOUR))
    world.clock.advance(HOUR)
    await world.ticking.tick()
    world.clock.advance(4 * DAY)
    rows = await world.foretold(1)
    assert [(row.what, row.about) for row in rows if row.coming] == [
        (What.SKIPPED, "once version 1"),
        (What.SKIPPED, "queued version 1"),
    ]
    assert not [row for row in rows if row.what is What.CASCADE]
    await world.ticks()
    assert await walls(world) == []
