"""What is left of a survey's answers once it is closed: nothing.

Deleted rows stay in a table's file until PostgreSQL uses their place again, with the number of the
transaction that wrote them. So the three tables are written anew, in other files: the rows of
surveys that are still open, in random order and all by this one transaction. The old files go when
it commits.
"""

from collections.abc import Collection, Sequence
from random import SystemRandom
from typing import Final
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import survey_comments, survey_counts, survey_participation

TABLES: Final = (survey_participation, survey_counts, survey_comments)
"""In the order in which an answer touches them, so that no two wait for each other in a circle."""

PATIENCE: Final = "3s"
"""How long a close waits for others to be done with the tables. A backup may hold them for long,
and answers to other surveys would wait behind the close."""

BUSY: Final = frozenset({"55P03", "40P01"})
"""PostgreSQL's codes: the lock was not had in time, or only by waiting in a circle."""


async def comments(connection: AsyncConnection, survey: UUID) -> Sequence[str]:
    """Return what people wrote, in random order."""
    rows = await connection.execute(
        select(survey_comments.c.text).where(survey_comments.c.survey == survey)
    )
    words = list(rows.scalars())
    SystemRandom().shuffle(words)
    return words


async def take_tables(connection: AsyncConnection) -> bool:
    """Keep everybody else from the three tables until the transaction ends. Returns False when
    somebody holds them for too long: nothing is held then."""
    names = ", ".join(table.name for table in TABLES)
    try:
        async with connection.begin_nested():
            await connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
            await connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
            await connection.execute(text("SET LOCAL lock_timeout = DEFAULT"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in BUSY:
            raise
        return False
    return True


async def forget(connection: AsyncConnection, surveys: Collection[UUID]) -> None:
    """Leave nothing of these surveys' counters, comments and tokens. `take_tables` comes before."""
    for table in TABLES:
        rows = await connection.execute(select(table).where(table.c.survey.not_in(surveys)))
        kept = [dict(row) for row in rows.mappings()]
        SystemRandom().shuffle(kept)
        await connection.execute(text(f"TRUNCATE {table.name}"))
        if kept:
            await connection.execute(insert(table), kept)
