"""Passing it on in other hands: who had a cascade, who has it, and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cascade.cascades import Cascade
from bot.store.cascade.messages import changed
from bot.store.tables import cascade_moves, cascades

HANDED, QUIET, LEFT = "handed", "quiet", "left"
"""Why a cascade changed hands."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """How a cascade last left somebody's hands: why, to whom (None: to nobody), and when."""

    reason: str
    to: UUID | None
    at: datetime


async def move(
    connection: AsyncConnection,
    cascade: Cascade,
    holder: UUID | None,
    *,
    reason: str,
    now: datetime,
) -> None:
    """Give it to somebody else, and keep that it was."""
    await connection.execute(
        insert(cascade_moves).values(
            id=uuid4(),
            cascade=cascade.id,
            former=cascade.holder,
            holder=holder,
            reason=reason,
            at=now,
        )
    )
    await connection.execute(
        update(cascades).where(cascades.c.id == cascade.id).values(holder=holder, **changed(now))
    )


async def given_up_by(connection: AsyncConnection, cascade: UUID, member: UUID) -> GivenUp | None:
    """Return how it last left this member's hands, or None when it never was in them or never
    left them."""
    rows = await connection.execute(
        select(cascade_moves.c.reason, cascade_moves.c.holder, cascade_moves.c.at)
        .where(cascade_moves.c.cascade == cascade, cascade_moves.c.former == member)
        .order_by(cascade_moves.c.at.desc())
        .limit(1)
    )
    row = rows.one_or_none()
    return None if row is None else GivenUp(row.reason, row.holder, row.at)


async def last_move(connection: AsyncConnection, cascade: UUID) -> str | None:
    """Return why it last changed hands, or None when it never did."""
    rows = await connection.execute(
        select(cascade_moves.c.reason)
        .where(cascade_moves.c.cascade == cascade)
        .order_by(cascade_moves.c.at.desc())
        .limit(1)
    )
    return rows.scalar_one_or_none()
