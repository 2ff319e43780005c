"""Looks: whether a follow-up has anything to do, and when next, asked of the database for many at
once. A turn of the clock mostly finds nothing, and this is what it then costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection


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
    """Return what each look finds, all of them in one statement."""
    given: dict[str, object] = {"now": now}
    for it in looks:
        given |= it.given
    statement = _statement(tuple((it.due, it.ahead) for it in looks))
    row = (await connection.execute(statement, given)).one()
    return [Seen(row[2 * at], row[2 * at + 1]) for at in range(len(looks))]


@lru_cache(maxsize=64)
def _statement(looks: tuple[tuple[str, str], ...]) -> TextClause:
    columns = [f"({due}), ({ahead})" for due, ahead in looks]
    return text(f"SELECT {', '.join(columns)}")
