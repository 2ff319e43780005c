"""Drivers: one a workspace, in each destination's order, fair, and never stuck."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update

from bot.delivery import service, shift
from bot.platforms.limits import Limits, Window
from bot.platforms.results import TryLater
from bot.store.delivery.resting import load_rest
from bot.store.engine import Database
from bot.store.statements import Statements
from bot.store.tables import deliveries
from bot.store.wake import is_outage
from content.templating import say
from tests.integration.delivery.driving import drivers_of, expand_all
from tests.integration.delivery.house import House, directory_of, until


async def test_what_stands_behind_one_that_waits_waits_as_long(house: House) -> None:
    house.platform.answers["C1"].append(TryLater("429", timedelta(seconds=30)))
    for _ in range(3):
        await house.send("first")
    await expand_all(house)
    await drivers_of(house).drive("w-0", asyncio.Event())
    rows = await house.rows()
    assert [row["state"] for row in rows] == ["waiting"] * 3
    assert len({row["next_try_at"] for row in rows}) == 1
    assert sorted(str(row["reason"]) for row in rows) == ["429", *[say("waiting.in_order")] * 2]
    assert len(house.platform.tried) == 1


async def test_a_refusal_slows_that_channel_alone(house: House) -> None:
    house.directory = directory_of(4)
    house.platform.answers["C1"].append(TryLater("429", timedelta(seconds=30)))
    await house.send()
    await house.send()
    await expand_all(house)
    await drivers_of(house).drive("w-0", asyncio.Event())
    assert await house.states() == {"delivered": 6, "waiting": 2}


async def test_nothing_waits_for_the_question_who_is_in_another_channel(house: House) -> None:
    """More channels than are under way at a time cannot be asked about. What needs no question goes
    on meanwhile, and nothing of the others has used up an attempt."""
    house.directory = directory_of(shift.AT_ONCE + 8)
    house.platform.limits = Limits((), (), rosters=(Window(1, 0.1),))
    async with house.working():
        await house.send("first")

        async def delivered(count: int) -> bool:
            return len(house.platform.posts) >= count

        await until(lambda: delivered(1))
        refused = TryLater("429", timedelta(seconds=60), everywhere=True)
        for channel in house.directory.channels:
            house.platform.rosters[channel.id].append(refused)
        await house.send()
        await until(lambda: delivered(2))
        await house.send("first")
        await until(lambda: delivered(3))
    assert [post.channel for post in house.platform.posts] == ["C1"] * 3
    rows = [row for row in await house.rows() if row["state"] != "delivered"]
    assert len(rows) == shift.AT_ONCE + 7
    assert sorted(row["attempts"] for row in rows) == [*[0] * (len(rows) - 1), 1]


async def test_a_refusal_of_the_workspace_is_kept_for_drivers_to_come(
    house: House, database: Database
) -> None:
    house.directory = directory_of(2, workspaces=2)
    house.platform.answers["C1"].append(TryLater("429", timedelta(seconds=2), everywhere=True))
    await house.send()
    await expand_all(house)
    await drivers_of(house).drive("w-1", asyncio.Event())
    await drivers_of(house).drive("w-0", asyncio.Event())
    assert await house.states() == {"delivered": 1, "waiting": 1}
    rest = await load_rest(database.statements, "w-1", now=house.now())
    assert rest.share == 0.5
    assert rest.until is not None
    async with database.begin() as connection:
        await connection.execute(update(deliveries).values(next_try_at=None))
        await connection.execute(
            update(deliveries).where(deliveries.c.state == "waiting").values(state="planned")
        )
    other = House(database, house.directory, house.platform)
    await other.work.drive("w-1", asyncio.Event())
    await other.close()
    post = house.platform.posts[-1]
    assert await house.states() == {"delivered": 2}
    assert post.at >= rest.until - timedelta(milliseconds=100)


async def test_a_driver_that_takes_over_keeps_to_the_pace_of_the_one_before(house: House) -> None:
    house.platform.limits = Limits((Window(1, 1.0),), ())
    for _ in range(2):
        await house.send("first")
        await expand_all(house)
        other = House(house.database, platform=house.platform)
        await other.work.drive("w-0", asyncio.Event())
        await other.close()
    one, other = house.platform.posts
    assert other.at - one.at >= timedelta(seconds=0.95)


async def test_who_rests_is_not_waited_for_once_the_shift_is_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A driver that said nothing for a minute would lose its workspace, and a worker would take as
    long to stop."""
    monkeypatch.setattr(shift, "LAST_TURNS", 0.2)
    house.directory = directory_of(12)
    house.platform.limits = Limits((), (Window(2, 0.3),))
    for channel in house.directory.channels:
        storm = TryLater("429", timedelta(seconds=30), everywhere=True)
        house.platform.answers[channel.id].append(storm)
    await house.send()
    await expand_all(house)
    async with asyncio.timeout(10.0):
        await drivers_of(house, shift=0.1).drive("w-0", asyncio.Event())
    assert await house.states() == {"waiting": 2, "planned": 10}


async def test_two_drivers_of_one_workspace_are_one(house: House, database: Database) -> None:
    house.directory = directory_of(40)
    house.platform.slow = 0.02
    other = House(database, house.directory, house.platform)
    await house.send()
    await expand_all(house)
    stopping = asyncio.Event()
    mine, theirs = drivers_of(house), drivers_of(other)
    await asyncio.gather(*(it.drive("w-0", stopping) for it in (mine, mine, theirs, theirs, mine)))
    assert await house.states() == {"delivered": 40}
    assert len(house.platform.tried) == 40
    await other.close()


async def test_a_driver_that_lost_its_hold_delivers_no_more(house: House) -> None:
    house.directory = directory_of(60)
    house.platform.slow = 0.2
    await house.send()
    await expand_all(house)

    async def cut() -> None:
        async def under_way() -> bool:
            return bool(house.platform.tried)

        await until(under_way)
        async with house.database.begin() as connection:
            await connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            )

    cutting = asyncio.create_task(cut())
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is asked below
        await drivers_of(house).drive("w-0", asyncio.Event())
    await cutting
    assert is_outage(caught.value)
    states = await house.states()
    assert set(states) == {"delivered", "planned"}
    assert states["delivered"] == len(house.platform.posts)


async def test_one_that_cannot_even_be_settled_leaves_the_others_alone(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    poison: list[UUID] = []

    def poisoned(name: str) -> Callable[..., Awaitable[object]]:
        real: Callable[..., Awaitable[object]] = getattr(service, name)

        async def settle(
            statements: Statements, delivery: UUID, *given: Any, **named: Any
        ) -> object:
            if delivery in poison:
                raise ValueError("secret")
            return await real(statements, delivery, *given, **named)

        return settle

    for name in ("settle", "settle_delivered"):
        monkeypatch.setattr(service, name, poisoned(name))
    await house.send()
    await expand_all(house)
    poison.append(UUID(str((await house.rows())[1]["id"])))
    await drivers_of(house).drive("w-0", asyncio.Event())
    assert await house.states() == {"delivered": 2, "claimed": 1}
    assert "secret" not in caplog.text


async def test_a_workspace_that_left_the_directory_halts_what_was_for_it(house: House) -> None:
    await house.send("first")
    await expand_all(house)
    async with house.database.begin() as connection:
        await connection.execute(update(deliveries).values(workspace="gone"))
    await drivers_of(house).drive("gone", asyncio.Event())
    assert await house.states() == {"halted": 1}
