"""Single statements over the driver's own connections."""

import asyncio

import psycopg
import pytest
from sqlalchemy import text

from bot.store.engine import Database
from bot.store.wake import is_outage

TABLE = "CREATE TABLE kept (n integer PRIMARY KEY)"
KEEP = "INSERT INTO kept VALUES (%(n)s) RETURNING n"
COUNT = "SELECT count(*) AS n FROM kept"


@pytest.fixture
async def kept(database: Database) -> Database:
    async with database.begin() as connection:
        await connection.execute(text(TABLE))
    return database


async def count(database: Database) -> int:
    row = await database.statements.first(COUNT, {})
    assert row is not None
    return row["n"]


async def test_each_is_a_transaction_of_its_own(kept: Database) -> None:
    assert await kept.statements.fetch(KEEP, {"n": 1}) == [{"n": 1}]
    async with kept.begin() as connection:
        assert (await connection.execute(text("SELECT n FROM kept"))).scalar_one() == 1
    assert await kept.statements.first("SELECT n FROM kept WHERE n = %(n)s", {"n": 2}) is None


async def test_several_are_one_or_none(kept: Database) -> None:
    async with kept.statements.begin() as connection:
        await connection.execute(KEEP, {"n": 1})
        await connection.execute(KEEP, {"n": 2})

    async def again() -> None:
        async with kept.statements.begin() as connection:
            await connection.execute(KEEP, {"n": 3})
            await connection.execute(KEEP, {"n": 1})

    with pytest.raises(psycopg.errors.UniqueViolation):
        await again()
    assert await count(kept) == 2


async def test_many_at_once_share_a_few_connections(kept: Database) -> None:
    await asyncio.gather(*(kept.statements.fetch(KEEP, {"n": n}) for n in range(50)))
    assert await count(kept) == 50
    row = await kept.statements.first(
        "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'sevenbot-statements'",
        {},
    )
    assert row == {"n": 4}


async def test_a_cut_connection_is_told_as_an_outage_once(kept: Database) -> None:
    await asyncio.gather(*(kept.statements.fetch("SELECT pg_sleep(0.01)", {}) for _ in range(4)))
    async with kept.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'sevenbot-statements'"
                " AND datname = current_database()"
            )
        )
    with pytest.raises(psycopg.OperationalError) as gone:
        await count(kept)
    assert is_outage(gone.value)
    assert await count(kept) == 0


async def test_one_that_is_cancelled_leaves_nothing_behind(kept: Database) -> None:
    slow = asyncio.create_task(kept.statements.fetch("SELECT pg_sleep(20)", {}))
    await asyncio.sleep(0.2)
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
    assert await count(kept) == 0
