"""A worker stops when told, outlives outages, and shares the work with others."""

import asyncio
import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from procrastinate.exceptions import ConnectorException
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from bot.delivery import expand as expanding
from bot.delivery.jobs import Queue
from bot.delivery.worker import WatchfulWorker
from bot.platforms.limits import Limits, Window
from bot.platforms.results import TryLater
from bot.store.engine import Database
from tests.fakes.platform import Post
from tests.integration.delivery.attempts import jobs
from tests.integration.delivery.house import BRIEFING_ONE, House, add_briefing, directory_of, until


async def test_a_graceful_stop_finishes_what_is_in_flight_and_takes_no_more(house: House) -> None:
    house.platform.slow = 0.5
    house.directory = directory_of(channels=1)
    await house.send()
    await house.send()
    async with house.working():

        async def tried() -> bool:
            return len(house.platform.tried) == 1

        await until(tried)
    assert await house.states() == {"delivered": 1, "planned": 1}
    async with house.working():

        async def delivered() -> bool:
            return await house.states() == {"delivered": 2}

        await until(delivered)


async def test_cancelling_the_worker_stops_it_gracefully_too(house: House) -> None:
    house.platform.slow = 0.3
    await house.send("first")
    worker = asyncio.create_task(house.queue.run_worker(house.work))

    async def tried() -> bool:
        return len(house.platform.tried) == 1

    await until(tried)
    worker.cancel()
    async with asyncio.timeout(10):
        with pytest.raises(asyncio.CancelledError):
            await worker
    assert await house.states() == {"delivered": 1}


async def test_two_workers_lose_nothing_double_nothing_and_keep_each_channels_order_and_pace(
    database: Database,
) -> None:
    spacing = 0.1
    limits = Limits((Window(1, spacing),), (Window(50, 1.0),))
    houses = [House(database, directory_of(20, workspaces=2)) for _ in range(2)]
    everything: list[Post] = []
    for house in houses:
        house.platform.limits = limits
        house.platform.before_answer = everything.append
    await add_briefing(database, replace(BRIEFING_ONE, version=1))
    async with houses[0].working(clock=True), houses[1].working(clock=True):
        sent = [await houses[n % 2].send() for n in range(10)]

        async def delivered() -> bool:
            return await houses[0].states() == {"delivered": 200}

        await until(delivered, 60)
    assert len({post.delivery for post in everything}) == len(everything) == 200
    rows = {row["id"]: row for row in await houses[0].rows()}
    by_channel: defaultdict[str, list[Post]] = defaultdict(list)
    for post in everything:
        by_channel[post.channel].append(post)
    assert len(by_channel) == 20
    for posts in by_channel.values():
        assert [rows[post.delivery]["dissemination"] for post in posts] == sent
        gaps = [b.at - a.at for a, b in itertools.pairwise(posts)]
        assert min(gaps) >= timedelta(seconds=spacing * 0.8)
    for house in houses:
        await house.close()


async def test_retry_after_is_kept_and_the_order_too(house: House) -> None:
    house.platform.answers["C1"].append(TryLater("429", timedelta(seconds=1)))
    async with house.working(clock=True):
        first = await house.send("first")
        second = await house.send("first")

        async def delivered() -> bool:
            return await house.states() == {"delivered": 2}

        await until(delivered)
    refused, *_ = house.platform.tried
    posts = house.platform.posts
    rows = {row["id"]: row for row in await house.rows()}
    assert [rows[post.delivery]["dissemination"] for post in posts] == [first, second]
    claimed = rows[refused]["settled_at"]
    assert claimed is not None
    assert len(house.platform.tried) == 3


async def test_a_worker_outlives_the_loss_of_its_connections(
    house: House, database_url: str
) -> None:
    sender = House(Database(database_url))
    async with house.working(clock=True):
        await house.send("first")

        async def finished() -> bool:
            # Cut off while it ends, the job would hold its channel until the clock's next sweep.
            return await house.states() == {"delivered": 1} and await jobs(house.database) == 0

        await until(finished)
        async with house.database.begin() as connection:
            rows = await connection.execute(
                select(func.count(text("pg_terminate_backend(pid)")))
                .select_from(text("pg_stat_activity"))
                .where(text("datname = current_database() AND pid <> pg_backend_pid()"))
            )
            assert rows.scalar_one() > 0
        await sender.send("first")

        async def delivered() -> bool:
            return await sender.states() == {"delivered": 2}

        await until(delivered, 20)
    await sender.database.close()


async def test_a_worker_that_stops_is_replaced(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = WatchfulWorker.run
    ends: list[Exception] = [ConnectorException(), ConnectorException()]
    ends[0].__cause__ = OperationalError("", {}, Exception("gone"))

    async def run(worker: WatchfulWorker) -> None:
        if ends:
            raise ends.pop()
        await real(worker)

    monkeypatch.setattr(WatchfulWorker, "run", run)
    await house.send("first")
    async with house.working():

        async def delivered() -> bool:
            return await house.states() == {"delivered": 1}

        await until(delivered)
    assert ends == []


async def test_an_outage_while_expanding_is_waited_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    outages = [OperationalError("", {}, Exception("gone"))]
    real = expanding.insert_deliveries

    async def insert(*given: Any, **named: Any) -> frozenset[UUID]:
        if outages:
            raise outages.pop()
        return await real(*given, **named)

    monkeypatch.setattr(expanding, "insert_deliveries", insert)
    await house.send("first")
    async with house.working():

        async def delivered() -> bool:
            return await house.states() == {"delivered": 1}

        await until(delivered)


async def test_a_lasting_outage_ends_the_job(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    async def gone() -> None:
        tried.append(1)
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr("bot.delivery.jobs._OUTAGE_PAUSES", (0.0, 0.01))
    with pytest.raises(OperationalError):
        await house.queue._through_outages(gone)
    assert len(tried) == 3


async def test_jobs_run_only_within_a_worker(database: Database) -> None:
    with pytest.raises(RuntimeError, match="only within"):
        await Queue(database)._run_drive("w-0")
