"""When each destination next takes a message: one row a destination, shared by all workers."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import pace


@dataclass(frozen=True, slots=True)
class Reserved:
    """The next place in the row is taken. Send after `wait` seconds."""

    wait: float


@dataclass(frozen=True, slots=True)
class Busy:
    """Nothing was taken: the next place is `wait` seconds away, longer than was allowed."""

    wait: float


async def reserve(
    connection: AsyncConnection,
    destination: str,
    *,
    spacing: float,
    burst: int,
    now: float,
    longest: float,
) -> Reserved | Busy:
    """Take the destination's next place if it is at most `longest` seconds away.

    `next_free` is when the destination would be quite free again if messages went out one every
    `spacing` seconds; up to `burst` of them may go ahead of that. `now` in seconds since the
    epoch.
    """
    ahead = (burst - 1) * spacing
    rows = await connection.execute(
        insert(pace)
        .values(destination=destination, next_free=now + spacing)
        .on_conflict_do_update(
            index_elements=[pace.c.destination],
            set_={"next_free": func.greatest(pace.c.next_free, now) + spacing},
            where=pace.c.next_free - ahead - now <= longest,
        )
        .returning(pace.c.next_free)
    )
    taken: float | None = rows.scalar_one_or_none()
    if taken is not None:
        return Reserved(max(0.0, taken - spacing - ahead - now))
    rows = await connection.execute(
        select(pace.c.next_free).where(pace.c.destination == destination)
    )
    free: float = rows.scalar_one()
    return Busy(max(0.0, free - ahead - now))


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
