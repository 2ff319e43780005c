"""What is known of what will happen, for `bot.foresight`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import briefing_versions, cascades, corrections, disseminations
from schedules.pulse import OPENING

_ARRIVES: Final = """
    min(CASE WHEN d.state = 'waiting' THEN greatest(d.next_try_at, :now)
        ELSE coalesce(d.settled_at, :now) END)
"""
"""When the first of some deliveries was there, or will be."""

_REACHED = text(
    f"""
    SELECT d.dissemination, d.agency, {_ARRIVES} AS at
    FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
    WHERE o.kind = 'post' AND d.state IN ('delivered', 'planned', 'claimed', 'waiting')
      AND d.dissemination = ANY(:disseminations)
    GROUP BY d.dissemination, d.agency
    """  # noqa: S608 - made of constants alone
)

_OPENINGS = text(
    f"""
    SELECT v.id, d.agency, {_ARRIVES} AS at
    FROM surveys v
    JOIN occurrences o ON o.subject = v.id AND o.kind = 'pulse' AND o.slot = :opening
    JOIN deliveries d ON d.occurrence = o.id
    WHERE v.opened_at IS NOT NULL AND v.shared_at IS NULL AND v.called_off IS NULL
      AND d.state IN ('delivered', 'unconfirmed', 'planned', 'claimed', 'waiting')
    GROUP BY v.id, d.agency ORDER BY v.id, d.agency
    """  # noqa: S608 - made of constants alone
)

_DIGESTS = text(
    """
    SELECT EXISTS (SELECT FROM disseminations) AS wanted,
        EXISTS (SELECT FROM occurrences WHERE kind = 'digest' AND slot = :week) AS begun
    """
)

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


@dataclass(frozen=True, slots=True)
class Digests:
    """Whether there is anything that digests may tell of, and whether this week's were put in."""

    wanted: bool
    begun: bool


async def digests_of(connection: AsyncConnection, week: str) -> Digests:
    """Return how it stands with digests in a week, given as a slot."""
    row = (await connection.execute(_DIGESTS, {"week": week})).one()
    return Digests(row.wanted, row.begun)


async def slugs_of(connection: AsyncConnection) -> Mapping[UUID, str]:
    """Return the briefing's slug of every dissemination that was not stopped."""
    rows = await connection.execute(
        select(disseminations.c.id, briefing_versions.c.slug)
        .join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
        .where(disseminations.c.stopped_at.is_(None))
    )
    return {row.id: row.slug for row in rows}


async def last_corrected(connection: AsyncConnection) -> Mapping[UUID, datetime]:
    """Return when each dissemination came to send another version that people are asked to read
    again, last."""
    rows = await connection.execute(
        select(corrections.c.dissemination, func.max(corrections.c.at).label("at"))
        .where(corrections.c.material)
        .group_by(corrections.c.dissemination)
    )
    return {row.dissemination: row.at for row in rows}


async def passed_on(connection: AsyncConnection) -> frozenset[tuple[UUID, str]]:
    """Return in which agencies which disseminations are to be passed on already."""
    rows = await connection.execute(select(cascades.c.dissemination, cascades.c.agency))
    return frozenset((row.dissemination, row.agency) for row in rows)


async def reached(
    connection: AsyncConnection, disseminations: Collection[UUID], now: datetime
) -> Mapping[tuple[UUID, str], datetime]:
    """Return when the first post of each dissemination reached each agency, or will, of what is
    delivered or on its way."""
    asked = {"disseminations": list(disseminations), "now": now}
    rows = await connection.execute(_REACHED, asked)
    return {(row.dissemination, row.agency): row.at for row in rows}


async def openings(
    connection: AsyncConnection, now: datetime
) -> Mapping[UUID, Mapping[str, datetime]]:
    """Return when each open survey's first post reached each agency, or will; and each closed one's
    whose results are to come."""
    found: dict[UUID, dict[str, datetime]] = {}
    for row in await connection.execute(_OPENINGS, {"opening": OPENING, "now": now}):
        found.setdefault(row.id, {})[row.agency] = row.at
    return found
