"""Disseminations after which practitioners are asked what has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import surveys
from content.briefing import BRIEFING, Briefing
from handlers.events import NAMESPACE
from schedules.followups import FollowUps, read_follow_ups


@dataclass(frozen=True, slots=True)
class NewPractice:
    """A briefing that has reached somebody, and that nobody is to be asked about yet."""

    dissemination: UUID
    briefing: Briefing
    audience: str
    channels: tuple[str, ...]
    posted_at: datetime
    """Of its first delivered post: aware, in UTC."""
    follow_ups: FollowUps


NEW_ROWS: Final = """
    disseminations s
    JOIN briefing_versions b ON b.id = s.briefing_version
    WHERE s.stopped_at IS NULL
      AND s.follow_ups -> 'practice' IS DISTINCT FROM 'null'::jsonb
      AND NOT EXISTS (SELECT 1 FROM surveys p WHERE p.dissemination = s.id)
      AND EXISTS (SELECT 1 FROM deliveries d WHERE d.dissemination = s.id
            AND d.state = 'delivered' AND d.settled_at IS NOT NULL)
"""

_NEW = text(
    f"""
    SELECT s.id, s.audience, s.channels, s.follow_ups, b.body,
        (SELECT min(d.settled_at) FROM deliveries d
         WHERE d.dissemination = s.id AND d.state = 'delivered') AS posted_at
    FROM {NEW_ROWS}
    ORDER BY s.created_at, s.id
    LIMIT 100
    FOR NO KEY UPDATE OF s SKIP LOCKED
    """  # noqa: S608 - made of constants alone
)


async def new_practices(connection: AsyncConnection) -> Sequence[NewPractice]:
    """Lock and return the disseminations that have begun, have such a follow-up, and no survey
    yet. What another clock holds is left to it."""
    return [
        NewPractice(
            dissemination=row.id,
            briefing=BRIEFING.validate_python(row.body),
            audience=row.audience,
            channels=tuple(row.channels),
            posted_at=row.posted_at,
            follow_ups=read_follow_ups(row.follow_ups),
        )
        for row in await connection.execute(_NEW)
    ]


async def practised(connection: AsyncConnection) -> frozenset[UUID]:
    """Return the disseminations that have their survey, over or not."""
    rows = await connection.execute(
        select(surveys.c.dissemination).where(surveys.c.dissemination.is_not(None))
    )
    return frozenset(row.dissemination for row in rows)


def practice_id(dissemination: UUID) -> UUID:
    """Return the id of a dissemination's survey: it has one."""
    return uuid5(NAMESPACE, f"practice\x1f{dissemination}")
