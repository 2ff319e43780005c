"""What counts as an outage of the database: the work is sound, and is tried again."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from bot.store.engine import Database
from bot.store.trouble import check_writable, trouble
from bot.store.wake import is_outage
from config.errors import DatabaseUnavailable
from tests.databases import named


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


@pytest.fixture
async def role(database: Database) -> AsyncGenerator[str]:
    """The name of a role without any right."""
    name = f"weak_{uuid4().hex}"
    async with database.begin() as connection:
        await connection.execute(text(f"CREATE ROLE {name} LOGIN"))
    yield name
    async with database.begin() as connection:
        await connection.execute(text(f"DROP OWNED BY {name}"))
        await connection.execute(text(f"DROP ROLE {name}"))


def of_role(address: str, role: str) -> str:
    """Return the address for another role."""
    return make_url(address).set(username=role).render_as_string(hide_password=False)


async def test_a_role_without_rights_is_one(
    database: Database, database_url: str, role: str
) -> None:
    weak = Database(of_role(database_url, role), pool_size=1)
    error = await failing(weak, "DELETE FROM pace")
    assert is_outage(error)
    said = trouble(error)
    assert said is not None
    assert "(permission denied for table pace)" in said
    with pytest.raises(DatabaseUnavailable, match="permission denied for table"):
        await check_writable(weak)
    async with database.begin() as connection:
        await connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"))
    await check_writable(weak)
    await weak.close()


async def test_a_server_that_takes_no_changes_is_told_from_the_start(
    database: Database, database_url: str
) -> None:
    await database.ask()
    await check_writable(database)
    name = make_url(database_url).database
    async with database.begin() as connection:
        await connection.execute(
            text(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        )
    standing = Database(database_url, pool_size=1)
    for looked in (standing.ask(), check_writable(standing)):
        with pytest.raises(DatabaseUnavailable, match="takes no changes now"):
            await looked
    await standing.close()


async def test_whoever_is_turned_away_reads_what_the_server_said(
    database_url: str, role: str
) -> None:
    for address, said in (
        (named(database_url, "not_there"), 'database "not_there" does not exist'),
        (of_role(database_url, "nobody"), 'role "nobody" does not exist'),
    ):
        database = Database(address, pool_size=1)
        words = trouble(await failing(database, "SELECT 1"))
        await database.close()
        assert words is not None
        assert said in words
    standby = Database(
        f"{of_role(database_url, role)}{'&' if '?' in database_url else '?'}"
        "target_session_attrs=standby",
        pool_size=1,
    )
    words = trouble(await failing(standby, "SELECT 1"))
    await standby.close()
    assert words is not None
    assert "No server of DATABASE_URL takes changes" in words


@pytest.mark.parametrize("address", ["postgresql://u:pass-word@127.0.0.1:1/x"])
async def test_no_word_of_an_outage_holds_the_address(address: str) -> None:
    database = Database(address, pool_size=1)
    words = trouble(await failing(database, "SELECT 1"))
    await database.close()
    assert words is not None
    assert "The database cannot be reached" in words
    assert "pass-word" not in words


async def test_an_error_does_not_repeat_what_was_written(database: Database) -> None:
    with pytest.raises(DBAPIError) as raised:
        async with database.begin() as connection:
            await connection.execute(text("SELECT CAST(:given AS INTEGER) / 0"), {"given": 719})
    assert "division by zero" in str(raised.value)
    assert "719" not in str(raised.value)
