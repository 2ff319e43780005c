"""What every test may ask for: a database of its own, and a clock that it holds."""

import asyncio
import gc
import shutil
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from pathlib import Path
from typing import LiteralString, cast
from uuid import uuid4

import psycopg
import pytest
from xdist.remote import Producer

from bot.store.engine import Database
from bot.store.migrate import migrate
from bot.store.server.embedded import EmbeddedServer
from tests.databases import Copies, named
from tests.fakes.clock import FakeClock
from tests.patience import LONG
from tests.together import Together


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect no garbage while tests are collected, and tell the garbage collector that what lives
    by then stays: walking through it again and again took a tenth of the unit tests' time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together | None:
    """Keep together what shares something, where groups are asked for."""
    return Together(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run what is asynchronous on the loop that the command line runs on."""
    if sys.platform == "win32":
        return {"asyncio": asyncio.new_event_loop}
    from uvloop import new_event_loop  # noqa: PLC0415 - it exists on some systems only

    return {"uvloop": new_event_loop}


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands until the test moves it."""
    return FakeClock()


@pytest.fixture(scope="session")
def database_server() -> Generator[str]:
    """The address of an embedded server for this session (in a parallel run: for this worker).

    Not in pytest's `tmp_path`: every session of pytest closes the folder around those for other
    accounts, and where root runs the tests, PostgreSQL runs as another account."""
    place = Path(tempfile.mkdtemp(prefix="sevenbot-"))
    server = EmbeddedServer(place)
    address = server.start()
    _ask(address, "ALTER SYSTEM SET fsync = off")  # these databases need not outlive a power cut
    _ask(address, f"ALTER SYSTEM SET statement_timeout = '{LONG:.0f}s'")  # nor wait for ever
    _ask(address, "SELECT pg_reload_conf()")
    yield address
    server.stop()
    shutil.rmtree(place)


@pytest.fixture(scope="session")
def database_template(database_server: str) -> Generator[str]:
    """The name of a migrated database from which each test's own is copied."""
    name = f"template_{uuid4().hex}"
    _ask(database_server, f"CREATE DATABASE {name}")

    async def prepare() -> None:
        database = Database(named(database_server, name))
        await migrate(database)
        await database.close()

    asyncio.run(prepare())
    yield name
    _ask(database_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def database_copies(database_server: str, database_template: str) -> Generator[Copies]:
    """Databases that are one test's alone, migrated and empty."""
    copies = Copies(database_server, database_template)
    yield copies
    copies.close()


@pytest.fixture
def database_url(database_copies: Copies) -> Generator[str]:
    """The address of a database that is this test's alone, migrated and empty."""
    with database_copies.one() as address:
        yield address


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    """A pool of connections to this test's database."""
    database = Database(database_url)
    yield database
    await database.close()


def _ask(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True, connect_timeout=30) as connection:
        connection.execute(cast("LiteralString", statement))
