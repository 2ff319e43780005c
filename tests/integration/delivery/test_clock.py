"""The clock over a real database: what has come is filled once, whoever looks and however late."""

import asyncio
import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from bot.clock import LONGEST_SLEEP
from bot.delivery import filling
from bot.platforms.results import TryLater
from bot.store.engine import Database
from bot.store.plans.disseminations import FOR_EVER
from bot.store.tables import disseminations, occurrences
from config.now import system_now
from content.templating import say
from schedules.plan import OneOff, Recurring, SendLate, SkipMissed
from tests.fakes.clock import START, FakeClock
from tests.integration.delivery.house import House, add_briefing, until

DAY = timedelta(days=1)
NEWER = '{"kind": "recurring", "cron": "99 9 * * mon", "starts": "2026-11-02T09:00:00Z"}'


@pytest.fixture
async def standing(database: Database, clock: FakeClock) -> AsyncGenerator[House]:
    """A house whose clock the test holds. It is Monday, 2 November 2026, 09:00."""
    await add_briefing(database)
    house = House(database, now=clock.now)
    yield house
    await house.close()


async def found(house: House) -> dict[str, str | None]:
    """Each slot with the reason for which it was skipped."""
    async with house.database.begin() as connection:
        rows = await connection.execute(select(occurrences).order_by("due_at"))
        return {row.slot: row.skipped_reason for row in rows}


async def jobs(house: House) -> int:
    async with house.database.begin() as connection:
        rows = await connection.execute(text("SELECT count(*) FROM procrastinate_jobs"))
        return rows.scalar_one()


async def filled_until(house: House, dissemination: UUID) -> object:
    async with house.database.begin() as connection:
        rows = await connection.execute(
            select(disseminations.c.filled_until).where(disseminations.c.id == dissemination)
        )
        return rows.scalar_one()


async def test_a_plan_for_later_comes_when_it_is_due(standing: House, clock: FakeClock) -> None:
    due = START + timedelta(seconds=20)
    sent = await standing.send("first", OneOff(due))
    assert await found(standing) == {}
    assert await standing.clock.tick() == due
    clock.set(due - timedelta(seconds=1))
    await standing.clock.tick()
    assert await jobs(standing) == 0
    clock.set(due)
    assert await standing.clock.tick() == due + LONGEST_SLEEP
    assert await found(standing) == {"2026-11-02T09:00:20": None}
    assert await jobs(standing) == 1
    assert await filled_until(standing, sent) == FOR_EVER


async def test_days_of_downtime_are_caught_up_by_what_the_plan_says(
    standing: House, clock: FakeClock
) -> None:
    await standing.send("first", Recurring("30 9 * * *", START, missed=SendLate(12 * DAY / 24)))
    clock.set(START + 4 * DAY + timedelta(hours=3))
    await standing.clock.tick()
    late = await found(standing)
    assert list(late) == [f"2026-11-0{day}T09:30:00" for day in range(2, 7)]
    *missed, last = late.values()
    assert last is None
    assert all("sends up to 12 hours late" in str(reason) for reason in missed)
    assert await jobs(standing) == 1
    clock.advance(DAY)
    await standing.clock.tick()
    assert (await found(standing))["2026-11-07T09:30:00"] is None
    assert await jobs(standing) == 2


async def test_of_several_missed_moments_only_the_latest_is_sent(
    standing: House, clock: FakeClock
) -> None:
    await standing.send("first", Recurring("0 * * * *", START + DAY, missed=SendLate(DAY)))
    clock.set(START + DAY + timedelta(hours=3, minutes=10))
    await standing.clock.tick()
    reasons = list((await found(standing)).values())
    assert reasons == [*[say("missed.superseded")] * 3, None]


async def test_a_plan_that_skips_says_so(standing: House, clock: FakeClock) -> None:
    await standing.send("first", OneOff(START + DAY, SkipMissed()))
    clock.set(START + DAY + timedelta(minutes=2))
    await standing.clock.tick()
    assert await found(standing) == {
        "2026-11-03T09:00:00": "It was due on Tuesday 3 November 2026 at 09:00 and was taken up"
        " 2 minutes late; this plan skips what it missed."
    }
    assert await jobs(standing) == 0


async def test_the_clock_change_is_one_occurrence(standing: House, clock: FakeClock) -> None:
    clock.set(START.replace(month=10, day=24))
    await standing.send("first", Recurring("30 1 * * *", clock.now()))
    for _ in range(2 * 24 * 2):
        clock.advance(timedelta(minutes=30))
        await standing.clock.tick()
    assert await found(standing) == {"2026-10-25T01:30:00": None, "2026-10-26T01:30:00": None}


async def test_a_moment_that_spring_leaves_out_is_told(
    standing: House, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    clock.set(datetime(2027, 3, 28, 0, 0, tzinfo=UTC))
    await standing.send("first", Recurring("30 1 * * *", clock.now()))
    clock.advance(timedelta(hours=1))
    await standing.clock.tick()
    assert await found(standing) == {"2027-03-28T01:30:00": None}
    assert "01:30 does not exist; it falls at 02:00." in caplog.text


async def test_several_clocks_fill_once(standing: House, clock: FakeClock) -> None:
    for _ in range(5):
        await standing.send("first", Recurring("*/10 * * * *", START + timedelta(minutes=1)))
    clock.advance(timedelta(minutes=10))
    clocks = [standing.another_clock() for _ in range(4)]
    for _ in range(3):
        await asyncio.gather(*(each.tick() for each in clocks))
    async with standing.database.begin() as connection:
        rows = (await connection.execute(select(occurrences))).all()
    assert len(rows) == 5
    assert await jobs(standing) == 5


async def test_an_occurrence_that_stands_is_not_queued_again(
    standing: House, clock: FakeClock
) -> None:
    sent = await standing.send("first", Recurring("0 9 * * *", START))
    async with standing.database.begin() as connection:
        await connection.execute(
            update(disseminations)
            .where(disseminations.c.id == sent)
            .values(filled_until=START - DAY / 2)
        )
    await standing.clock.tick()
    assert await found(standing) == {"2026-11-02T09:00:00": None}
    assert await jobs(standing) == 1


@pytest.mark.parametrize("plan", ['{"kind": "lunar"}', NEWER])
async def test_a_newer_plan_is_left_alone(standing: House, clock: FakeClock, plan: str) -> None:
    strange = await standing.send("first", OneOff(START + DAY))
    await standing.send("first", OneOff(START + DAY))
    async with standing.database.begin() as connection:
        await connection.execute(
            text("UPDATE disseminations SET plan = CAST(:plan AS jsonb) WHERE id = :id"),
            {"id": strange, "plan": plan},
        )
    clock.advance(DAY)
    await standing.clock.tick()
    assert len(await found(standing)) == 1
    assert await filled_until(standing, strange) != FOR_EVER


async def test_a_fault_in_one_plan_leaves_the_others_alone(
    standing: House, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = await standing.send("first", OneOff(START + DAY))
    await standing.send("leads", OneOff(START + DAY))
    real = filling.occurrence_id

    def faulty(dissemination: UUID, kind: str, slot: str) -> UUID:
        if dissemination == bad:
            raise ValueError
        return real(dissemination, kind, slot)

    monkeypatch.setattr(filling, "occurrence_id", faulty)
    clock.advance(DAY)
    await standing.clock.tick()
    assert len(await found(standing)) == 1


async def test_it_wakes_for_the_next_retry(standing: House, clock: FakeClock) -> None:
    standing.platform.answers["C1"].append(TryLater("busy", timedelta(seconds=7)))
    await standing.send("first")
    async with standing.working():

        async def waits() -> bool:
            return await standing.states() == {"waiting": 1}

        await until(waits)
    ahead = await standing.clock.tick()
    assert timedelta(seconds=7) <= ahead - clock.now() <= timedelta(seconds=7.5)


async def test_a_running_clock_is_on_time_and_hears_of_what_is_new(house: House) -> None:
    async with house.working(clock=True):
        await house.clock.start()
        await asyncio.sleep(0.5)
        due = system_now() + timedelta(seconds=0.7)
        await house.send("first", OneOff(due))

        async def posted() -> bool:
            return len(house.platform.posts) == 1

        await until(posted)
    late = house.platform.posts[0].at - due
    assert timedelta() <= late < timedelta(seconds=0.7)


async def test_a_clock_outlives_an_outage_and_may_be_nudged(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks: list[float] = []
    real = house.clock.tick

    async def tick() -> datetime:
        ticks.append(time.monotonic())
        if len(ticks) == 1:
            raise ValueError("a fault")
        if len(ticks) == 2:
            raise OperationalError("", {}, Exception("gone"))
        return await real()

    monkeypatch.setattr(house.clock, "tick", tick)
    await house.clock.start()
    for count in (1, 2, 3):

        async def ticked(least: int = count) -> bool:
            return len(ticks) >= least

        await until(ticked)
        house.clock.nudge()
    await house.clock.stop()
    await house.clock.stop()
    assert ticks[2] - ticks[0] < 2


async def test_a_deaf_clock_still_ticks(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ends: list[Exception] = [ValueError("a fault"), OperationalError("", {}, Exception("gone"))]

    async def deaf(database: Database) -> AsyncGenerator[None]:
        raise ends.pop()
        yield

    monkeypatch.setattr("bot.clock.nudges", deaf)
    await house.clock.start()

    async def ended() -> bool:
        return not ends

    await until(ended)
    await house.clock.stop()
    assert "cannot hear" in caplog.text


async def test_an_outage_while_filling_ends_the_tick(
    standing: House, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*given: object) -> None:
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr("bot.clock.fill", gone)
    await standing.send("first", OneOff(START + DAY))
    clock.advance(DAY)
    with pytest.raises(OperationalError):
        await standing.clock.tick()


async def test_an_idle_clock_sleeps(house: House) -> None:
    await house.clock.start()
    await asyncio.sleep(0.5)
    async with house.database.begin() as connection:
        before = await connection.execute(
            text("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
        )
        first = before.scalar_one()
    spent = time.process_time()
    await asyncio.sleep(2)
    assert time.process_time() - spent < 0.1
    async with house.database.begin() as connection:
        after = await connection.execute(
            text("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
        )
        assert after.scalar_one() - first <= 10
    await house.clock.stop()
