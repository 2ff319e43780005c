"""Bring the database to the schema that this Sevenbot knows, and tell how far it is."""

from enum import Enum
from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.store.engine import Database
from config.errors import DatabaseUnavailable
from content.templating import say

MIGRATIONS = Path(__file__).parent / "migrations"

COMPATIBLE = "alembic_compatible"
"""The table of one row beside alembic's own: the oldest revision whose code can work with the
schema. A migration that only adds says so by `OLDEST`; one that says nothing leaves no older code
at work."""

LOCK = 0x5E7E9B07
"""The advisory lock that one migrating process holds; others wait and find nothing to do."""


class SchemaState(Enum):
    """How the database's schema stands to this Sevenbot's."""

    EMPTY = "empty"
    """Nothing was ever made in it: migrate."""
    BEHIND = "behind"
    """An earlier Sevenbot made it: migrate."""
    CURRENT = "current"
    AHEAD = "ahead"
    """A later Sevenbot only added to it: this one may go on beside that one, and has nothing to
    migrate."""
    NEWER = "newer"
    """A later Sevenbot made it: this one must not touch it."""


async def migrate(database: Database) -> None:
    """Bring the schema up to date, all of it in one transaction or nothing. Several processes may
    call it at once. Raises DatabaseUnavailable when a newer Sevenbot made the schema, and this one
    cannot work with it."""
    async with database.begin() as connection:
        # It may think for as long as it needs to.
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        await connection.run_sync(_upgrade)


async def schema_state(database: Database) -> SchemaState:
    """Return how the schema stands, changing nothing."""
    async with database.begin() as connection:
        return await connection.run_sync(_state)


async def check_schema(database: Database) -> None:
    """Raise DatabaseUnavailable unless this Sevenbot can work with the schema."""
    match await schema_state(database):
        case SchemaState.CURRENT | SchemaState.AHEAD:
            pass
        case SchemaState.NEWER:
            raise DatabaseUnavailable(say("database_trouble.newer"))
        case SchemaState.EMPTY | SchemaState.BEHIND:
            raise DatabaseUnavailable(say("database_trouble.behind"))


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _state(connection: Connection) -> SchemaState:
    scripts = _scripts()
    known = {script.revision for script in scripts.walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    if not found:
        return SchemaState.EMPTY
    if not found <= known:
        return SchemaState.AHEAD if _compatible(connection) in known else SchemaState.NEWER
    return SchemaState.CURRENT if found == set(scripts.get_heads()) else SchemaState.BEHIND


def oldest(revision: str) -> str:
    """Return the oldest revision whose code can work with the schema at this one."""
    script = _scripts().get_revision(revision)
    assert script is not None
    return str(getattr(script.module, "OLDEST", revision))


def _compatible(connection: Connection) -> str | None:
    """Return what the newest migration said of older code; None where it said nothing."""
    if not inspect(connection).has_table(COMPATIBLE):
        return None
    return connection.execute(text(f"SELECT revision FROM {COMPATIBLE}")).scalar()  # noqa: S608


def _upgrade(connection: Connection) -> None:
    match _state(connection):
        case SchemaState.CURRENT | SchemaState.AHEAD:
            return
        case SchemaState.NEWER:
            raise DatabaseUnavailable(say("database_trouble.newer"))
        case SchemaState.EMPTY | SchemaState.BEHIND:
            pass
    upgrade(connection, "head")


def upgrade(connection: Connection, target: str) -> None:
    """Run the migrations up to a revision, in this transaction."""
    scripts = _scripts()
    with EnvironmentContext(
        Config(),
        scripts,
        # alembic's own commands hand it to their environment in the same way.
        fn=lambda revision, _: scripts._upgrade_revs(target, revision),  # noqa: SLF001  # pyright: ignore[reportPrivateUsage, reportUnknownLambdaType, reportUnknownArgumentType]
    ) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
    (reached,) = MigrationContext.configure(connection).get_current_heads()
    for statement in (
        f"CREATE TABLE IF NOT EXISTS {COMPATIBLE} (revision TEXT NOT NULL)",
        f"DELETE FROM {COMPATIBLE}",  # noqa: S608 - a name of our own
    ):
        connection.execute(text(statement))
    kept = text(f"INSERT INTO {COMPATIBLE} VALUES (:revision)")  # noqa: S608 - a name of our own
    connection.execute(kept, {"revision": oldest(reached)})
