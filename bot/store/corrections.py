"""Corrections: a dissemination comes to send a later version, and what that reopens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cascades import CascadeState
from bot.store.tables import (
    briefing_versions,
    cascade_parts,
    cascades,
    corrections,
    disseminations,
)
from config.now import LONDON
from content.compose.correction import Correction
from schedules.followups import FOLLOW_UPS, FollowUps


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
    wanted = (
        select(disseminations, briefing_versions.c.version)
        .join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
        .where(briefing_versions.c.slug == slug, disseminations.c.withdrawn_at.is_(None))
        .order_by(disseminations.c.created_at, disseminations.c.id)
        # Not a full lock: an expansion that holds its occurrence refers to this row, and finishes.
        .with_for_update(key_share=True, of=disseminations)
    )
    if dissemination is not None:
        wanted = wanted.where(disseminations.c.id == dissemination)
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


async def reopen_cascades(
    connection: AsyncConnection, dissemination: UUID, *, next_at: datetime, deadline: date
) -> None:
    """Let what was told of passing it on count no more, and what was whole be open again: its next
    message is due at `next_at`, and it is asked for by `deadline` at the earliest."""
    told = (
        select(func.coalesce(func.max(cascade_parts.c.number), 0))
        .where(cascade_parts.c.cascade == cascades.c.id)
        .scalar_subquery()
    )
    ours = cascades.c.dissemination == dissemination
    await connection.execute(
        update(cascades)
        .where(ours)
        .values(superseded=told, deadline=func.greatest(cascades.c.deadline, deadline))
    )
    await connection.execute(
        update(cascades)
        .where(ours, cascades.c.state == CascadeState.WHOLE.value)
        .values(state=CascadeState.OPEN.value, next_at=next_at, settled_at=None)
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


@dataclass(frozen=True, slots=True)
class UntoldCascade:
    """A cascade whose lead is to hear that the briefing was corrected."""

    cascade: UUID
    agency: str
    holder: UUID
    slot: str


CHANGED: Final = "changed"
"""Begins the slot of what a lead is told then; the version follows."""

UNTOLD_ROWS: Final = f"""
    corrections k
    JOIN disseminations s ON s.id = k.dissemination AND s.briefing_version = k.version
    JOIN briefing_versions v ON v.id = k.version
    JOIN cascades c ON c.dissemination = s.id
    WHERE k.at > :told_since AND s.withdrawn_at IS NULL AND c.stage <> 'planned'
      AND c.holder IS NOT NULL AND c.opened_at < k.at
      AND NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.kind = 'cascade' AND o.subject = c.id
            AND o.slot = '{CHANGED} ' || v.version)
"""  # noqa: S608 - made of constants alone

_UNTOLD = text(
    f"""
    SELECT c.id, c.agency, c.holder, '{CHANGED} ' || v.version AS slot
    FROM {UNTOLD_ROWS}
    ORDER BY k.at, c.agency, c.id
    LIMIT 500
    """  # noqa: S608 - made of constants alone
)


async def heard_of(connection: AsyncConnection, cascade: UUID) -> int:
    """Return the last version that a cascade's lead was told a correction led to; 0 for none."""
    rows = await connection.execute(
        text(
            """
            SELECT coalesce(max(split_part(o.slot, ' ', 2)::int), 0) FROM occurrences o
            JOIN deliveries d ON d.occurrence = o.id AND d.state = 'delivered'
            WHERE o.kind = 'cascade' AND o.subject = :cascade AND o.slot ~ '^changed [0-9]+$'
            """
        ),
        {"cascade": cascade},
    )
    return rows.scalar_one()


async def untold_cascades(connection: AsyncConnection, since: datetime) -> Sequence[UntoldCascade]:
    """Return the cascades of which something was sent, and whose lead has not been told of the
    last correction, if it was after `since`."""
    rows = await connection.execute(_UNTOLD, {"told_since": since})
    return [UntoldCascade(row.id, row.agency, row.holder, row.slot) for row in rows]
