"""Edits keep to a pace of their own, whoever drives, and nothing waits behind them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from time import monotonic

import pytest

from bot.platforms.base import Place
from bot.platforms.limits import Limits, Window
from bot.platforms.results import Receipt, SendResult
from bot.store.delivery.lines import AHEAD
from bot.store.engine import Database
from config.now import system_now
from content.message import Message
from tests.fakes.platform import FakePlatform
from tests.integration.amending.amended import COORDINATOR, Amended, amended_house, version
from tests.integration.delivery.driving import drivers_of
from tests.integration.delivery.house import add_briefing, directory_of, until

UPDATES = Window(3, 2.0)
EDITS = 9


class Timed(FakePlatform):
    """Keeps when each edit came, and takes a moment over it."""

    edited_at: list[float]

    async def update(self, place: Place, receipt: Receipt, message: Message) -> SendResult:
        self.edited_at.append(monotonic())
        return await super().update(place, receipt, message)


@pytest.fixture
async def amended(database: Database) -> AsyncGenerator[Amended]:
    """As many posts as edits, of a version that was corrected just now."""
    found = await amended_house(database, system_now)
    people = found.house.directory.people
    found.house.directory = directory_of(EDITS).model_copy(update={"people": people})
    found.house.platform = Timed()
    found.house.platform.edited_at = []
    await found.send()
    await found.settle()
    found.platform.limits = Limits((), (), updates=(UPDATES,))
    await add_briefing(database, version(2))
    await found.amending.correct("neglect", by=COORDINATOR)
    yield found
    await found.house.close()


async def test_a_post_does_not_wait_behind_edits(amended: Amended) -> None:
    before = len(amended.platform.posts)
    amended.platform.limits = Limits((), (), updates=(Window(UPDATES.count, 600.0),))
    async with amended.house.working():

        async def edits_wait() -> bool:
            return len(amended.edits()) == UPDATES.count

        await until(edits_wait)
        await amended.send("first")

        async def posted() -> bool:
            return len(amended.platform.posts) > before

        await until(posted)
        assert len(amended.edits()) == UPDATES.count


async def test_a_post_does_not_wait_behind_many_edits_in_its_own_channel(amended: Amended) -> None:
    """As of a plan that has posted there week by week."""
    for _ in range(AHEAD + UPDATES.count):
        await amended.send("first")
    await amended.settle()
    before = len(amended.platform.posts)
    await add_briefing(amended.house.database, version(3))
    await amended.amending.correct("neglect", by=COORDINATOR)
    await amended.send("first")
    amended.platform.limits = Limits((), (), updates=(Window(UPDATES.count, 600.0),))
    async with amended.house.working():

        async def posted() -> bool:
            return len(amended.platform.posts) > before

        await until(posted)


async def test_drivers_that_take_turns_keep_to_one_pace(amended: Amended) -> None:
    platform = amended.platform
    assert isinstance(platform, Timed)

    async def all_made() -> bool:
        return len(platform.edited_at) == EDITS

    async def drive() -> None:
        while not await all_made():
            await drivers_of(amended.house, shift=0.3).drive("w-0", asyncio.Event())

    with suppress(TimeoutError):
        async with asyncio.timeout(10.0):
            await drive()
    at = platform.edited_at
    assert len(at) == EDITS
    spans = [later - first for first, later in zip(at, at[UPDATES.count :], strict=False)]
    assert min(spans) >= UPDATES.seconds - 0.1
    assert at[-1] - at[0] < UPDATES.seconds * (EDITS // UPDATES.count)
