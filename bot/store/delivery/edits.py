"""Edits of posts: which are due, and what a post that stands is to show now.

What is due is told from what stands in the database alone: a delivered post that was not composed
of the current version, or whose dissemination was withdrawn, and that no edit was made for. So a
post that was on its way in the very moment of a correction or withdrawal is found as soon as its
receipt is kept, whatever became of the worker that sent it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.content.bodies import read_body
from bot.store.looks import Look
from content.briefing import Briefing
from schedules.kinds import Kind

LOOKED_BACK = timedelta(days=90)
"""How long after a correction or withdrawal posts are looked for that it has not reached."""

MOST = 500
"""Edits that one turn of the clock puts in; the rest is next."""

_CORRECTED: Final = """
    SELECT p.id, p.channel, v.version::text AS slot
    FROM corrections k
    JOIN disseminations s ON s.id = k.dissemination AND s.briefing_version = k.version
    JOIN briefing_versions v ON v.id = k.version
    JOIN deliveries p ON p.dissemination = s.id AND p.state = 'delivered'
        AND p.shows IS DISTINCT FROM k.version
    WHERE k.at > :edits_since AND s.withdrawn_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM occurrences o
            WHERE o.kind = 'correction' AND o.subject = p.id AND o.slot = v.version::text)
"""

_WITHDRAWN: Final = """
    WITH gone AS (SELECT id FROM disseminations WHERE withdrawn_at > :edits_since), posts AS (
        SELECT p.id, p.channel, p.settled_at FROM gone
        JOIN deliveries p ON p.dissemination = gone.id AND p.state = 'delivered'
        UNION ALL
        SELECT p.id, p.channel, p.settled_at FROM gone
        JOIN clarifications c ON c.dissemination = gone.id
        JOIN occurrences o ON o.kind = 'clarification' AND o.subject = c.id
        JOIN deliveries p ON p.occurrence = o.id AND p.state = 'delivered')
    SELECT posts.id, posts.channel, 'notice' AS slot FROM posts
    WHERE NOT EXISTS (SELECT 1 FROM occurrences o
            WHERE o.kind = 'withdrawal' AND o.subject = posts.id)
"""
"""The posts, and what was made clear about them: that repeats the briefing's words."""

_HALF_READ = text(
    """
    WITH posts AS (
        SELECT p.id, p.channel, p.dissemination, s.read_from, p.settled_at
        FROM deliveries p
        JOIN disseminations s ON s.id = p.dissemination
        JOIN briefing_versions b ON b.id = s.briefing_version
        WHERE p.state = 'delivered' AND p.settled_at > :since AND s.withdrawn_at IS NULL
          AND NOT coalesce((b.body ->> 'restricted')::boolean, false)
          AND NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.kind = 'progress'
                AND o.subject = p.id AND o.slot = s.read_from::text)
    ), people AS (
        SELECT array_agg(post) FILTER (WHERE post IS NOT NULL) AS posts, bool_or(reads) AS reads
        FROM (
            SELECT posts.dissemination, e.member, posts.id AS post, NULL::boolean AS reads
            FROM posts JOIN eligible_members e ON e.delivery = posts.id
            UNION ALL
            SELECT v.dissemination, v.member, NULL, true
            FROM (SELECT DISTINCT dissemination, read_from FROM posts) AS s
            JOIN engagement_events v ON v.dissemination = s.dissemination
                AND v.kind = 'acknowledged' AND v.at < :until
                AND coalesce((v.detail ->> 'version')::int, 0) >= s.read_from
        ) AS each
        GROUP BY dissemination, member
    ), counted AS (
        SELECT post AS id, count(*) AS eligible, count(*) FILTER (WHERE reads) AS readers
        FROM people, unnest(people.posts) AS post
        GROUP BY post
    )
    SELECT posts.id, posts.channel, posts.read_from::text AS slot
    FROM counted JOIN posts ON posts.id = counted.id
    WHERE readers * 2 > eligible AND readers >= :least AND eligible - readers >= :least
    ORDER BY posts.settled_at, posts.id
    LIMIT :most
    """
)
"""It joins no people to people, as `bot.store.evidence.engagement` does not, and looks nobody up by
themselves."""

_UNDER_WAY: Final = """
    SELECT EXISTS (SELECT 1 FROM deliveries p JOIN disseminations s ON s.id = p.dissemination
        WHERE p.state = 'claimed' AND (s.withdrawn_at > :edits_since OR EXISTS (
            SELECT 1 FROM corrections k WHERE k.dissemination = s.id AND k.at > :edits_since)))
"""

_DUE: Final = f"EXISTS ({_CORRECTED}) OR EXISTS ({_WITHDRAWN}) OR ({_UNDER_WAY})"
_NOW: Final = {
    Kind.CORRECTION: text(f"{_CORRECTED} ORDER BY p.settled_at, p.id LIMIT :most"),
    Kind.WITHDRAWAL: text(f"{_WITHDRAWN} ORDER BY posts.settled_at, posts.id LIMIT :most"),
}
_UNDER_WAY_NOW: Final = text(_UNDER_WAY)

_FACE = text(
    """
    SELECT p.receipt, p.shows, p.channel, p.settled_at, s.id AS dissemination,
        s.withdrawn_at, s.withdrawn_reason, b.body::text AS body,
        EXISTS (SELECT 1 FROM occurrences h WHERE h.kind = 'progress' AND h.subject = p.id
            AND h.slot = s.read_from::text) AS half_read,
        EXISTS (SELECT 1 FROM occurrences a JOIN deliveries e ON e.occurrence = a.id
            WHERE a.subject = p.id AND a.id <> mine.id AND CASE
                WHEN a.kind = 'progress' AND mine.kind <> 'progress' THEN false
                WHEN e.state IN ('planned', 'waiting')
                    THEN (a.due_at, e.id) > (mine.due_at, edit.id)
                WHEN e.state <> 'delivered' THEN false
                WHEN a.kind = 'correction' AND mine.kind = 'correction'
                    THEN a.slot::int > mine.slot::int
                ELSE a.kind = 'withdrawal' END) AS overtaken
    FROM deliveries edit
    JOIN occurrences mine ON mine.id = edit.occurrence
    JOIN deliveries p ON p.id = mine.subject
    JOIN occurrences o ON o.id = p.occurrence
    LEFT JOIN clarifications c ON c.id = o.subject
    JOIN disseminations s ON s.id = coalesce(p.dissemination, c.dissemination)
    JOIN briefing_versions b ON b.id = s.briefing_version
    WHERE edit.id = :edit
    """
)
"""An edit is overtaken by one that is still to be composed, and so will show all that this one
would: of several, the last in their line is made. Or by one that was made, and was for something
later. That half have read a post is news of a day: a correction is not left to it, since it may
come too late."""


@dataclass(frozen=True, slots=True)
class DueEdit:
    """A post that is to be edited. `channel` is the directory's key."""

    post: UUID
    channel: str
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFace:
    """What a post is to show by what stands in the database now. Moments are aware, in UTC."""

    overtaken: bool
    """Whether another edit of the post shows all that this one would."""
    receipt: Mapping[str, str] | None
    """The platform's word where it is; None where a person found it and gave no link."""
    shows: UUID | None
    channel: str
    posted_at: datetime
    dissemination: UUID
    briefing: Briefing
    withdrawn_at: datetime | None
    withdrawn_reason: str
    half_read: bool


def edits_look(now: datetime, ahead: datetime) -> Look:
    """Return the look: whether a post shows what was corrected or withdrawn, or is being sent of
    it. `ahead` is when to come back where none does."""
    return Look(
        _DUE,
        "CAST(:edits_ahead AS timestamptz)",
        {"edits_since": now - LOOKED_BACK, "edits_ahead": ahead},
    )


async def corrections_due(connection: AsyncConnection, now: datetime) -> Sequence[DueEdit]:
    """Return the posts that show an earlier version than the current one."""
    return await _due(connection, _NOW[Kind.CORRECTION], {"edits_since": now - LOOKED_BACK})


async def withdrawals_due(connection: AsyncConnection, now: datetime) -> Sequence[DueEdit]:
    """Return the posts that show what was withdrawn."""
    return await _due(connection, _NOW[Kind.WITHDRAWAL], {"edits_since": now - LOOKED_BACK})


async def half_read(
    connection: AsyncConnection, *, since: datetime, until: datetime, least: int
) -> Sequence[DueEdit]:
    """Return the posts delivered after `since` that more than half of their channel had read
    before `until`, and at least so many, and so many not; without those that say so already, and
    without restricted briefings'."""
    return await _due(connection, _HALF_READ, {"since": since, "until": until, "least": least})


async def under_way(connection: AsyncConnection, now: datetime) -> bool:
    """Tell whether a post is just being sent of what was corrected or withdrawn."""
    found = await connection.execute(_UNDER_WAY_NOW, {"edits_since": now - LOOKED_BACK})
    return found.scalar_one()


async def face_of(connection: AsyncConnection, edit: UUID) -> PostFace:
    """Return what the post of an edit (the edit's delivery) is to show now."""
    row = (await connection.execute(_FACE, {"edit": edit})).one()
    return PostFace(
        overtaken=row.overtaken,
        receipt=row.receipt,
        shows=row.shows,
        channel=row.channel,
        posted_at=row.settled_at,
        dissemination=row.dissemination,
        briefing=read_body(row.body),
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason or "",
        half_read=row.half_read,
    )


async def _due(
    connection: AsyncConnection, statement: Any, given: Mapping[str, object]
) -> Sequence[DueEdit]:
    rows = await connection.execute(statement, {**given, "most": MOST})
    return [DueEdit(row.id, row.channel, row.slot) for row in rows]
