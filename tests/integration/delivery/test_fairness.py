"""Fairness: few are not stuck behind many, nor the urgent behind anything."""

import asyncio

import pytest

from bot.delivery import shift
from bot.platforms.limits import Limits, Window
from config.directory import Audience
from tests.fakes.platform import Post
from tests.integration.delivery.driving import drivers_of, expand_all
from tests.integration.delivery.house import House, directory_of, until


async def disseminations_of(house: House, posts: list[Post]) -> list[object]:
    rows = {row["id"]: row["dissemination"] for row in await house.rows()}
    return [rows[post.delivery] for post in posts]


async def posts_until_urgent(house: House, audience: str, *, after: int) -> int:
    """Send something urgent once so many posts are made; return how many more are made from the
    moment at which it can be taken until it is there."""

    async def under_way() -> bool:
        return len(house.platform.posts) >= after

    await until(under_way)
    urgent = await house.send(audience, urgent=True)

    async def planned() -> bool:
        return any(row["dissemination"] == urgent for row in await house.rows())

    async def arrived() -> bool:
        return urgent in await disseminations_of(house, house.platform.posts)

    await until(planned)
    before = len(house.platform.posts)
    await until(arrived)
    return len(house.platform.posts) - before


async def test_few_are_not_stuck_behind_many(house: House) -> None:
    house.directory = directory_of(200)
    house.platform.limits = Limits((), (Window(40, 1.0),))
    await house.send()
    async with house.working():

        async def under_way() -> bool:
            return len(house.platform.posts) >= 20

        await until(under_way)
        small = await house.send("first")

        async def arrived() -> bool:
            return small in await disseminations_of(house, house.platform.posts)

        await until(arrived)
        before = len(house.platform.posts)
    assert before < 150


async def test_the_urgent_is_not_stuck_behind_many_to_its_own_channel(house: House) -> None:
    last = Audience(key="last", name="Last", channels=("c-199",))
    house.directory = directory_of(200).model_copy(update={"audiences": (last,)})
    house.platform.limits = Limits((Window(1, 1.0),), (Window(20, 1.0),))
    await house.send()
    async with house.working():
        assert await posts_until_urgent(house, "last", after=20) < 80


async def test_the_urgent_is_not_stuck_behind_what_waits_for_its_turn_in_a_slow_workspace(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shift, "AT_GATE", 1.0)
    house.directory = directory_of(24)
    house.platform.limits = Limits((), (Window(1, 0.25),))
    await house.send()
    async with house.working():
        assert await posts_until_urgent(house, "first", after=2) < 13


async def test_the_urgent_passes_what_was_taken_for_channels_that_are_being_sent_to(
    house: House,
) -> None:
    """To every channel of a workspace that is busy with all of them."""
    house.directory = directory_of(24)
    house.platform.limits = Limits((), (Window(20, 1.0),))
    for _ in range(9):
        await house.send()
    await expand_all(house)
    async with house.working():

        async def under_way() -> bool:
            return len(house.platform.posts) >= 20

        await until(under_way)
        urgent = await house.send(urgent=True)
        before = len(house.platform.posts)

        async def all_there() -> bool:
            sent = await disseminations_of(house, house.platform.posts)
            return sent.count(urgent) == 24

        await until(all_there, seconds=20.0)
        sent = await disseminations_of(house, house.platform.posts)
    last = len(sent) - sent[::-1].index(urgent)
    # What was in hand for each channel, and what went until the urgent were there to be taken; not
    # all that had been taken for each.
    assert sum(it != urgent for it in sent[before:last]) <= 3 * 24


async def test_each_destination_keeps_its_order_whoever_has_the_first_turn(house: House) -> None:
    house.directory = directory_of(50)
    large = await house.send()
    await expand_all(house)
    small = await house.send("first")
    await expand_all(house)
    await drivers_of(house).drive("w-0", asyncio.Event())
    to_first = [post for post in house.platform.posts if post.channel == "C1"]
    assert await disseminations_of(house, to_first) == [large, small]
