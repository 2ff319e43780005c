"""When each destination next takes a message: one row a destination, shared by all workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

import psycopg
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.statements import Statements
from bot.store.tables import pace


@dataclass(frozen=True, slots=True)
class Reserved:
    """The next places are taken. Send after `wait` seconds."""

    wait: float


@dataclass(frozen=True, slots=True)
class Busy:
    """Nothing was taken: the next place is `wait` seconds away, longer than was allowed."""

    wait: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place in one destination's row. Up to `burst` messages may go ahead of a steady one every
    `spacing` seconds."""

    destination: str
    spacing: float
    burst: int

    @property
    def ahead(self) -> float:
        """Return how many seconds a burst may be ahead."""
        return (self.burst - 1) * self.spacing


_RESERVE: Final[LiteralString] = """
INSERT INTO pace (destination, next_free) VALUES (%(destination)s, %(now)s + %(spacing)s)
ON CONFLICT (destination) DO UPDATE
SET next_free = greatest(pace.next_free, %(now)s) + %(spacing)s
WHERE pace.next_free - %(ahead)s - %(now)s <= %(longest)s
RETURNING next_free
"""

_FREE: Final[LiteralString] = "SELECT next_free FROM pace WHERE destination = %(destination)s"


async def reserve(
    statements: Statements, wanted: Sequence[Wanted], *, now: float, longest: float
) -> Reserved | Busy:
    """Take the next place of every destination, if each is at most `longest` seconds away; else
    take none. Returns the longest wait, or that of the first which is too far away.

    `next_free` is when a destination would be quite free again if messages went out one every
    `spacing` seconds. `now` in seconds since the epoch.
    """
    wait = 0.0
    busy: Busy | None = None
    async with statements.begin() as connection:
        for it in wanted:
            given = {
                "destination": it.destination,
                "spacing": it.spacing,
                "ahead": it.ahead,
                "now": now,
                "longest": longest,
            }
            taken = await (await connection.execute(_RESERVE, given, prepare=True)).fetchone()
            if taken is None:
                free = await (await connection.execute(_FREE, given, prepare=True)).fetchone()
                assert free is not None
                busy = Busy(max(0.0, free["next_free"] - it.ahead - now))
                raise psycopg.Rollback
            wait = max(wait, taken["next_free"] - it.spacing - it.ahead - now)
    return busy or Reserved(wait)


async def hold_off(
    connection: AsyncConnection, destination: str, *, until: float, spacing: float, burst: int
) -> None:
    """Close the destination until then (seconds since the epoch): afterwards it opens again one
    message at a time. Never shortens an earlier closing."""
    free = until + (burst - 1) * spacing
    await connection.execute(
        insert(pace)
        .values(destination=destination, next_free=free)
        .on_conflict_do_update(
            index_elements=[pace.c.destination],
            set_={"next_free": func.greatest(pace.c.next_free, free)},
        )
    )
