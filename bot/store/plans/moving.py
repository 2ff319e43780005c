"""Giving a dissemination another plan, while nothing of the earlier one has gone out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.tables import deliveries, disseminations, occurrences
from schedules.plan import PLAN, Plan

_GONE = frozenset(
    {State.CLAIMED.value, State.DELIVERED.value, State.FAILED.value, State.UNCONFIRMED.value}
)


async def take_back(
    connection: AsyncConnection, dissemination: UUID, reason: str, *, now: datetime
) -> int:
    """Skip what has come of a locked dissemination and still waits. Returns how many of its
    deliveries have gone out, or may have: then the caller gives the transaction up."""
    await connection.execute(
        update(occurrences)
        .where(
            occurrences.c.dissemination == dissemination,
            occurrences.c.expanded_at.is_(None),
            occurrences.c.skipped_reason.is_(None),
        )
        .values(skipped_reason=reason)
    )
    # Only now: an expansion that the statement before has waited for made deliveries.
    rows = await connection.execute(
        select(deliveries.c.state, deliveries.c.attempts)
        .where(deliveries.c.dissemination == dissemination)
        .with_for_update()
    )
    gone = sum(row.state in _GONE or row.attempts > 0 for row in rows)
    waiting = [State.PLANNED.value, State.WAITING.value]
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.dissemination == dissemination, deliveries.c.state.in_(waiting))
        .values(state=State.SKIPPED.value, reason=reason, settled_at=now, next_try_at=None)
    )
    return gone


async def set_plan(
    connection: AsyncConnection, dissemination: UUID, plan: Plan, *, filled_until: datetime
) -> None:
    """Keep another plan, of which nothing is filled before then."""
    await connection.execute(
        update(disseminations)
        .where(disseminations.c.id == dissemination)
        .values(plan=PLAN.dump_python(plan, mode="json"), filled_until=filled_until)
    )
