"""Stopping a dissemination: nothing more goes out, and what did stays. With real workers."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from bot.decisions.plans import Stopping, stop_plan
from bot.delivery.expand import expand
from bot.platforms.base import Place
from bot.platforms.results import Absent, CannotLook, LookResult, SendResult, TryLater, Unclear
from bot.store.engine import Database
from bot.store.evidence.audit import Act, list_decisions
from bot.store.plans.disseminations import take
from bot.store.plans.overview import list_planned
from bot.store.plans.stopping import Remains
from bot.store.tables import occurrences
from config.errors import NotFound, Refused
from content.message import Message
from schedules.plan import OneOff, Recurring
from tests.fakes.clock import START, FakeClock
from tests.fakes.platform import FakePlatform, Post
from tests.integration.delivery.house import House, add_briefing, directory_of, until

DAY = timedelta(days=1)


@pytest.fixture
async def standing(database: Database, clock: FakeClock) -> AsyncGenerator[House]:
    """A house whose clock the test holds. It is Monday, 2 November 2026, 09:00."""
    await add_briefing(database)
    house = House(database, now=clock.now)
    yield house
    await house.close()


async def stop(house: House, dissemination: UUID, by: str = "Cy Coordinator") -> Stopping:
    return await stop_plan(house.database, dissemination, by, house.now)


async def reasons(house: House) -> list[str | None]:
    """The reason of each occurrence that was skipped, by its moment."""
    async with house.database.begin() as connection:
        rows = await connection.execute(
            select(occurrences.c.skipped_reason).order_by(occurrences.c.due_at)
        )
        return list(rows.scalars())


async def work_off(house: House) -> None:
    """Let a worker do whatever is queued."""
    async with house.working():

        async def idle() -> bool:
            async with house.database.begin() as connection:
                left = await connection.execute(
                    text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo','doing')")
                )
                return left.scalar_one() == 0

        await until(idle)


async def expanded(house: House) -> None:
    """Make the deliveries, and leave their jobs in the queue."""
    async with house.database.begin() as connection:
        ids = list((await connection.execute(select(occurrences.c.id))).scalars())
    for occurrence in ids:
        await expand(house.database, house.queue, house.directory, occurrence, house.now)


async def test_what_is_queued_is_skipped_with_the_reason(standing: House) -> None:
    sent = await standing.send()
    stopping = await stop(standing, sent)
    assert stopping.remains == Remains(moments=1)
    assert await reasons(standing) == ["Stopped by Cy Coordinator on Mon 2 Nov 2026, 09:00."]
    await work_off(standing)
    assert (standing.platform.posts, await standing.rows()) == ([], [])


async def test_what_waits_for_a_worker_is_skipped(standing: House) -> None:
    sent = await standing.send()
    await expanded(standing)
    assert (await stop(standing, sent)).remains == Remains(skipped=3)
    await work_off(standing)
    assert standing.platform.posts == []
    for row in await standing.rows():
        assert row["state"] == "skipped"
        assert row["reason"] == "Stopped by Cy Coordinator on Mon 2 Nov 2026, 09:00."
        assert (row["settled_at"], row["attempts"]) == (START, 0)
    async with standing.database.begin() as connection:
        (decision,) = await list_decisions(connection, sent)
    assert (decision.act, decision.person, decision.at) == (Act.STOPPED, "Cy Coordinator", START)
    assert decision.detail == {"moments": 0, "deliveries": 3}


async def test_what_is_delivered_stays_and_what_waits_to_try_again_is_skipped(
    standing: House, clock: FakeClock
) -> None:
    standing.platform.answers["C1"].append(TryLater("Too many.", DAY / 24))
    sent = await standing.send()
    await expanded(standing)
    await work_off(standing)
    assert await standing.states() == {"delivered": 2, "waiting": 1}
    assert (await stop(standing, sent)).remains == Remains(skipped=1)
    clock.advance(DAY)
    await standing.clock.tick()
    await work_off(standing)
    assert await standing.states() == {"delivered": 2, "skipped": 1}
    assert len(standing.platform.posts) == 2


@pytest.mark.parametrize(
    ("look", "state"), [(Absent(), "skipped"), (CannotLook("Not here."), "unconfirmed")]
)
async def test_what_may_have_been_posted_is_looked_for_and_not_posted(
    standing: House, clock: FakeClock, look: LookResult, state: str
) -> None:
    standing.platform.answers["C1"].append(Unclear("The connection broke."))
    standing.platform.looks.extend([Absent(), look])
    sent = await standing.send("first")
    await expanded(standing)
    await work_off(standing)
    assert await standing.states() == {"claimed": 1}
    assert (await stop(standing, sent)).remains == Remains(in_doubt=1)
    clock.advance(DAY)
    await standing.clock.tick()
    await work_off(standing)
    assert await standing.states() == {state: 1}
    assert len(standing.platform.looked) == 2
    assert standing.platform.posts == []


async def test_what_is_being_sent_is_finished(house: House) -> None:
    """The stop is over before the platform answers."""
    stopped: list[Stopping] = []

    class Interrupted(FakePlatform):
        async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
            stopped.append(await stop(house, sent))
            return await FakePlatform.post(self, place, message, delivery=delivery)

    house.platform = Interrupted()
    sent = await house.send("first")
    await work_off(house)
    assert [each.remains for each in stopped] == [Remains(under_way=1)]
    assert await house.states() == {"delivered": 1}
    assert len(house.platform.posts) == 1


async def test_what_is_being_sent_and_not_taken_is_not_sent_again(house: House) -> None:
    class Interrupted(FakePlatform):
        async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
            await stop(house, sent)
            return TryLater("Too many.")

    house.platform = Interrupted()
    sent = await house.send("first")
    async with house.working(clock=True):

        async def skipped() -> bool:
            return await house.states() == {"skipped": 1}

        await until(skipped)


async def test_no_moment_comes_any_more(standing: House, clock: FakeClock) -> None:
    sent = await standing.send("first", Recurring("0 9 * * *", START))
    kept = await standing.send("first", Recurring("0 9 * * *", START))
    await stop(standing, sent)
    clock.advance(3 * DAY)
    await standing.clock.tick()
    async with standing.database.begin() as connection:
        rows = await connection.execute(
            select(occurrences.c.dissemination).where(occurrences.c.due_at > START)
        )
        assert set(rows.scalars()) == {kept}
        assert [each.sending.id for each in await list_planned(connection)] == [kept]
        # A clock that had it on its list before it was stopped finds nothing to fill.
        assert await take(connection, sent) is None


async def test_stopped_twice_at_once_it_is_stopped_once(standing: House) -> None:
    sent = await standing.send("first", OneOff(START + DAY))
    both = await asyncio.gather(stop(standing, sent, "Ann"), stop(standing, sent, "Bea"))
    assert sorted(each.before for each in both) == [False, True]
    assert both[0].stop == both[1].stop
    async with standing.database.begin() as connection:
        (decision,) = await list_decisions(connection, sent)
    assert decision.person == both[0].stop.by


async def test_what_cannot_be_stopped(standing: House) -> None:
    with pytest.raises(NotFound, match="There is no dissemination 0000"):
        await stop(standing, UUID(int=1))
    sent = await standing.send("first", OneOff(START + DAY))
    for name in ("", " \n ", "x" * 121, "a\x07b"):
        with pytest.raises(Refused, match="Say who stops it"):
            await stop(standing, sent, name)
    async with standing.database.begin() as connection:
        assert await list_decisions(connection, sent) == []


@pytest.mark.parametrize("after", range(6))
async def test_a_stop_in_the_midst_of_a_fan_out(database: Database, after: int) -> None:
    """Wherever the stop falls, every delivery has its outcome, and what says it was delivered was
    posted, once."""
    await add_briefing(database)
    house = House(database, directory=directory_of(60))
    stopping: list[asyncio.Task[Stopping]] = []
    try:
        async with house.working(clock=True):
            sent = await house.send()

            def reached(_: Post) -> None:
                if len(house.platform.posts) >= 3 * after and not stopping:
                    stopping.append(asyncio.create_task(stop(house, sent)))

            house.platform.before_answer = reached
            if not after:
                stopping.append(asyncio.create_task(stop(house, sent)))

            async def settled() -> bool:
                states = await house.states()
                return bool(stopping) and not {"planned", "claimed", "waiting"} & states.keys()

            await until(settled)
            await asyncio.gather(*stopping)
            assert await settled()
        states = await house.states()
        assert set(states) <= {"delivered", "skipped"}
        assert states.get("delivered", 0) == len(house.platform.posts)
        assert len({post.delivery for post in house.platform.posts}) == len(house.platform.posts)
        if after:
            assert sum(states.values()) == 60
            assert states["skipped"]
    finally:
        await house.close()
