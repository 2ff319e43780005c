"""Giving a dissemination another plan, while nothing of the earlier one has gone out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import MAY_BE_THERE, SURELY_NOT_THERE, State
from bot.store.tables import deliveries, disseminations, occurrences
from schedules.kinds import Kind
from schedules.plan import PLAN, Plan

_OF_MOMENT: Final = text(
    """
    SELECT d.state, d.state = 'skipped' AND EXISTS (
        SELECT 1 FROM decisions k WHERE k.subject = d.id AND k.act = 'given up'
          AND k.detail ->> 'was' = 'unconfirmed') AS given_up_in_doubt
    FROM deliveries d WHERE d.occurrence = :moment ORDER BY d.id FOR UPDATE OF d
    """
)
"""In the order in which others lock several of one moment, so that they wait for each other."""


@dataclass(frozen=True, slots=True)
class Gone:
    """In how many channels a moment's posts are, and in how many they may be: it was given up, or
    nobody knows yet, what became of an attempt there."""

    sent: int = 0
    doubtful: int = 0


async def take_back(
    connection: AsyncConnection,
    dissemination: UUID,
    due_at: datetime,
    reason: str,
    *,
    now: datetime,
) -> Gone:
    """Skip what has come of the one moment of a locked dissemination, due at `due_at`, and surely
    is nowhere: what waits, and what halted or failed, so that none of it goes out beside what takes
    its place. Returns what is or may be there: then the caller gives the transaction up."""
    moment = await _occurrence(connection, dissemination, due_at)
    if moment is None:
        return Gone()
    await connection.execute(
        update(occurrences)
        .where(
            occurrences.c.id == moment,
            occurrences.c.expanded_at.is_(None),
            or_(occurrences.c.skipped_reason.is_(None), occurrences.c.failed_at.is_not(None)),
        )
        .values(skipped_reason=reason, failed_at=None)
    )
    # Only now: an expansion that the statement before has waited for made deliveries.
    rows = (await connection.execute(_OF_MOMENT, {"moment": moment})).all()
    states = [State(row.state) for row in rows]
    gone = Gone(
        sent=states.count(State.DELIVERED),
        doubtful=sum(state in MAY_BE_THERE for state in states)
        + sum(row.given_up_in_doubt for row in rows),
    )
    await connection.execute(
        update(deliveries)
        .where(
            deliveries.c.occurrence == moment,
            deliveries.c.state.in_([state.value for state in SURELY_NOT_THERE]),
        )
        .values(state=State.SKIPPED.value, reason=reason, settled_at=now, next_try_at=None)
    )
    return gone


async def _occurrence(
    connection: AsyncConnection, dissemination: UUID, due_at: datetime
) -> UUID | None:
    """Return the moment's occurrence once it has come. Found by when it was due and not by its
    slot: earlier versions named the second of two like moments in autumn as the first."""
    rows = await connection.execute(
        select(occurrences.c.id).where(
            occurrences.c.dissemination == dissemination,
            occurrences.c.kind == Kind.POST.value,
            occurrences.c.due_at == due_at,
        )
    )
    return rows.scalar_one_or_none()


async def set_plan(
    connection: AsyncConnection, dissemination: UUID, plan: Plan, *, filled_until: datetime
) -> None:
    """Keep another plan, of which nothing is filled before then."""
    await connection.execute(
        update(disseminations)
        .where(disseminations.c.id == dissemination)
        .values(plan=PLAN.dump_python(plan, mode="json"), filled_until=filled_until)
    )
