"""Briefing versions: stored whole, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import briefing_versions
from config.errors import NotFound, Refused
from content.briefing import BRIEFING, Briefing, Status


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


async def save_briefing(connection: AsyncConnection, briefing: Briefing, now: datetime) -> UUID:
    """Store the version and return its id; the same one again changes nothing. Raises Refused
    when this version is stored with another text: people may have read it."""
    added = await connection.execute(
        insert(briefing_versions)
        .values(
            id=uuid4(),
            slug=briefing.slug,
            version=briefing.version,
            title=briefing.title,
            status=briefing.status.value,
            author=briefing.author,
            approver=briefing.approver,
            body=BRIEFING.dump_python(briefing, mode="json"),
            imported_at=now,
        )
        .on_conflict_do_nothing()
        .returning(briefing_versions.c.id)
    )
    stored = added.scalar_one_or_none()
    if stored is not None:
        return stored
    earlier = await load_briefing(connection, briefing.slug, briefing.version)
    if earlier.briefing != briefing:
        raise Refused(
            f"Version {briefing.version} of '{briefing.slug}' is stored already, with another text;"
            f" raise its version to {briefing.version + 1}, so that what was sent stays as it was."
        )
    return earlier.id


async def load_briefing(
    connection: AsyncConnection, slug: str, version: int | None = None
) -> StoredBriefing:
    """Return the version, or the newest where none is named. Raises NotFound."""
    wanted = select(briefing_versions.c.id, briefing_versions.c.body).where(
        briefing_versions.c.slug == slug
    )
    if version is not None:
        wanted = wanted.where(briefing_versions.c.version == version)
    rows = await connection.execute(wanted.order_by(briefing_versions.c.version.desc()).limit(1))
    row = rows.one_or_none()
    if row is None:
        which = f"'{slug}'" if version is None else f"version {version} of '{slug}'"
        raise NotFound(f"There is no {which} in the store; bring it in with `sevenbot import`.")
    return StoredBriefing(row.id, BRIEFING.validate_python(row.body))


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
