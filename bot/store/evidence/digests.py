"""What digests and a lead's status are made of, as the database has it. Parts of it may tell on a
person: bot/agencies/progress.py makes of it what may be said."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cascade.parts import parts_among
from bot.store.tables import briefing_versions, occurrences
from content.cascade import Coverage, summed
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
    GROUP BY d.dissemination, b.id
    HAVING max(d.settled_at) > :since AND min(d.settled_at) <= :until
    ORDER BY max(d.settled_at) DESC, d.dissemination
    """
)

_REACHED = text(
    """
    SELECT dissemination, count(*) AS eligible, count(*) FILTER (WHERE opened) AS opened,
        count(*) FILTER (WHERE acknowledged) AS acknowledged
    FROM (
        SELECT dissemination, member, bool_or(opened) AS opened,
            bool_or(acknowledged) AS acknowledged
        FROM (
            SELECT e.dissemination, e.member, true AS eligible, NULL::boolean AS opened,
                NULL::boolean AS acknowledged
            FROM eligible_members e JOIN deliveries d ON d.id = e.delivery
            WHERE e.dissemination = ANY(CAST(:disseminations AS uuid[])) AND e.agency = :agency
              AND d.state = 'delivered'
            UNION ALL
            SELECT v.dissemination, v.member, NULL, v.kind = 'opened',
                v.kind = 'acknowledged'
                    AND coalesce((v.detail ->> 'version')::int, 0) >= s.read_from
            FROM engagement_events v JOIN disseminations s ON s.id = v.dissemination
            WHERE v.dissemination = ANY(CAST(:disseminations AS uuid[]))
              AND v.kind IN ('opened', 'acknowledged') AND v.member IS NOT NULL
        ) AS each
        GROUP BY dissemination, member
        HAVING bool_or(eligible)
    ) AS people
    GROUP BY dissemination
    """
)
"""The rungs of `bot.store.evidence.engagement` that hold nothing back, of one agency alone. For the
same reason as there it joins no people to people."""

_FITTING = text(
    """
    WITH asked AS MATERIALIZED (
        SELECT s.id AS dissemination, q ->> 'key' AS question
        FROM disseminations s JOIN briefing_versions b ON b.id = s.briefing_version,
            jsonb_array_elements(b.body -> 'questions') AS all_(q)
        WHERE s.id = ANY(CAST(:disseminations AS uuid[]))
    )
    SELECT dissemination, fits
    FROM (
        SELECT dissemination, member, min(since) AS since, max(at) AS at,
            bool_and(fits) AS fits, count(fits) AS answered
        FROM (
            SELECT e.dissemination, e.member, true AS eligible, d.settled_at AS since,
                NULL::boolean AS fits, NULL::timestamptz AS at
            FROM eligible_members e JOIN deliveries d ON d.id = e.delivery
            WHERE e.dissemination = ANY(CAST(:disseminations AS uuid[])) AND e.agency = :agency
              AND d.state = 'delivered'
            UNION ALL
            SELECT r.dissemination, r.member, NULL, NULL, r.fits, r.at
            FROM responses r
            WHERE r.dissemination = ANY(CAST(:disseminations AS uuid[]))
              AND (r.dissemination, r.question) IN (SELECT dissemination, question FROM asked)
        ) AS each
        GROUP BY dissemination, member
        HAVING bool_or(eligible)
    ) AS people
    JOIN (SELECT dissemination, count(*) AS questions FROM asked GROUP BY dissemination) AS briefing
        USING (dissemination)
    WHERE answered = questions
    ORDER BY dissemination, greatest(at, since), member
    """
)
"""Whether all first answers fitted, of each eligible person who answered every question, in the
order in which they came to count: nobody ever comes in before somebody who counted already."""

_PASSING = text(
    """
    SELECT c.id, b.title, c.deadline
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


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of an agency could see a dissemination's posts, and of those opened it and told
    that they have read it."""

    eligible: int
    opened: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class Passing:
    """A briefing that an agency passes on. `title` is the briefing's."""

    title: str
    deadline: date
    coverage: Coverage


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


async def reached_in(
    connection: AsyncConnection, disseminations: Collection[UUID], agency: str
) -> Mapping[UUID, Reached]:
    """Return how far each dissemination has come in one agency, where anybody there could see
    it."""
    given = {"disseminations": list(disseminations), "agency": agency}
    return {
        row.dissemination: Reached(row.eligible, row.opened, row.acknowledged)
        for row in await connection.execute(_REACHED, given)
    }


async def fitting_in_order(
    connection: AsyncConnection, disseminations: Collection[UUID], agency: str
) -> Mapping[UUID, Sequence[bool]]:
    """Return by dissemination, of each eligible person of an agency who answered every question,
    whether all their first answers fitted, in the order in which they came to count. Never to be
    shown as it is."""
    given = {"disseminations": list(disseminations), "agency": agency}
    found: defaultdict[UUID, list[bool]] = defaultdict(list)
    for row in await connection.execute(_FITTING, given):
        found[row.dissemination].append(row.fits)
    return found


async def passing_in(
    connection: AsyncConnection, agency: str, since: datetime, until: datetime
) -> Sequence[Passing]:
    """Return what an agency was asked between then to pass on and has not in full, the nearest
    deadline first."""
    given = {"agency": agency, "since": since, "until": until}
    rows = (await connection.execute(_PASSING, given)).all()
    if not rows:
        return ()
    told = await parts_among(connection, [row.id for row in rows])
    return [Passing(row.title, row.deadline, summed(told.get(row.id, ()))) for row in rows]


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
