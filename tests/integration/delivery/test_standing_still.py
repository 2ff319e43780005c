"""Whoever stands still within a transaction, as a stopped process does, holds nobody up long."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from bot.delivery.worker import QuietConnector
from bot.store import engine, statements
from bot.store.address import LETS_GO
from bot.store.delivery.holds import hold_key
from bot.store.delivery.lines import workspace_hold
from bot.store.engine import Database
from bot.store.trouble import trouble
from bot.store.wake import is_outage
from tests.integration.delivery.house import House, until

IMPATIENT = LETS_GO.replace("=20s", "=500ms")


@pytest.fixture
async def impatient(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Database]:
    """A pool like ours, but that the server waits half a second for it. Who opens another one
    meanwhile gets one like it."""
    for module in (engine, statements):
        monkeypatch.setattr(module, "OPTIONS", module.OPTIONS.replace(LETS_GO, IMPATIENT))
    database = Database(database_url)
    yield database
    await database.close()


@asynccontextmanager
async def a_transaction(address: str) -> AsyncGenerator[psycopg.AsyncConnection]:
    """A transaction that nobody ends."""
    connection = await psycopg.AsyncConnection.connect(address)
    yield connection
    await connection.close()


async def test_others_are_expanded_while_somebody_stands_still(
    house: House, database_url: str
) -> None:
    stuck = await house.send("first")
    await house.send("leads")
    async with house.working():
        async with a_transaction(database_url) as standing:
            await standing.execute(
                "SELECT id FROM occurrences WHERE dissemination = %s FOR UPDATE", [stuck]
            )
            await _delivered(house, 1)
            await house.clock.sweep()
            await house.send("leads")
            await _delivered(house, 2)
            assert stuck not in {row["dissemination"] for row in await house.rows()}
        await house.clock.sweep()
        await _delivered(house, 3)


async def test_a_clock_that_stands_still_holds_no_workspace(
    house: House, impatient: Database
) -> None:
    key = {"key": hold_key(workspace_hold("w-0"))}
    taken = text("SELECT pg_try_advisory_xact_lock(:key)")

    async def stand() -> None:
        async with impatient.begin() as standing:
            assert (await standing.execute(taken, key)).scalar_one()
            await house.send("first")
            async with house.working(clock=True):
                await _delivered(house, 1)

    with pytest.raises(InternalError, match="idle-in-transaction timeout"):
        await stand()


async def _delivered(house: House, count: int) -> None:
    async def done() -> bool:
        return await house.states() == {"delivered": count}

    await until(done, 30.0)


async def through_the_pool(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("SELECT 1"))
        await asyncio.sleep(1.0)
        await connection.execute(text("SELECT 1"))


async def by_a_commit(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("SELECT 1"))
        await asyncio.sleep(1.0)


async def through_the_statements(database: Database) -> None:
    async with database.statements.begin() as connection:
        await connection.execute("SELECT 1")
        await asyncio.sleep(1.0)
        await connection.execute("SELECT 1")


@pytest.mark.parametrize("work", [through_the_pool, by_a_commit, through_the_statements])
async def test_whoever_wakes_takes_it_for_an_outage_and_goes_on(
    impatient: Database, work: Callable[[Database], Awaitable[None]]
) -> None:
    with pytest.raises(Exception, match="idle-in-transaction timeout") as raised:
        await work(impatient)
    assert is_outage(raised.value)
    assert "stood still" in (trouble(raised.value) or "")
    async with impatient.begin() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    assert await impatient.statements.fetch("SELECT 1 AS one", {}) == [{"one": 1}]


async def test_the_task_engine_asks_for_the_same(database_url: str) -> None:
    connector = QuietConnector(database_url)
    await connector.open_async()
    try:
        found = await connector.execute_query_one_async(
            "SELECT current_setting('idle_in_transaction_session_timeout') AS ends"
        )
        with pytest.raises(ConnectorException) as raised:
            await connector.execute_query_async("SELECT pg_terminate_backend(pg_backend_pid())")
    finally:
        await connector.close_async()
    assert found == {"ends": "20s"}
    assert is_outage(raised.value)
