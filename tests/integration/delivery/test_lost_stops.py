"""A stop is heeded whenever it comes, also where it would easily get lost."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from bot.clock import Clock
from config.now import system_now
from tests.integration.delivery.house import House


async def test_a_stop_that_comes_before_the_start_is_kept(house: House) -> None:
    worker = asyncio.create_task(house.queue.run_worker(house.work))
    await house.queue.stop_worker()
    async with asyncio.timeout(5):
        await worker


async def test_a_stop_that_comes_while_the_worker_connects_is_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    connecting, connected = asyncio.Event(), asyncio.Event()
    connect = house.queue.open

    async def slowly() -> None:
        await connect()
        connecting.set()
        await connected.wait()

    monkeypatch.setattr(house.queue, "open", slowly)
    worker = asyncio.create_task(house.queue.run_worker(house.work))
    await connecting.wait()
    stopping = asyncio.create_task(house.queue.stop_worker())
    await asyncio.sleep(0)
    connected.set()
    async with asyncio.timeout(10):
        await stopping
        await worker


async def test_a_clock_stops_although_a_wait_swallowed_its_cancellation(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking = asyncio.Event()

    async def tick(_: Clock) -> datetime:
        ticking.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        return system_now() + timedelta(hours=1)

    monkeypatch.setattr(Clock, "tick", tick)
    await house.clock.start()
    await ticking.wait()
    async with asyncio.timeout(10):
        await house.clock.stop()
