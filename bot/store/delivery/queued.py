"""Deliveries that no worker has taken up yet, apart from the moments of a plan of which nothing was
(`bot.store.plans.unsent`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.waiting import HeldDelivery
from schedules.kinds import EDITS, Kind

_QUEUED = text(
    """
    SELECT d.id, o.kind, o.subject, o.slot, d.dissemination, coalesce(b.slug, v.slug, '') AS slug,
        v.dissemination IS NOT NULL AS practice, d.agency, d.channel, d.member,
        greatest(o.expanded_at, d.held_until) AS since, coalesce(s.urgent, false) AS urgent,
        p.paused_until,
        CASE WHEN o.kind = 'pulse' AND o.slot IN ('opening', 'reminder') THEN v.closes_at END
            AS ends_at
    FROM deliveries d
    JOIN occurrences o ON o.id = d.occurrence
    LEFT JOIN disseminations s ON s.id = d.dissemination
    LEFT JOIN briefing_versions b ON b.id = s.briefing_version
    LEFT JOIN surveys v ON o.kind = 'pulse' AND v.id = o.subject
    LEFT JOIN cascades c ON o.kind = 'cascade' AND c.id = o.subject
    LEFT JOIN disseminations of ON of.id = c.dissemination
    LEFT JOIN preferences p ON p.member = d.member
    WHERE d.state = 'planned' AND o.kind = ANY(:kinds) AND v.called_off IS NULL
      AND (c.id IS NULL
        OR (c.holder = d.member OR o.slot LIKE 'coordinator %') AND of.withdrawn_at IS NULL
        AND (o.slot LIKE 'changed %' OR of.stopped_at IS NULL AND c.state <> 'whole'))
      AND (o.kind <> 'post' OR EXISTS (SELECT 1 FROM deliveries other
        WHERE other.occurrence = o.id AND (other.state <> 'planned' OR other.attempts > 0)))
    ORDER BY since, o.due_at, d.id
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedDelivery(HeldDelivery):
    """One delivery that waits for a worker, `until` now at first: it goes as soon as one is there,
    if nothing holds it by then."""

    member: UUID | None
    practice: bool
    """It is of a survey about what a briefing has changed."""
    urgent: bool
    queued_at: datetime
    """Since when it waits (aware, UTC)."""


async def list_queued(connection: AsyncConnection) -> Sequence[QueuedDelivery]:
    """Return what waits for a worker, the longest first, without changes of what stands and without
    what would be skipped by now, since it was passed on, say."""
    kinds = [kind.value for kind in Kind if kind not in EDITS]
    return [
        QueuedDelivery(
            id=row.id,
            kind=Kind(row.kind),
            subject=row.subject,
            slot=row.slot,
            dissemination=row.dissemination,
            slug=row.slug,
            agency=row.agency,
            channel=row.channel,
            until=row.since,
            reason="",
            paused_until=row.paused_until,
            ends_at=row.ends_at,
            member=row.member,
            practice=row.practice,
            urgent=row.urgent,
            queued_at=row.since,
        )
        for row in await connection.execute(_QUEUED, {"kinds": kinds})
    ]
