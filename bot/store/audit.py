"""Facts as they were kept, one count a kind, to hold against what somebody else counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_FACTS = text(
    """
    SELECT agency, kind, count(*) AS facts FROM engagement_events
    WHERE dissemination = :dissemination AND kind <> 'answered' GROUP BY agency, kind
    UNION ALL
    SELECT e.agency, CASE WHEN r.fits THEN 'first answer fits' ELSE 'first answer' END, count(*)
    FROM responses r JOIN engagement_events e
        ON e.dissemination = r.dissemination AND e.member = r.member AND e.kind = 'answered'
        AND e.detail ->> 'question' = r.question
        AND e.detail -> 'chosen' = to_jsonb(r.chosen)
    WHERE r.dissemination = :dissemination GROUP BY e.agency, r.fits
    """
)

_OUTCOMES = text(
    "SELECT state, count(*) AS deliveries FROM deliveries"
    " WHERE dissemination = :dissemination GROUP BY state"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of one dissemination: nothing held back, for checks and never to be shown."""

    facts: Mapping[tuple[str, str], int]
    """By agency and kind. First answers that fit and those that do not are two kinds; a first
    answer without its event is in neither."""
    outcomes: Mapping[str, int]
    """Deliveries by state."""


async def count_kept(connection: AsyncConnection, dissemination: UUID) -> Kept:
    """Count the facts and deliveries of a dissemination."""
    given = {"dissemination": dissemination}
    facts = await connection.execute(_FACTS, given)
    outcomes = await connection.execute(_OUTCOMES, given)
    return Kept(
        {(row.agency, row.kind): row.facts for row in facts},
        {row.state: row.deliveries for row in outcomes},
    )
