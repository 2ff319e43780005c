"""The migrated schema is the one the code speaks of, and several may migrate at once."""

import asyncio
from importlib import resources

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, make_url, text

from bot.store.engine import Database
from bot.store.migrate import (
    COMPATIBLE,
    SchemaState,
    check_schema,
    migrate,
    oldest,
    schema_state,
)
from bot.store.tables import metadata
from config.errors import DatabaseUnavailable


def _ours(_item: object, name: str | None, kind: str, *_: object) -> bool:
    return not (kind == "table" and (name or "").startswith(("procrastinate_", "alembic_")))


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection,
        opts={"include_object": _ours, "compare_type": True, "compare_server_default": True},
    )
    return compare_metadata(context, metadata)


async def test_metadata_and_migrated_schema_agree(database: Database) -> None:
    async with database.begin() as connection:
        assert await connection.run_sync(_differences) == []


async def test_the_comparison_sees_a_difference(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("ALTER TABLE members ADD COLUMN surplus integer"))
        assert await connection.run_sync(_differences)


async def test_constraints_and_checks_agree_to_the_letter(database: Database) -> None:
    """alembic does not compare checks: hold PostgreSQL's own description of both together."""
    async with database.begin() as connection:
        await connection.execute(text("CREATE SCHEMA made"))
        await connection.run_sync(
            lambda sync: metadata.create_all(
                sync.execution_options(schema_translate_map={None: "made"})
            )
        )
        described = [
            (
                await connection.execute(
                    text(
                        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
                        " FROM pg_constraint WHERE connamespace = CAST(:schema AS regnamespace)"
                        " AND conrelid <> 0"
                    ),
                    {"schema": schema},
                )
            ).all()
            for schema in ("public", "made")
        ]
    migrated, made = (
        {
            (table.removeprefix("made."), name, words.replace("made.", ""))
            for table, name, words in rows
            if not table.startswith(("procrastinate", "alembic"))
        }
        for rows in described
    )
    assert migrated == made
    assert len(made) > 50


async def test_several_processes_may_migrate_at_once(database_server: str) -> None:
    url = make_url(database_server)
    with psycopg.connect(database_server, autocommit=True, connect_timeout=30) as connection:
        connection.execute("CREATE DATABASE migrated_at_once")
    address = url.set(database="migrated_at_once").render_as_string(hide_password=False)
    pools = [Database(address, pool_size=1) for _ in range(4)]
    try:
        assert await schema_state(pools[0]) is SchemaState.EMPTY
        with pytest.raises(DatabaseUnavailable, match="sevenbot migrate"):
            await check_schema(pools[0])
        await asyncio.gather(*(migrate(pool) for pool in pools))
        assert await schema_state(pools[0]) is SchemaState.CURRENT
        await check_schema(pools[0])
    finally:
        for pool in pools:
            await pool.close()
        with psycopg.connect(database_server, autocommit=True, connect_timeout=30) as connection:
            connection.execute("DROP DATABASE migrated_at_once WITH (FORCE)")


async def test_a_newer_schema_is_left_alone(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await connection.execute(text(f"UPDATE {COMPATIBLE} SET revision = '9998'"))
    assert await schema_state(database) is SchemaState.NEWER
    with pytest.raises(DatabaseUnavailable, match="newer Sevenbot"):
        await check_schema(database)
    with pytest.raises(DatabaseUnavailable, match="newer Sevenbot"):
        await migrate(database)


async def test_a_schema_that_was_only_added_to_is_worked_with(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await connection.execute(text(f"UPDATE {COMPATIBLE} SET revision = '0003'"))
    assert await schema_state(database) is SchemaState.AHEAD
    await check_schema(database)
    # The release command of a version that is rolled back to has nothing to do.
    await migrate(database)
    async with database.begin() as connection:
        rows = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert rows.scalar_one() == "9999"
        await connection.execute(text(f"DELETE FROM {COMPATIBLE}"))
    assert await schema_state(database) is SchemaState.NEWER


async def test_a_schema_says_from_which_code_on_it_can_be_worked_with(database: Database) -> None:
    async with database.begin() as connection:
        rows = await connection.execute(
            text(f"SELECT version_num, revision FROM alembic_version, {COMPATIBLE}")
        )
        ((head, compatible),) = rows.all()
    assert compatible == oldest(head)


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await migrate(database)
    await check_schema(database)


def test_the_task_engines_schema_is_the_one_the_first_migration_applies() -> None:
    """A newer engine with a newer schema needs a migration of its own."""
    scripts = resources.files("procrastinate.sql") / "migrations"
    names = sorted(entry.name for entry in scripts.iterdir() if entry.name.endswith(".sql"))
    assert names[-1] == "03.04.00_50_post_add_retry_failed_job_procedure.sql"
