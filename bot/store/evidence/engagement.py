"""The read model of engagement: one dissemination's facts, counted by agency.

The console, the command line and the exports all read this one, so that their figures are equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.evidence.ladder import Counted, Ladder, build_ladder
from bot.store.tables import briefing_versions, disseminations
from config.errors import NotFound
from content.templating import say

_COUNT = text(
    """
    WITH eligible AS MATERIALIZED (
        SELECT DISTINCT e.agency, e.member
        FROM eligible_members e JOIN deliveries d ON d.id = e.delivery
        WHERE e.dissemination = :dissemination AND d.state = 'delivered'
    ), did AS (
        SELECT member, bool_or(kind = 'opened') AS opened,
            bool_or(kind = 'acknowledged'
                AND coalesce((detail ->> 'version')::int, 0) >= :read_from) AS acknowledged
        FROM engagement_events
        WHERE dissemination = :dissemination AND member IS NOT NULL
        GROUP BY member
    ), answered AS (
        SELECT member, bool_and(fits) AS fits
        FROM responses
        WHERE dissemination = :dissemination AND question = ANY(CAST(:questions AS text[]))
        GROUP BY member
        HAVING count(*) = cardinality(CAST(:questions AS text[]))
    ), together AS (
        SELECT agency, member, bool_or(opened) OVER whose AS opened,
            bool_or(acknowledged) OVER whose AS acknowledged,
            bool_or(answered) OVER whose AS answered, bool_or(fits) OVER whose AS understood
        FROM (
            SELECT agency, member, NULL::boolean AS opened, NULL::boolean AS acknowledged,
                NULL::boolean AS answered, NULL::boolean AS fits FROM eligible
            UNION ALL SELECT NULL, member, opened, acknowledged, NULL, NULL FROM did
            UNION ALL SELECT NULL, member, NULL, NULL, true, fits FROM answered
        ) AS each
        WINDOW whose AS (PARTITION BY member)
    ), people AS (
        SELECT agency, GROUPING(agency) AS whole,
            count(DISTINCT member) AS eligible,
            count(DISTINCT member) FILTER (WHERE opened) AS opened,
            count(DISTINCT member) FILTER (WHERE acknowledged) AS acknowledged,
            count(DISTINCT member) FILTER (WHERE answered) AS answered,
            count(DISTINCT member) FILTER (WHERE understood) AS understood
        FROM together WHERE agency IS NOT NULL
        GROUP BY GROUPING SETS ((agency), ())
    ), posts AS (
        SELECT agency, GROUPING(agency) AS whole, count(*) AS posts,
            count(*) FILTER (WHERE state = 'delivered') AS posts_delivered
        FROM deliveries WHERE dissemination = :dissemination
        GROUP BY GROUPING SETS ((agency), ())
    ), hands AS (
        SELECT agency, GROUPING(agency) AS whole, count(*) AS queries
        FROM queries WHERE dissemination = :dissemination
        GROUP BY GROUPING SETS ((agency), ())
    ), later AS (
        SELECT agency, GROUPING(agency) AS whole, count(DISTINCT member) AS joined_later
        FROM (
            SELECT agency, member FROM engagement_events
            WHERE dissemination = :dissemination AND member IS NOT NULL
            EXCEPT SELECT agency, member FROM eligible
        ) AS late
        GROUP BY GROUPING SETS ((agency), ())
    )
    SELECT p.agency, p.whole = 1 AS whole, p.posts, p.posts_delivered,
        coalesce(people.eligible, 0) AS eligible, coalesce(people.opened, 0) AS opened,
        coalesce(people.acknowledged, 0) AS acknowledged,
        coalesce(people.answered, 0) AS answered, coalesce(people.understood, 0) AS understood,
        coalesce(hands.queries, 0) AS queries, coalesce(later.joined_later, 0) AS joined_later
    FROM posts p
    LEFT JOIN people ON people.whole = p.whole AND people.agency IS NOT DISTINCT FROM p.agency
    LEFT JOIN hands ON hands.whole = p.whole AND hands.agency IS NOT DISTINCT FROM p.agency
    LEFT JOIN later ON later.whole = p.whole AND later.agency IS NOT DISTINCT FROM p.agency
    """
)
"""One statement, so that all its figures are of one moment. It joins no people to people: of a
dissemination that was just sent the planner's statistics know nothing, and it would compare each
with each. A window brings together what is known of one, and takes as long as sorting does."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """What the database counted, nothing held back: for checks, never to be shown."""

    agencies: Mapping[str, Counted]
    total: Counted
    asks: bool
    """Whether the briefing has questions."""


async def count_engagement(connection: AsyncConnection, dissemination: UUID) -> Engagement:
    """Count one dissemination's engagement by agency and in all. Raises NotFound.

    The denominator is the distinct members who could see a delivered post when it went out;
    numerators count only those. "I've read it" counts from the last correction on that matters. A
    member of two agencies counts in both, and once in the total.
    """
    found = await connection.execute(
        select(briefing_versions.c.body["questions"], disseminations.c.read_from)
        .join(disseminations, disseminations.c.briefing_version == briefing_versions.c.id)
        .where(disseminations.c.id == dissemination)
    )
    asked = found.one_or_none()
    if asked is None:
        raise NotFound(say("not_found.dissemination"))
    questions = [question["key"] for question in asked[0]]
    rows = await connection.execute(
        _COUNT,
        {
            "dissemination": dissemination,
            "questions": questions,
            "read_from": asked.read_from,
        },
    )
    agencies: dict[str, Counted] = {}
    total = _NOTHING
    for row in rows:
        counted = Counted(
            posts=row.posts,
            posts_delivered=row.posts_delivered,
            eligible=row.eligible,
            opened=row.opened,
            acknowledged=row.acknowledged,
            answered=row.answered,
            understood=row.understood,
            queries=row.queries,
            joined_later=row.joined_later,
        )
        if row.whole:
            total = counted
        else:
            agencies[row.agency] = counted
    return Engagement(agencies, total, asks=bool(questions))


async def read_engagement(
    connection: AsyncConnection, dissemination: UUID, *, threshold: int
) -> Ladder:
    """Return what may be shown of a dissemination's engagement. `threshold` is the setting
    `suppression_threshold`. Raises NotFound."""
    counted = await count_engagement(connection, dissemination)
    return build_ladder(counted.agencies, counted.total, asks=counted.asks, threshold=threshold)


_NOTHING = Counted(
    posts=0,
    posts_delivered=0,
    eligible=0,
    opened=0,
    acknowledged=0,
    answered=0,
    understood=0,
    queries=0,
    joined_later=0,
)
