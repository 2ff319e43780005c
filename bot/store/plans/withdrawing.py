"""Withdrawing a dissemination: kept beside its stop."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import disseminations


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Who withdrew a dissemination, when (aware, UTC), and why."""

    by: str
    at: datetime
    reason: str


async def withdrawn(connection: AsyncConnection, dissemination: UUID) -> Withdrawn | None:
    """Return that a dissemination was withdrawn, or None where it was not."""
    rows = await connection.execute(
        select(
            disseminations.c.withdrawn_by,
            disseminations.c.withdrawn_at,
            disseminations.c.withdrawn_reason,
        ).where(disseminations.c.id == dissemination, disseminations.c.withdrawn_at.is_not(None))
    )
    row = rows.one_or_none()
    if row is None:
        return None
    return Withdrawn(row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason)


async def set_withdrawn(connection: AsyncConnection, dissemination: UUID, it: Withdrawn) -> None:
    """Keep it. The dissemination is locked, and stopped."""
    await connection.execute(
        update(disseminations)
        .where(disseminations.c.id == dissemination)
        .values(withdrawn_by=it.by, withdrawn_at=it.at, withdrawn_reason=it.reason)
    )


_FOLLOWING = text(
    """
    UPDATE deliveries d SET state = 'skipped', reason = :reason, settled_at = :now,
        next_try_at = NULL
    FROM occurrences o
    WHERE o.id = d.occurrence AND d.state IN ('planned', 'waiting') AND (
        (o.kind = 'cascade' AND o.subject IN (
            SELECT id FROM cascades WHERE dissemination = :dissemination))
        OR (o.kind = 'clarification' AND o.subject IN (
            SELECT id FROM clarifications WHERE dissemination = :dissemination))
        OR (o.kind = 'pulse' AND o.subject IN (
            SELECT id FROM surveys WHERE dissemination = :dissemination))
        OR (o.kind IN ('correction', 'progress') AND o.subject IN (
            SELECT id FROM deliveries WHERE dissemination = :dissemination)))
    """
)

_RECALLS = text(
    """
    UPDATE recalls SET next_at = NULL, ended = :ended
    WHERE dissemination = :dissemination AND ended IS NULL
    """
)

_CASCADES = text("UPDATE cascades SET next_at = NULL WHERE dissemination = :dissemination")


async def end_following(
    connection: AsyncConnection, dissemination: UUID, *, reason: str, ended: str, now: datetime
) -> int:
    """End all that follows a dissemination's post and has not gone out. Returns how many messages
    were on their way. A message that asks about other briefings too still goes, without this one;
    answers to queries go on."""
    given = {"dissemination": dissemination, "reason": reason, "now": now}
    skipped = await connection.execute(_FOLLOWING, given)
    await connection.execute(_RECALLS, {"dissemination": dissemination, "ended": ended})
    await connection.execute(_CASCADES, {"dissemination": dissemination})
    return skipped.rowcount
