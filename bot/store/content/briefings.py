"""Briefing versions: stored whole. Once approved, a version is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import briefing_versions
from config.errors import NotFound, Refused
from content.approval import Status, unapproved
from content.briefing import BRIEFING, Briefing
from content.templating import say_once


@dataclass(frozen=True, slots=True)
class StoredBriefing:
    """A briefing version and the id it is stored under."""

    id: UUID
    briefing: Briefing


@dataclass(frozen=True, slots=True)
class BriefingEntry:
    """A briefing version's line in a list. `imported_at` is aware, in UTC."""

    id: UUID
    slug: str
    version: int
    title: str
    status: Status
    author: str
    approver: str | None
    imported_at: datetime


class Change(Enum):
    """What saving a version changed."""

    NEW = "new"
    UNCHANGED = "unchanged"
    """It stood there already, with the same words."""
    APPROVED = "approved"
    """It stood there with the same words, and now it is approved."""
    REPLACED = "replaced"
    """It stood there with other words, which nobody had approved."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A version as it stands after saving."""

    id: UUID
    briefing: Briefing
    change: Change


async def save_briefing(connection: AsyncConnection, briefing: Briefing, now: datetime) -> Saved:
    """Store the version. The same words again change nothing, unless they are approved now; an
    approval is never taken back. Raises Refused when this version is stored with other words and
    is approved: people may have read it."""
    identity = uuid4()
    added = await connection.execute(
        insert(briefing_versions)
        .values(id=identity, **_columns(briefing), imported_at=now)
        .on_conflict_do_nothing()
        .returning(briefing_versions.c.id)
    )
    if added.one_or_none() is not None:
        return Saved(identity, briefing, Change.NEW)
    earlier = await load_briefing(connection, briefing.slug, briefing.version, lock=True)
    approved = earlier.briefing.status is Status.APPROVED
    same = unapproved(earlier.briefing) == unapproved(briefing)
    if same and (approved or briefing.status is Status.DRAFT):
        return Saved(earlier.id, earlier.briefing, Change.UNCHANGED)
    if approved:
        named = {"slug": briefing.slug, "version": briefing.version}
        raise Refused(say_once("version_refusal.briefing", **named))
    await _overwrite(connection, earlier.id, briefing, imported_at=now)
    return Saved(earlier.id, briefing, Change.APPROVED if same else Change.REPLACED)


async def set_approved(
    connection: AsyncConnection, stored: StoredBriefing, approver: str
) -> Briefing:
    """Keep that a version, locked and not approved yet, is approved; return it as it is now."""
    briefing = replace(stored.briefing, status=Status.APPROVED, approver=approver)
    await _overwrite(connection, stored.id, briefing)
    return briefing


async def load_briefing(
    connection: AsyncConnection, slug: str, version: int | None = None, *, lock: bool = False
) -> StoredBriefing:
    """Return the version, or the newest where none is named. `lock`: nobody changes it until the
    transaction ends. Raises NotFound."""
    wanted = select(briefing_versions.c.id, briefing_versions.c.body).where(
        briefing_versions.c.slug == slug
    )
    if version is not None:
        wanted = wanted.where(briefing_versions.c.version == version)
    wanted = wanted.order_by(briefing_versions.c.version.desc()).limit(1)
    rows = await connection.execute(wanted.with_for_update() if lock else wanted)
    row = rows.one_or_none()
    if row is None:
        which = "not_found.briefing" if version is None else "not_found.briefing_version"
        raise NotFound(say_once(which, slug=slug, version=version))
    return StoredBriefing(row.id, BRIEFING.validate_python(row.body))


async def versions_between(
    connection: AsyncConnection, slug: str, earlier: int, later: int
) -> Sequence[Briefing]:
    """Return the versions of a briefing between two, without either, in their order."""
    rows = await connection.execute(
        select(briefing_versions.c.body)
        .where(
            briefing_versions.c.slug == slug,
            briefing_versions.c.version > earlier,
            briefing_versions.c.version < later,
        )
        .order_by(briefing_versions.c.version)
    )
    return [BRIEFING.validate_python(row.body) for row in rows]


async def list_briefings(connection: AsyncConnection) -> Sequence[BriefingEntry]:
    """Return every version, by slug, the newest first."""
    table = briefing_versions.c
    rows = await connection.execute(
        select(
            table.id,
            table.slug,
            table.version,
            table.title,
            table.status,
            table.author,
            table.approver,
            table.imported_at,
        ).order_by(table.slug, table.version.desc())
    )
    return [
        BriefingEntry(
            id=row.id,
            slug=row.slug,
            version=row.version,
            title=row.title,
            status=Status(row.status),
            author=row.author,
            approver=row.approver,
            imported_at=row.imported_at,
        )
        for row in rows
    ]


async def _overwrite(
    connection: AsyncConnection, identity: UUID, briefing: Briefing, **others: object
) -> None:
    changed = {**_columns(briefing), **others}
    await connection.execute(
        update(briefing_versions).where(briefing_versions.c.id == identity).values(**changed)
    )


def _columns(briefing: Briefing) -> dict[str, object]:
    return {
        "slug": briefing.slug,
        "version": briefing.version,
        "title": briefing.title,
        "status": briefing.status.value,
        "author": briefing.author,
        "approver": briefing.approver,
        "body": BRIEFING.dump_python(briefing, mode="json"),
    }
