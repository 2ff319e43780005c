"""What has gone out, as the console and the command line list it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.deliveries import State
from bot.store.tables import briefing_versions, deliveries, disseminations, occurrences
from config.errors import NotFound
from schedules.plan import PLAN, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One dissemination, with the briefing that it sends. `made_at` is aware, in UTC."""

    id: UUID
    slug: str
    version: int
    title: str
    audience: str
    plan: Plan
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTo:
    """One delivery of a dissemination. Moments are aware, in UTC."""

    id: UUID
    agency: str
    channel: str
    """The directory's key."""
    state: State
    reason: str
    attempts: int
    due_at: datetime
    settled_at: datetime | None
    next_try_at: datetime | None


async def list_sendings(connection: AsyncConnection, *, limit: int = 100) -> Sequence[Sending]:
    """Return the newest disseminations first."""
    newest = _sendings().order_by(disseminations.c.created_at.desc()).limit(limit)
    return [_sending(row) for row in await connection.execute(newest)]


async def find_sending(connection: AsyncConnection, which: str) -> Sending:
    """Return a dissemination by its id, or the newest one of a briefing's slug; with an empty
    `which` the newest of all. Raises NotFound."""
    wanted = _sendings().order_by(disseminations.c.created_at.desc()).limit(1)
    try:
        wanted = wanted.where(disseminations.c.id == UUID(which))
    except ValueError:
        if which:
            wanted = wanted.where(briefing_versions.c.slug == which)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise NotFound(
            f"Nothing was sent under '{which}': give a briefing's slug or a dissemination's id."
            if which
            else "Nothing was sent yet: `sevenbot send` plans a briefing."
        )
    return _sending(row)


async def list_deliveries(connection: AsyncConnection, dissemination: UUID) -> Sequence[SentTo]:
    """Return a dissemination's deliveries, by agency and channel, earliest first."""
    rows = await connection.execute(
        select(deliveries, occurrences.c.due_at)
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .where(deliveries.c.dissemination == dissemination)
        .order_by(deliveries.c.agency, deliveries.c.channel, occurrences.c.due_at)
    )
    return [
        SentTo(
            id=row.id,
            agency=row.agency,
            channel=row.channel,
            state=State(row.state),
            reason=row.reason or "",
            attempts=row.attempts,
            due_at=row.due_at,
            settled_at=row.settled_at,
            next_try_at=row.next_try_at,
        )
        for row in rows
    ]


async def list_skipped(
    connection: AsyncConnection, dissemination: UUID
) -> Sequence[tuple[datetime, str]]:
    """Return the planned moments that were not sent at all, each with its reason in words."""
    rows = await connection.execute(
        select(occurrences.c.due_at, occurrences.c.skipped_reason)
        .where(
            occurrences.c.dissemination == dissemination,
            occurrences.c.skipped_reason.is_not(None),
        )
        .order_by(occurrences.c.due_at)
    )
    return [(row.due_at, row.skipped_reason) for row in rows]


def _sendings() -> Select[*tuple[Any, ...]]:
    return select(
        disseminations.c.id,
        disseminations.c.audience,
        disseminations.c.plan,
        disseminations.c.created_at,
        briefing_versions.c.slug,
        briefing_versions.c.version,
        briefing_versions.c.title,
    ).join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)


def _sending(row: Row[*tuple[Any, ...]]) -> Sending:
    return Sending(
        id=row.id,
        slug=row.slug,
        version=row.version,
        title=row.title,
        audience=row.audience,
        plan=PLAN.validate_python(row.plan),
        made_at=row.created_at,
    )
