"""The queue: jobs and rows are one, nothing stops it, nothing is lost."""

import asyncio
from typing import Never
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from bot.delivery.expand import expand
from bot.store.delivery.deliveries import Address, insert_deliveries
from bot.store.tables import occurrences
from config.directory import Directory
from tests.integration.delivery.attempts import jobs
from tests.integration.delivery.house import House, until


async def test_jobs_are_rolled_back_with_their_rows(house: House) -> None:
    async def change_ones_mind() -> None:
        async with house.database.begin() as connection:
            await house.queue.defer_expansion(connection, uuid4())
            await house.queue.defer_deliveries(connection, [Address(uuid4(), "w", "C")])
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        await change_ones_mind()
    assert await jobs(house.database) == 0


async def test_a_job_a_workspace_is_enough(house: House) -> None:
    addresses = [Address(UUID(int=n), f"w-{n % 2}", "C") for n in range(6)]
    async with house.database.begin() as connection:
        await house.queue.defer_deliveries(connection, addresses)
        await house.queue.defer_deliveries(connection, [])
    assert await jobs(house.database) == 2


async def test_expanding_twice_makes_each_delivery_once(house: House) -> None:
    await house.send()
    async with house.database.begin() as connection:
        occurrence = (await connection.execute(select(occurrences.c.id))).scalar_one()
    both = [
        expand(house.database, house.queue, house.directory, occurrence, house.now)
        for _ in range(2)
    ]
    await asyncio.gather(*both)
    assert await house.states() == {"planned": 3}
    assert await jobs(house.database) == 1 + 1


async def test_a_fault_while_expanding_is_told_and_not_tried_for_ever(house: House) -> None:
    class Broken(Directory):
        def channel(self, key: str) -> Never:
            raise ValueError("secret")

    await house.send()
    house.directory = Broken.model_validate(house.directory.model_dump())
    async with house.working():

        async def skipped() -> bool:
            async with house.database.begin() as connection:
                rows = await connection.execute(select(occurrences.c.skipped_reason))
                return rows.scalar_one() is not None

        await until(skipped)
    async with house.database.begin() as connection:
        rows = await connection.execute(select(occurrences.c.skipped_reason))
        assert rows.scalar_one() == "Nothing was sent: an unexpected ValueError on our side."


async def test_poison_does_not_stop_the_queue(house: House) -> None:
    async with house.database.begin() as connection:
        for task, arguments in (
            ("drive", "{}"),
            ("drive", '{"workspace": "nowhere"}'),
            ("deliver", '{"delivery": "of an earlier version"}'),
            ("no such task", "{}"),
            ("expand", '{"occurrence": 7}'),
        ):
            await connection.execute(
                text(
                    "INSERT INTO procrastinate_jobs (queue_name, task_name, args, priority)"
                    " VALUES ('default', :task, CAST(:arguments AS jsonb), 99)"
                ),
                {"task": task, "arguments": arguments},
            )
    await house.send()
    async with house.working():

        async def delivered() -> bool:
            return await house.states() == {"delivered": 3}

        await until(delivered)
    await house.queue.forget(hours=0)
    assert await jobs(house.database) == 0


@pytest.mark.parametrize("arguments", ["[1]", '"x"', "null"])
async def test_a_job_without_arguments_keeps_no_lock(house: House, arguments: str) -> None:
    async with house.database.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, priority, lock)"
                " VALUES ('default', 'expand', CAST(:arguments AS jsonb), 99, 'expand')"
            ),
            {"arguments": arguments},
        )
    async with house.working():

        async def begun() -> bool:
            async with house.database.begin() as connection:
                rows = await connection.execute(
                    text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")
                )
                return rows.scalar_one() == 1

        await until(begun)
        await house.send()
        await house.clock.sweep()

        async def delivered() -> bool:
            return await house.states() == {"delivered": 3}

        await until(delivered)
    await house.queue.forget(hours=0)
    assert await jobs(house.database) == 0


async def test_a_dead_workers_job_without_arguments_is_set_aside_too(house: House) -> None:
    async with house.database.begin() as connection:
        await connection.execute(
            text(
                "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - interval '10 minutes') RETURNING id)"
                " INSERT INTO procrastinate_jobs"
                " (queue_name, task_name, args, lock, status, worker_id)"
                " SELECT 'default', 'expand', '[1]', 'expand', 'doing', id FROM dead"
            )
        )
    await house.clock.sweep()
    await house.queue.forget(hours=0)
    assert await jobs(house.database) == 0


async def test_the_jobs_of_a_dead_worker_are_given_back_once(house: House) -> None:
    await house.send("first")
    async with house.database.begin() as connection:
        await connection.execute(
            text(
                "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - interval '10 minutes') RETURNING id)"
                " UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
            )
        )
    assert await house.queue.rescue() == 1
    assert await house.queue.rescue() == 0
    async with house.working():

        async def delivered() -> bool:
            return await house.states() == {"delivered": 1}

        await until(delivered)


async def test_a_dead_workers_job_whose_row_has_another_is_dropped(house: House) -> None:
    occurrence = uuid4()
    async with house.database.begin() as connection:
        await house.queue.defer_expansion(connection, occurrence)
        await connection.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
        await house.queue.defer_expansion(connection, occurrence)
        await house.queue.defer_expansion(connection, occurrence)
    assert await jobs(house.database) == 2
    assert await house.queue.rescue() == 1
    assert await jobs(house.database) == 1


async def test_no_deliveries_are_no_rows(house: House) -> None:
    async with house.database.begin() as connection:
        assert await insert_deliveries(connection, [], now=house.now()) == frozenset()


async def test_rows_that_lost_their_jobs_are_taken_up_again(house: House) -> None:
    await house.send()
    async with house.database.begin() as connection:
        await connection.execute(text("DELETE FROM procrastinate_jobs"))
    await house.clock.sweep()
    assert await jobs(house.database) == 1
    async with house.database.begin() as connection:
        occurrence = (await connection.execute(select(occurrences.c.id))).scalar_one()
    await expand(house.database, house.queue, house.directory, occurrence, house.now)
    async with house.database.begin() as connection:
        await connection.execute(text("DELETE FROM procrastinate_jobs"))
    await asyncio.gather(*(house.clock.tick() for _ in range(3)))
    assert 1 <= await jobs(house.database) <= 3  # one more than is needed does no harm
    await house.clock.tick()
    assert 1 <= await jobs(house.database) <= 3
    async with house.working():

        async def delivered() -> bool:
            return await house.states() == {"delivered": 3}

        await until(delivered)
    assert await house.clock.tick() > house.now()
    assert await jobs(house.database) == 0
