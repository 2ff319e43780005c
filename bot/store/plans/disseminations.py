"""Disseminations: one briefing version to one audience by a plan, and how far it is filled."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.content.bodies import BODY, read_body
from bot.store.tables import briefing_versions, disseminations
from content.briefing import Briefing
from schedules.followups import FOLLOW_UPS, FollowUps
from schedules.plan import PLAN, Plan

logger = logging.getLogger(__name__)

FOR_EVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""`filled_until` of a plan that has no moment left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissemination:
    """One dissemination. `channels` are directory keys; `filled_until` is how far its plan has
    been turned into occurrences (aware, UTC)."""

    id: UUID
    briefing_version: UUID
    audience: str
    channels: tuple[str, ...]
    plan: Plan
    filled_until: datetime
    created_at: datetime
    follow_ups: FollowUps = field(default_factory=FollowUps)
    urgent: bool = False
    """It goes out at once, outside of agencies' hours too."""
    series: UUID | None = None
    """Shared by those that were planned together."""


async def insert_dissemination(connection: AsyncConnection, dissemination: Dissemination) -> None:
    """Store a new dissemination."""
    await connection.execute(
        insert(disseminations).values(
            id=dissemination.id,
            briefing_version=dissemination.briefing_version,
            audience=dissemination.audience,
            channels=list(dissemination.channels),
            plan=PLAN.dump_python(dissemination.plan, mode="json"),
            follow_ups=FOLLOW_UPS.dump_python(dissemination.follow_ups, mode="json"),
            filled_until=dissemination.filled_until,
            created_at=dissemination.created_at,
            urgent=dissemination.urgent,
            series=dissemination.series,
        )
    )


_UNFINISHED: Final = (
    select(disseminations)
    .where(disseminations.c.filled_until < FOR_EVER)
    .order_by(disseminations.c.created_at, disseminations.c.id)
)


async def unfinished(connection: AsyncConnection) -> Sequence[Dissemination]:
    """Return the disseminations whose plans may have moments left, oldest first. One whose plan
    this version cannot read (a newer version wrote it) is left to a clock that can."""
    rows = await connection.execute(_UNFINISHED)
    read: list[Dissemination] = []
    for row in rows:
        try:
            read.append(_dissemination(row))
        except ValidationError:
            logger.exception("The plan of dissemination %s cannot be read.", row.id)
    return read


async def take(connection: AsyncConnection, dissemination: UUID) -> Dissemination | None:
    """Lock a dissemination to fill it, until the transaction ends. Returns None when another
    clock holds it (that one fills it), and when there is nothing left to fill: it was finished or
    stopped meanwhile."""
    rows = await connection.execute(
        _every()
        .where(disseminations.c.id == dissemination, disseminations.c.filled_until < FOR_EVER)
        .with_for_update(skip_locked=True, of=disseminations)
    )
    row = rows.one_or_none()
    return None if row is None else _dissemination(row)


async def load_dissemination(connection: AsyncConnection, dissemination: UUID) -> Dissemination:
    """Return a dissemination that is surely there."""
    rows = await connection.execute(_every().where(disseminations.c.id == dissemination))
    return _dissemination(rows.one())


async def in_series(connection: AsyncConnection, series: UUID) -> Sequence[UUID]:
    """Return the disseminations of a series in their order; none where there is no such series."""
    rows = await connection.execute(
        select(disseminations.c.id)
        .where(disseminations.c.series == series)
        .order_by(disseminations.c.plan["at"].astext, disseminations.c.id)
    )
    return [row.id for row in rows]


async def set_filled(connection: AsyncConnection, dissemination: UUID, until: datetime) -> None:
    """Keep how far a dissemination's plan has become occurrences. Never goes back."""
    await connection.execute(
        update(disseminations)
        .where(disseminations.c.id == dissemination, disseminations.c.filled_until < until)
        .values(filled_until=until)
    )


async def briefing_sent_by(connection: AsyncConnection, dissemination: UUID) -> Briefing:
    """Return the briefing version that a dissemination sends. It never changes."""
    rows = await connection.execute(
        select(BODY)
        .join(disseminations, disseminations.c.briefing_version == briefing_versions.c.id)
        .where(disseminations.c.id == dissemination)
    )
    return read_body(rows.scalar_one())


async def is_withdrawn(connection: AsyncConnection, dissemination: UUID) -> bool:
    """Tell whether a dissemination's briefing was taken down again."""
    rows = await connection.execute(
        select(disseminations.c.withdrawn_at).where(disseminations.c.id == dissemination)
    )
    return rows.scalar_one() is not None


def _every() -> Select[tuple[object, ...]]:
    return select(disseminations)


def _dissemination(row: Row[tuple[object, ...]]) -> Dissemination:
    return Dissemination(
        id=row.id,
        briefing_version=row.briefing_version,
        audience=row.audience,
        channels=tuple(row.channels),
        plan=PLAN.validate_python(row.plan),
        filled_until=row.filled_until,
        created_at=row.created_at,
        follow_ups=FOLLOW_UPS.validate_python(row.follow_ups),
        urgent=row.urgent,
        series=row.series,
    )
