"""What is known of what will happen, for `bot.foresight`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import briefing_versions, cascades, disseminations

_RECALLS = text(
    """
    SELECT c.member, c.agency, c.next_at, c.first_at, c.question, c.id, p.paused_until,
        EXISTS (SELECT 1 FROM occurrences o WHERE o.kind = 'recall' AND o.subject = c.member
            AND o.slot = :today) AS asked_today
    FROM recalls c
    JOIN disseminations d ON d.id = c.dissemination
    LEFT JOIN preferences p ON p.member = c.member
    WHERE c.next_at < :until AND d.stopped_at IS NULL
    ORDER BY c.member, c.first_at, c.question, c.id
    """
)


@dataclass(frozen=True, slots=True)
class ComingRecall:
    """A question that returns to somebody. Moments are aware, in UTC."""

    agency: str
    next_at: datetime
    paused_until: datetime | None
    """A pause that is over is still told."""
    asked_today: bool
    """They have had today's message."""


async def coming_recalls(
    connection: AsyncConnection, *, until: datetime, today: str
) -> Sequence[Sequence[ComingRecall]]:
    """Return the questions that return before `until`, each member's together in the order in which
    they are asked. `today` is the London day as a slot. Nobody is named."""
    found: dict[UUID, list[ComingRecall]] = {}
    for row in await connection.execute(_RECALLS, {"until": until, "today": today}):
        coming = ComingRecall(row.agency, row.next_at, row.paused_until, row.asked_today)
        found.setdefault(row.member, []).append(coming)
    return list(found.values())


async def slugs_of(connection: AsyncConnection) -> Mapping[UUID, str]:
    """Return the briefing's slug of every dissemination that was not stopped."""
    rows = await connection.execute(
        select(disseminations.c.id, briefing_versions.c.slug)
        .join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
        .where(disseminations.c.stopped_at.is_(None))
    )
    return {row.id: row.slug for row in rows}


async def passed_on(connection: AsyncConnection) -> frozenset[tuple[UUID, str]]:
    """Return in which agencies which disseminations are to be passed on already."""
    rows = await connection.execute(select(cascades.c.dissemination, cascades.c.agency))
    return frozenset((row.dissemination, row.agency) for row in rows)
