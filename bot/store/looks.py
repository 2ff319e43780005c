"""Looks: whether a follow-up has anything to do, and when next, asked of the database for many at
once. A turn of the clock mostly finds nothing, and this is what it then costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, LiteralString, cast

from sqlalchemy import TextClause, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.statements import Statements

_DRIVER: Final = PGDialect_psycopg()


@dataclass(frozen=True, slots=True)
class Look:
    """What one follow-up asks, as SQL made of constants. `:now` is given to all."""

    due: str
    """An expression: whether there may be something to do."""
    ahead: str = "NULL::timestamptz"
    """An expression: when to come back at the latest where there is not."""
    given: Mapping[str, object] = field(default_factory=dict[str, object])
    """Values for names of its own."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look has found."""

    due: bool
    ahead: datetime | None


def any_of(*rows: str) -> str:
    """Return the expression that tells whether there is a row in any of these, each as it stands
    after FROM."""
    return " OR ".join(f"EXISTS (SELECT 1 FROM {each})" for each in rows)  # noqa: S608 - constants


async def look_at(
    connection: AsyncConnection, looks: Sequence[Look], now: datetime
) -> Sequence[Seen]:
    """Return what each look finds, all of them in one statement of the caller's transaction."""
    rows = await connection.execute(_statement(_words(looks)), _given(looks, now))
    row = {str(name): value for name, value in rows.mappings().one().items()}
    return _seen(row, len(looks))


async def glance(statements: Statements, looks: Sequence[Look], now: datetime) -> Sequence[Seen]:
    """Return the same by a statement that is prepared: to plan it takes longer than to run it."""
    row = await statements.first(_prepared(_words(looks)), _given(looks, now))
    assert row is not None
    return _seen(row, len(looks))


def _words(looks: Sequence[Look]) -> tuple[tuple[str, str], ...]:
    return tuple((it.due, it.ahead) for it in looks)


def _given(looks: Sequence[Look], now: datetime) -> Mapping[str, object]:
    given: dict[str, object] = {"now": now}
    for it in looks:
        given |= it.given
    return given


def _seen(row: Mapping[str, Any], count: int) -> Sequence[Seen]:
    return [Seen(row[f"due_{at}"], row[f"ahead_{at}"]) for at in range(count)]


@lru_cache(maxsize=64)
def _statement(words: tuple[tuple[str, str], ...]) -> TextClause:
    columns = [
        f"({due}) AS due_{at}, ({ahead}) AS ahead_{at}" for at, (due, ahead) in enumerate(words)
    ]
    return text(f"SELECT {', '.join(columns)}")


@lru_cache(maxsize=64)
def _prepared(words: tuple[tuple[str, str], ...]) -> LiteralString:
    """Return it as the driver takes it. It is made of constants alone."""
    return cast("LiteralString", str(_statement(words).compile(dialect=_DRIVER)))
