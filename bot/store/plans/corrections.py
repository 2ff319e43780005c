"""Corrections: a dissemination comes to send a later version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import briefing_versions, corrections, disseminations
from config.now import LONDON
from content.compose.correction import Correction
from schedules.followups import FOLLOW_UPS, FollowUps

_LOCK = text(
    """
    SELECT id FROM disseminations
    WHERE briefing_version = ANY(ARRAY(SELECT id FROM briefing_versions WHERE slug = :slug))
      AND withdrawn_at IS NULL
      AND (CAST(:dissemination AS uuid) IS NULL OR id = :dissemination)
    ORDER BY created_at, id
    FOR NO KEY UPDATE
    """
)
"""Not a full lock: an expansion that holds its occurrence refers to this row, and finishes. Nor a
join: a row that another's correction has changed meanwhile would fall out of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """A dissemination that may be corrected, locked until the transaction ends."""

    id: UUID
    version_id: UUID
    version: int
    channels: tuple[str, ...]
    """Directory keys."""
    follow_ups: FollowUps


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """One correction of a dissemination, with the version it led to."""

    former: UUID
    version_id: UUID
    told: Correction


async def take_to_correct(
    connection: AsyncConnection, slug: str, dissemination: UUID | None
) -> Sequence[Correctable]:
    """Lock and return a briefing's disseminations that are not withdrawn, the oldest first; the
    one alone where it is named."""
    given = {"slug": slug, "dissemination": dissemination}
    mine = list((await connection.execute(_LOCK, given)).scalars())
    # Only now: which version it sends may have changed while another's correction was waited for.
    wanted = (
        select(disseminations, briefing_versions.c.version)
        .join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
        .where(disseminations.c.id.in_(mine))
        .order_by(disseminations.c.created_at, disseminations.c.id)
    )
    return [
        Correctable(
            id=row.id,
            version_id=row.briefing_version,
            version=row.version,
            channels=tuple(row.channels),
            follow_ups=FOLLOW_UPS.validate_python(row.follow_ups),
        )
        for row in await connection.execute(wanted)
    ]


async def keep_correction(
    connection: AsyncConnection,
    it: Correctable,
    version_id: UUID,
    told: Correction,
    *,
    person: str,
    now: datetime,
) -> None:
    """Let a locked dissemination send this version from now on, and keep that it does."""
    await connection.execute(
        insert(corrections).values(
            id=uuid4(),
            dissemination=it.id,
            former=it.version_id,
            version=version_id,
            words=told.words,
            material=told.material,
            person=person,
            at=now,
        )
    )
    values: dict[str, object] = {"briefing_version": version_id}
    if told.material:
        values["read_from"] = told.version
    await connection.execute(
        update(disseminations).where(disseminations.c.id == it.id).values(**values)
    )


async def corrections_of(
    connection: AsyncConnection, dissemination: UUID
) -> Sequence[StoredCorrection]:
    """Return a dissemination's corrections, the oldest first."""
    rows = await connection.execute(
        select(corrections, briefing_versions.c.version.label("number"))
        .join(briefing_versions, briefing_versions.c.id == corrections.c.version)
        .where(corrections.c.dissemination == dissemination)
        .order_by(briefing_versions.c.version)
    )
    return [
        StoredCorrection(
            row.former,
            row.version,
            Correction(
                on=row.at.astimezone(LONDON).date(),
                version=row.number,
                words=row.words,
                material=row.material,
            ),
        )
        for row in rows
    ]


def since(found: Sequence[StoredCorrection], shows: UUID | None) -> tuple[Correction, ...]:
    """Return what has changed since a post was composed of the version `shows` (None: the
    dissemination's first)."""
    versions = [it.version_id for it in found]
    behind = 0 if shows is None else versions.index(shows) + 1
    return tuple(it.told for it in found[behind:])
