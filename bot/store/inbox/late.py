"""Clarifications that channels have missed: the briefing came to them only after the approval."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.looks import Look, any_of

TOLD_WITHIN: Final = timedelta(days=90)
"""How long after its approval a clarification still follows its briefing. It is as long as a
correction does, and keeps what every turn of the clock looks at small."""

LATE_ROWS: Final = """
    clarifications c
    JOIN disseminations s ON s.id = c.dissemination
    CROSS JOIN LATERAL (
        SELECT DISTINCT d.channel FROM deliveries d
        WHERE d.dissemination = c.dissemination AND d.state = 'delivered'
          AND d.settled_at > c.approved_at - interval '1 hour') AS d
    WHERE c.approved_at > :approved_since AND c.withdrawn_at IS NULL AND s.stopped_at IS NULL
      AND s.unlinked_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM occurrences o JOIN deliveries t ON t.occurrence = o.id
            WHERE o.kind = 'clarification' AND o.subject = c.id AND t.channel = d.channel)
"""
"""Whatever became of a channel's clarification, it is put in once. What was delivered before the
approval got it then, but for what was on its way in that very moment: an hour is more than enough.
`DISTINCT` has each of the few clarifications look up its own posts, however often they come."""

_LATE = text(
    f"""
    SELECT c.id, array_agg(DISTINCT d.channel ORDER BY d.channel) AS channels
    FROM {LATE_ROWS}
    GROUP BY c.id, c.approved_at
    ORDER BY c.approved_at, c.id
    """  # noqa: S608 - made of constants alone
)


def late_look(now: datetime) -> Look:
    """Return the look: whether a channel has missed one."""
    return Look(any_of(LATE_ROWS), given={"approved_since": now - TOLD_WITHIN})


async def late_channels(connection: AsyncConnection, now: datetime) -> Mapping[UUID, Sequence[str]]:
    """Return by clarification, the earliest approved first, the channels (directory keys) that have
    a delivered post of its briefing and for which it was not put in."""
    rows = await connection.execute(_LATE, {"approved_since": now - TOLD_WITHIN})
    return {row.id: row.channels for row in rows}
