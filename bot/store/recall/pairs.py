"""The read model of recall: first answers beside later ones, counted by agency."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.evidence.pairs import Pairs, Recall, build_recall

_COUNT = text(
    """
    WITH latest AS (
        SELECT DISTINCT ON (c.id) c.member, c.agency, c.first_fits, t.fits, d.state
        FROM recalls c
        JOIN recall_turns t ON t.recall = c.id
        JOIN deliveries d ON d.id = t.delivery
        WHERE c.dissemination = :dissemination AND d.state = 'delivered'
        ORDER BY c.id, (t.answered_at IS NULL), t.turn DESC
    ), people AS (
        SELECT agency, member,
            count(fits) > 0 AS paired,
            bool_and(first_fits) FILTER (WHERE fits IS NOT NULL) AS first,
            bool_and(fits) AS later
        FROM latest GROUP BY agency, member
    )
    SELECT agency, GROUPING(agency) = 1 AS whole,
        count(DISTINCT member) AS asked,
        count(DISTINCT member) FILTER (WHERE paired AND first AND later) AS both,
        count(DISTINCT member) FILTER (WHERE paired AND NOT first AND later) AS gained,
        count(DISTINCT member) FILTER (WHERE paired AND first AND NOT later) AS lost,
        count(DISTINCT member) FILTER (WHERE paired AND NOT first AND NOT later) AS neither
    FROM people GROUP BY GROUPING SETS ((agency), ())
    """
)
"""A person's questions count together, each by the answer to its latest asking
that has one. Only what was really delivered
counts as asked."""

_ELIGIBLE = text(
    "SELECT DISTINCT agency FROM eligible_members WHERE dissemination = :dissemination"
)

NOBODY = Pairs(asked=0, both=0, gained=0, lost=0, neither=0)


async def read_recall(
    connection: AsyncConnection, dissemination: UUID, *, threshold: int
) -> Recall:
    """Return what may be shown of a dissemination's recall, of every agency that could see its
    post. `threshold` is the setting `suppression_threshold`."""
    agencies, total = await count_recall(connection, dissemination)
    eligible = await connection.execute(_ELIGIBLE, {"dissemination": dissemination})
    everywhere = {**{row.agency: NOBODY for row in eligible}, **agencies}
    return build_recall(everywhere, total, threshold)


async def count_recall(
    connection: AsyncConnection, dissemination: UUID
) -> tuple[Mapping[str, Pairs], Pairs]:
    """Count the pairs by agency and in all, nothing held back: for checks, never to be shown."""
    agencies: dict[str, Pairs] = {}
    total = NOBODY
    for row in await connection.execute(_COUNT, {"dissemination": dissemination}):
        pairs = Pairs(
            asked=row.asked, both=row.both, gained=row.gained, lost=row.lost, neither=row.neither
        )
        if row.whole:
            total = pairs
        else:
            agencies[row.agency] = pairs
    return agencies, total
