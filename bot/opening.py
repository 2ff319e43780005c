"""The database and the application, opened for one command and closed after it."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager

from bot.app import Sevenbot, build_app
from bot.store.address import is_address, is_readable
from bot.store.engine import Database
from bot.store.migrate import check_schema, migrate
from bot.store.server.embedded import EmbeddedServer
from bot.store.trouble import check_writable, trouble
from config.errors import DatabaseUnavailable, Problem, SettingsError
from config.now import Now, system_now
from config.settings import Settings
from content.templating import say


@contextmanager
def database_address(settings: Settings) -> Generator[str]:
    """Give the database's address: the setting's, or that of the embedded server, which runs
    until the last process that uses it ends. Raises DatabaseUnavailable, SettingsError."""
    if settings.database_url is not None:
        yield _checked_address(settings.database_url.get_secret_value())
        return
    server = EmbeddedServer(settings.data_dir)
    try:
        yield server.start()
    finally:
        server.stop()


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncGenerator[Database]:
    """Give the database, brought up to date where it is the embedded one. Raises
    DatabaseUnavailable when another one is behind or ahead of this Sevenbot."""
    with database_address(settings) as address:
        database = Database(address, pool_size=2)
        try:
            await _ready(database, settings)
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def opened_app(settings: Settings, *, now: Now = system_now) -> AsyncGenerator[Sevenbot]:
    """Give everything put together, its database up to date as `opened_database` has it, closed
    at the end."""
    with database_address(settings) as address:
        sevenbot = build_app(settings, address, now=now)
        try:
            await _ready(sevenbot.database, settings)
            async with _reachable():
                await check_writable(sevenbot.database)
            yield sevenbot
        finally:
            await sevenbot.stop()


async def bring_up_to_date(settings: Settings) -> None:
    """Migrate the database. Raises DatabaseUnavailable."""
    with database_address(settings) as address:
        database = Database(address, pool_size=1)
        try:
            async with _reachable():
                await migrate(database)
        finally:
            await database.close()


@asynccontextmanager
async def _reachable() -> AsyncGenerator[None]:
    """Tell an outage in words. Raises DatabaseUnavailable."""
    try:
        yield
    except Exception as error:
        if isinstance(error, DatabaseUnavailable) or (words := trouble(error)) is None:
            raise
        raise DatabaseUnavailable(words) from error


async def _ready(database: Database, settings: Settings) -> None:
    async with _reachable():
        if settings.database_url is None:
            await migrate(database)
        else:
            await check_schema(database)


def _checked_address(address: str) -> str:
    """Return a PostgreSQL address. Raises SettingsError, which does not repeat what was given: it
    may hold a password."""
    if not is_address(address):
        what = (
            "must be an address like postgresql://user:password@host/database; several hosts stand"
            " as host1,host2/database?target_session_attrs=read-write."
        )
        raise SettingsError("The environment", [Problem("DATABASE_URL", what)])
    if not is_readable(address):
        what = say("database_trouble.unreadable")
        raise SettingsError("The environment", [Problem("DATABASE_URL", what)])
    return address
