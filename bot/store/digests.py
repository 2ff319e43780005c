"""What digests and a lead's status are made of, as the database has it. Parts of it may tell on a
person: bot/progress.py makes of it what may be said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import briefing_versions, occurrences
from schedules.kinds import Kind

_SENT = text(
    """
    SELECT d.dissemination, b.title, min(d.settled_at) AS posted_at,
        jsonb_array_length(b.body -> 'questions') > 0 AS asks,
        (SELECT max(c.at) FROM corrections c
         WHERE c.dissemination = d.dissemination AND c.material) AS corrected_at
    FROM deliveries d
    JOIN disseminations s ON s.id = d.dissemination
    JOIN briefing_versions b ON b.id = s.briefing_version
    WHERE d.state = 'delivered' AND s.withdrawn_at IS NULL
      AND (CAST(:agency AS text) IS NULL OR d.agency = :agency)
    GROUP BY d.dissemination, b.title, b.body
    HAVING max(d.settled_at) > :since AND min(d.settled_at) <= :until
    ORDER BY max(d.settled_at) DESC, d.dissemination
    """
)

_FITTING = text(
    """
    WITH eligible AS (
        SELECT e.member, min(d.settled_at) AS since
        FROM eligible_members e JOIN deliveries d ON d.id = e.delivery
        WHERE e.dissemination = :dissemination AND e.agency = :agency AND d.state = 'delivered'
        GROUP BY e.member
    ), asked AS (
        SELECT q ->> 'key' AS question
        FROM disseminations s JOIN briefing_versions b ON b.id = s.briefing_version,
            jsonb_array_elements(b.body -> 'questions') AS all_(q)
        WHERE s.id = :dissemination
    )
    SELECT bool_and(r.fits) AS fits
    FROM eligible e
    JOIN responses r ON r.dissemination = :dissemination AND r.member = e.member
    JOIN asked ON asked.question = r.question
    GROUP BY e.member, e.since
    HAVING count(*) = (SELECT count(*) FROM asked)
    ORDER BY greatest(max(r.at), e.since), e.member
    """
)
"""Whether all first answers fitted, of each eligible person who answered every question, in the
order in which they came to count: nobody ever comes in before somebody who counted already."""

_PASSING = text(
    """
    SELECT c.dissemination, b.title
    FROM cascades c
    JOIN disseminations s ON s.id = c.dissemination
    JOIN briefing_versions b ON b.id = s.briefing_version
    WHERE c.agency = :agency AND c.state <> 'whole' AND s.stopped_at IS NULL
      AND c.opened_at > :since AND c.opened_at <= :until
    ORDER BY c.deadline, c.id
    """
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A dissemination that was delivered. `posted_at` is its first post (aware, UTC)."""

    dissemination: UUID
    title: str
    posted_at: datetime
    asks: bool
    """Whether the briefing has questions."""
    corrected_at: datetime | None
    """When it was last corrected so that it is to be read again (aware, UTC)."""


async def sent_between(
    connection: AsyncConnection, since: datetime, until: datetime, agency: str | None = None
) -> Sequence[Sent]:
    """Return what was delivered since then and first came before `until`, to one agency where it
    is named, the newest first."""
    rows = await connection.execute(_SENT, {"agency": agency, "since": since, "until": until})
    return [
        Sent(row.dissemination, row.title, row.posted_at, row.asks, row.corrected_at)
        for row in rows
    ]


async def fitting_in_order(
    connection: AsyncConnection, dissemination: UUID, agency: str
) -> Sequence[bool]:
    """Return of each eligible person of an agency who answered every question whether all their
    first answers fitted, in the order in which they came to count. Never to be shown as it is."""
    rows = await connection.execute(_FITTING, {"dissemination": dissemination, "agency": agency})
    return [row.fits for row in rows]


async def passing_in(
    connection: AsyncConnection, agency: str, since: datetime, until: datetime
) -> Sequence[tuple[UUID, str]]:
    """Return what an agency was asked between then to pass on and has not in full: dissemination
    and title, the nearest deadline first."""
    rows = await connection.execute(_PASSING, {"agency": agency, "since": since, "until": until})
    return [(row.dissemination, row.title) for row in rows]


async def title_of(connection: AsyncConnection, version: UUID) -> str:
    """Return a briefing version's title."""
    rows = await connection.execute(
        select(briefing_versions.c.title).where(briefing_versions.c.id == version)
    )
    return rows.scalar_one()


async def without_digest(
    connection: AsyncConnection, members: Collection[UUID], week: str
) -> Sequence[UUID]:
    """Return those of the members, in their order, who have no digest of this week yet."""
    rows = await connection.execute(
        select(occurrences.c.subject).where(
            occurrences.c.kind == Kind.DIGEST.value,
            occurrences.c.slot == week,
            occurrences.c.subject.in_(members),
        )
    )
    served = {row.subject for row in rows}
    return [member for member in members if member not in served]
