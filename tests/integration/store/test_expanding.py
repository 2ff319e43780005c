"""A migration that says that older code can go on beside it (`OLDEST`) only adds to the schema."""

from collections.abc import AsyncGenerator, Sequence
from uuid import uuid4

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url, text

from bot.store.engine import Database
from bot.store.migrate import MIGRATIONS, oldest, upgrade

COLUMNS = """
SELECT table_name || '.' || column_name, data_type || ' ' || coalesce(udt_name, ''),
    is_nullable = 'YES', column_default IS NOT NULL OR is_identity = 'YES'
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name NOT LIKE 'alembic%'
"""
RULES = """
SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
    AND contype <> 'n'  -- NOT NULL stands with its column
UNION ALL
SELECT tgrelid::regclass || ': ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT tablename || ': ' || indexdef FROM pg_indexes
WHERE schemaname = 'public' AND indexdef LIKE 'CREATE UNIQUE%'
"""

Column = tuple[str, bool, bool]
"""Type, whether it may be empty, and whether it fills itself."""


class Schema:
    """What older code leans on."""

    def __init__(self, connection: Connection) -> None:
        self.columns: dict[str, Column] = {
            name: (kind, nullable, filled)
            for name, kind, nullable, filled in connection.execute(text(COLUMNS))
        }
        self.rules = {rule for (rule,) in connection.execute(text(RULES))}
        self.tables = {name.partition(".")[0] for name in self.columns}

    def faults(self, after: "Schema") -> list[str]:
        """Return what in a later schema could stop code that was written for this one."""
        found: list[str] = []
        for name, (kind, nullable, filled) in self.columns.items():
            if name not in after.columns:
                found.append(f"{name} is gone")
                continue
            now, may_be_empty, fills_itself = after.columns[name]
            if now != kind:
                found.append(f"{name} was {kind} and is {now}")
            if nullable and not may_be_empty and not fills_itself:
                found.append(f"{name} must be filled now")
            if filled and not fills_itself:
                found.append(f"{name} does not fill itself any more")
        for name, (_, may_be_empty, fills_itself) in after.columns.items():
            older = name.partition(".")[0] in self.tables
            if older and name not in self.columns and not (may_be_empty or fills_itself):
                found.append(f"{name} is new and must be filled")
        # A rule may go: what older code writes still fits. A new one may refuse it.
        found += [
            f"a new rule: {rule}"
            for rule in sorted(after.rules - self.rules)
            if rule.partition(":")[0] in self.tables
        ]
        return found


@pytest.fixture
async def empty(database_server: str) -> AsyncGenerator[Database]:
    """A database in which nothing was made."""
    name = f"empty_{uuid4().hex}"
    with psycopg.connect(database_server, autocommit=True, connect_timeout=30) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    url = make_url(database_server).set(database=name).render_as_string(hide_password=False)
    database = Database(url, pool_size=1)
    yield database
    await database.close()
    with psycopg.connect(database_server, autocommit=True, connect_timeout=30) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def revisions() -> Sequence[str]:
    """Every revision, the first one first."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    return [script.revision for script in scripts.walk_revisions()][::-1]


async def test_what_says_that_it_only_adds_does(empty: Database) -> None:
    schemas: dict[str, Schema] = {}
    async with empty.begin() as connection:
        for revision in revisions():
            await connection.run_sync(upgrade, revision)
            schemas[revision] = await connection.run_sync(Schema)
    for revision in revisions():
        assert schemas[oldest(revision)].faults(schemas[revision]) == [], revision


def test_none_reaches_further_back_than_the_one_before() -> None:
    order = revisions()
    reach = [order.index(oldest(revision)) for revision in order]
    assert reach == sorted(reach)


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("ALTER TABLE members DROP COLUMN sealed_account", "members.sealed_account is gone"),
        ("ALTER TABLE members RENAME COLUMN lookup TO hash", "members.lookup is gone"),
        ("ALTER TABLE members ADD COLUMN x text NOT NULL", "members.x is new and must be filled"),
        ("ALTER TABLE deliveries ALTER reason SET NOT NULL", "deliveries.reason must be filled"),
        ("ALTER TABLE deliveries ALTER attempts DROP DEFAULT", "deliveries.attempts does not fill"),
        ("ALTER TABLE deliveries ALTER attempts TYPE text", "deliveries.attempts was integer"),
        ("ALTER TABLE members ADD CHECK (workspace <> 'x')", "a new rule: members"),
        ("CREATE UNIQUE INDEX one ON members (workspace)", "a new rule: members"),
        ("DROP TABLE pace", "pace.workspace is gone"),
    ],
)
async def test_what_would_stop_older_code_is_found(
    database: Database, step: str, fault: str
) -> None:
    async with database.begin() as connection:
        before = await connection.run_sync(Schema)
        await connection.execute(text(step))
        found = before.faults(await connection.run_sync(Schema))
    assert any(words.startswith(fault) for words in found), found


@pytest.mark.parametrize(
    "step",
    [
        "ALTER TABLE members ADD COLUMN x text",
        "ALTER TABLE members ADD COLUMN x text NOT NULL DEFAULT ''",
        "CREATE TABLE more (id uuid PRIMARY KEY, member uuid REFERENCES members (id))",
        "CREATE INDEX ix_more ON members (workspace)",
        "ALTER TABLE occurrences DROP CONSTRAINT ck_occurrences_kind",
        "ALTER TABLE disseminations ALTER audience DROP NOT NULL",
    ],
)
async def test_what_only_adds_is_let_through(database: Database, step: str) -> None:
    async with database.begin() as connection:
        before = await connection.run_sync(Schema)
        await connection.execute(text(step))
        assert before.faults(await connection.run_sync(Schema)) == []
