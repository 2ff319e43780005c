"""What a correction means for passing it on: what is open again, and who is still to be told."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cascade.cascades import CascadeState
from bot.store.tables import cascade_parts, cascades


async def reopen_cascades(
    connection: AsyncConnection,
    dissemination: UUID,
    *,
    next_at: datetime,
    deadline: Callable[[str], date],
) -> None:
    """Let what was told of passing it on count no more, and what was whole be open again: its next
    message is due at `next_at`, and an agency is asked for it by its `deadline` at the earliest."""
    told = (
        select(func.coalesce(func.max(cascade_parts.c.number), 0))
        .where(cascade_parts.c.cascade == cascades.c.id)
        .scalar_subquery()
    )
    ours = cascades.c.dissemination == dissemination
    superseded = await connection.execute(
        update(cascades).where(ours).values(superseded=told).returning(cascades.c.agency)
    )
    agencies: defaultdict[date, list[str]] = defaultdict(list)
    for row in superseded:
        agencies[deadline(row.agency)].append(row.agency)
    for day, of_day in agencies.items():
        await connection.execute(
            update(cascades)
            .where(ours, cascades.c.agency.in_(of_day), cascades.c.deadline < day)
            .values(deadline=day)
        )
    await connection.execute(
        update(cascades)
        .where(ours, cascades.c.state == CascadeState.WHOLE.value)
        .values(state=CascadeState.OPEN.value, next_at=next_at, settled_at=None)
    )


@dataclass(frozen=True, slots=True)
class UntoldCascade:
    """A cascade whose lead is to hear that the briefing was corrected."""

    cascade: UUID
    agency: str
    holder: UUID
    slot: str


CHANGED: Final = "changed"
"""Begins the slot of what a lead is told then; the version follows."""

UNTOLD_ROWS: Final = f"""
    corrections k
    JOIN disseminations s ON s.id = k.dissemination AND s.briefing_version = k.version
    JOIN briefing_versions v ON v.id = k.version
    JOIN cascades c ON c.dissemination = s.id
    WHERE k.at > :told_since AND s.withdrawn_at IS NULL AND c.stage <> 'planned'
      AND c.holder IS NOT NULL AND c.opened_at < k.at
      AND NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.kind = 'cascade' AND o.subject = c.id
            AND o.slot = '{CHANGED} ' || v.version)
"""  # noqa: S608 - made of constants alone

_UNTOLD = text(
    f"""
    SELECT c.id, c.agency, c.holder, '{CHANGED} ' || v.version AS slot
    FROM {UNTOLD_ROWS}
    ORDER BY k.at, c.agency, c.id
    LIMIT 500
    """  # noqa: S608 - made of constants alone
)


async def heard_of(connection: AsyncConnection, cascade: UUID, before: int) -> int:
    """Return the last version before this one that a cascade's lead was told a correction led to;
    0 for none."""
    rows = await connection.execute(
        text(
            """
            SELECT coalesce(max(told.version) FILTER (WHERE told.version < :before), 0)
            FROM (
                SELECT split_part(o.slot, ' ', 2)::int AS version FROM occurrences o
                JOIN deliveries d ON d.occurrence = o.id AND d.state = 'delivered'
                WHERE o.kind = 'cascade' AND o.subject = :cascade AND o.slot ~ '^changed [0-9]+$'
            ) AS told
            """
        ),
        {"cascade": cascade, "before": before},
    )
    return rows.scalar_one()


async def untold_cascades(connection: AsyncConnection, since: datetime) -> Sequence[UntoldCascade]:
    """Return the cascades of which something was sent, and whose lead has not been told of the
    last correction, if it was after `since`."""
    rows = await connection.execute(_UNTOLD, {"told_since": since})
    return [UntoldCascade(row.id, row.agency, row.holder, row.slot) for row in rows]
