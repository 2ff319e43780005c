"""Drivers leave nothing behind: whatever comes as one comes, looks or leaves is sent at once."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from bot.delivery import shift
from bot.delivery.driver import Drivers
from bot.delivery.shift import Shift
from bot.platforms.base import Place
from bot.platforms.results import SendResult, TryLater
from bot.store.delivery import lines
from bot.store.delivery.attempts import take_due
from bot.store.engine import Database
from bot.store.tables import deliveries
from content.message import Message
from tests.fakes.platform import FakePlatform, Post
from tests.integration.delivery.attempts import jobs
from tests.integration.delivery.driving import drivers_of, expand_all
from tests.integration.delivery.house import House, directory_of, until


async def test_what_comes_as_a_driver_leaves_is_delivered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last look and letting go, a job finds the workspace driven and ends."""
    mine = drivers_of(house)
    real = Shift.work
    late: list[UUID] = []

    async def work(it: Shift) -> bool:
        left = await real(it)
        if not late:
            late.append(await house.send("first"))
            await expand_all(house)
            await mine.drive("w-0", asyncio.Event())
        return left

    monkeypatch.setattr(Shift, "work", work)
    await house.send("leads")
    await expand_all(house)
    await mine.drive("w-0", asyncio.Event())
    assert await house.states() == {"delivered": 2}


async def test_what_comes_as_another_driver_leaves_is_delivered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It held the workspace a moment ago, and has left by the time that a job rings here."""
    mine = drivers_of(house)
    real, late = house.holds.hold, list[UUID]()

    @asynccontextmanager
    async def hold(thing: UUID) -> AsyncGenerator[bool]:
        if not late:
            late.append(await house.send("first"))
            await expand_all(house)
            await mine.drive("w-0", asyncio.Event())
            yield False
            return
        async with real(thing) as held:
            yield held

    monkeypatch.setattr(house.holds, "hold", hold)
    await mine.drive("w-0", asyncio.Event())
    assert await house.states() == {"delivered": 1}


async def test_what_comes_just_after_a_look_waits_for_no_other_call(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shift, "LOOK_APART", 0.3)
    house.platform.slow = 0.9
    mine, begun = drivers_of(house), list[int]()

    def answered(_post: Post) -> None:
        begun.append(len(house.platform.tried))

    house.platform.before_answer = answered
    await house.send("first")
    await expand_all(house)
    driving = asyncio.create_task(mine.drive("w-0", asyncio.Event()))

    async def under_way() -> bool:
        return bool(house.platform.tried)

    await until(under_way)
    await house.send("leads")
    await expand_all(house)
    await mine.drive("w-0", asyncio.Event())
    await driving
    assert begun == [2, 2]


@dataclass(slots=True)
class SlowForLeads(FakePlatform):
    """Answers the leads' channel once the other has all of its posts, or in the end."""

    others: int = 5
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
        if place.channel == "C0":
            with suppress(TimeoutError):
                async with asyncio.timeout(2.0):
                    await self.arrived.wait()
        result = await FakePlatform.post(self, place, message, delivery=delivery)
        if len(self.posts) == self.others:
            self.arrived.set()
        return result


async def test_a_line_that_has_run_out_is_filled_while_another_calls(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "AHEAD", 1)
    house.platform = SlowForLeads()
    for audience in (*["first"] * 5, "leads"):
        await house.send(audience)
    await expand_all(house)
    await drivers_of(house).drive("w-0", asyncio.Event())
    assert [post.channel for post in house.platform.posts] == [*["C1"] * 5, "C0"]


async def test_what_was_let_wait_as_the_clock_came_by_goes_with_the_first(
    house: House, database: Database
) -> None:
    """The clock brings the first back, and has not seen what was put behind it meanwhile."""
    house.platform.answers["C1"].append(TryLater("429", timedelta(milliseconds=10)))
    await house.send("first")
    await expand_all(house)
    await drivers_of(house).drive("w-0", asyncio.Event())
    await house.send("first")
    await expand_all(house)
    (line,) = await lines.take_lines(database.statements, "w-0", busy=(), most=8)
    await house.clock.start()

    async def waits() -> bool:
        return (await house.states()).get("waiting", 0) > 0

    async def goes() -> bool:
        return not await waits()

    await until(goes)  # so the clock sleeps until it is woken
    async with database.begin() as connection:
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.id == line.waits)
            .values(state="waiting", next_try_at=house.now())
        )
    async with database.begin() as connection:
        await take_due(connection, now=house.now())
        await lines.hold_behind(database.statements, "w-0", line, reason="In order.")
    assert await waits()
    await until(goes, 3.0)
    await house.clock.stop()


async def test_a_shift_that_is_over_hands_the_rest_on(house: House) -> None:
    house.directory = directory_of(100)
    house.platform.slow = 0.05
    await house.send()
    await expand_all(house)
    before = await jobs(house.database)
    await drivers_of(house, shift=0.01).drive("w-0", asyncio.Event())
    assert 0 < len(house.platform.posts) < 100
    assert await jobs(house.database) == before + 1
    async with house.working():

        async def delivered() -> bool:
            return await house.states() == {"delivered": 100}

        await until(delivered)


async def test_a_call_that_hangs_as_the_shift_ends_holds_nobody_else_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform took the connection and says nothing: to one channel, while others wait."""
    answers, real = asyncio.Event(), FakePlatform.post

    async def post(
        platform: FakePlatform, place: Place, message: Message, *, delivery: UUID
    ) -> SendResult:
        if place.channel == "C0":
            await answers.wait()
        return await real(platform, place, message, delivery=delivery)

    monkeypatch.setattr(FakePlatform, "post", post)
    house.directory = directory_of(100)
    house.platform.slow = 0.02
    await house.send()
    await expand_all(house)
    driving = asyncio.create_task(drivers_of(house, shift=0.01).drive("w-0", asyncio.Event()))

    async def all_others() -> bool:
        return len(house.platform.posts) == 99

    await until(all_others)
    assert not driving.done()
    answers.set()
    await driving
    assert await house.states() == {"delivered": 100}


async def test_what_is_handed_on_to_the_same_worker_goes_on(house: House) -> None:
    """Its job may begin before whoever handed on has left: it rings, and is gone."""
    house.directory = directory_of(40)
    house.platform.slow = 0.05

    async def hand_on(workspace: str) -> None:
        await mine.drive(workspace, asyncio.Event())

    mine = Drivers(house.deliverer, house.holds, hand_on, shift=0.01)
    await house.send()
    await expand_all(house)
    await mine.drive("w-0", asyncio.Event())
    assert await house.states() == {"delivered": 40}
