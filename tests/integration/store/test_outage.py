"""What counts as an outage of the database: the work is sound, and is tried again."""

import pytest
from sqlalchemy import text

from bot.store.engine import Database
from bot.store.wake import is_outage


async def failing(database: Database, *statements: str) -> Exception:
    """Return what the last of the statements raises, through the pool."""
    try:
        async with database.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    except Exception as error:  # noqa: BLE001 - which one is what is asked
        return error
    raise AssertionError("Nothing was raised.")


async def test_a_server_that_takes_no_writes_is_one(database: Database) -> None:
    """A standby says so, for instance, where the address names it beside the one that was meant."""
    error = await failing(database, "SET TRANSACTION READ ONLY", "DELETE FROM alembic_compatible")
    assert is_outage(error)
    assert is_outage(error.__cause__ or error)


async def test_a_connection_that_was_cut_is_one(database: Database) -> None:
    assert is_outage(await failing(database, "SELECT pg_terminate_backend(pg_backend_pid())"))


@pytest.mark.parametrize(
    "statement", ["SELECT 1/0", "SELECT nothing", "INSERT INTO pace VALUES ()"]
)
async def test_a_fault_of_ours_is_none(database: Database, statement: str) -> None:
    assert not is_outage(await failing(database, statement))


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://127.0.0.1:1/x",
        "postgresql://127.0.0.1:1,127.0.0.1:2/x",
        "postgresql://h/x?a=b",
    ],
)
async def test_a_server_that_is_not_there_is_one(address: str) -> None:
    database = Database(address, pool_size=1)
    assert is_outage(await failing(database, "SELECT 1"))
    await database.close()
