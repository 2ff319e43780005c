"""What a second person approves, briefings and surveys alike, stored whole by version. Once
approved, a version is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Final, Generic
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import briefing_versions, survey_versions
from config.errors import NotFound, Refused
from content.approval import Status, W, unapproved
from content.briefing import BRIEFING
from content.survey import PULSE_SURVEY
from content.templating import say_once


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
class Stored(Generic[W]):
    """A version and the id it is stored under."""

    id: UUID
    written: W


@dataclass(frozen=True, slots=True)
class Saved(Generic[W]):
    """A version as it stands after saving."""

    id: UUID
    written: W
    change: Change


@dataclass(frozen=True, slots=True)
class Shelf(Generic[W]):
    """The versions of one kind of writing."""

    kind: str
    """Its words are the templates' `{kind}_versions`."""
    table: Table
    form: TypeAdapter[W]
    """Turns a version into JSON and back."""

    async def save(self, connection: AsyncConnection, written: W, now: datetime) -> Saved[W]:
        """Store the version. The same words again change nothing, unless they are approved now; an
        approval is never taken back. Raises Refused when this version is stored with other words
        and is approved: people may have read it."""
        identity = uuid4()
        added = await connection.execute(
            insert(self.table)
            .values(id=identity, **self._columns(written), imported_at=now)
            .on_conflict_do_nothing()
            .returning(self.table.c.id)
        )
        if added.one_or_none() is not None:
            return Saved(identity, written, Change.NEW)
        earlier = await self.load(connection, written.slug, written.version, lock=True)
        approved = earlier.written.status is Status.APPROVED
        same = unapproved(earlier.written) == unapproved(written)
        if same and (approved or written.status is Status.DRAFT):
            return Saved(earlier.id, earlier.written, Change.UNCHANGED)
        if approved:
            raise Refused(self._words("settled", slug=written.slug, version=written.version))
        await self._overwrite(connection, earlier.id, written, imported_at=now)
        return Saved(earlier.id, written, Change.APPROVED if same else Change.REPLACED)

    async def load(
        self,
        connection: AsyncConnection,
        slug: str,
        version: int | None = None,
        *,
        lock: bool = False,
    ) -> Stored[W]:
        """Return the version, or the newest where none is named. `lock`: nobody changes it until
        the transaction ends. Raises NotFound."""
        table = self.table.c
        wanted = select(table.id, table.body).where(table.slug == slug)
        if version is not None:
            wanted = wanted.where(table.version == version)
        wanted = wanted.order_by(table.version.desc()).limit(1)
        rows = await connection.execute(wanted.with_for_update() if lock else wanted)
        row = rows.one_or_none()
        if row is None:
            which = "missing" if version is None else "version_missing"
            raise NotFound(self._words(which, slug=slug, version=version))
        return Stored(row.id, self.form.validate_python(row.body))

    async def between(
        self, connection: AsyncConnection, slug: str, earlier: int, later: int
    ) -> Sequence[W]:
        """Return the versions of one slug between two, without either, in their order."""
        table = self.table.c
        rows = await connection.execute(
            select(table.body)
            .where(table.slug == slug, table.version > earlier, table.version < later)
            .order_by(table.version)
        )
        return [self.form.validate_python(row.body) for row in rows]

    async def set_approved(
        self, connection: AsyncConnection, stored: Stored[W], approver: str
    ) -> W:
        """Keep that a version, locked and not approved yet, is approved; return it as it is now."""
        approved = replace(stored.written, status=Status.APPROVED, approver=approver)
        await self._overwrite(connection, stored.id, approved)
        return approved

    def named(self, written: W) -> str:
        """Return how people are told which version it is."""
        return self._words("named", slug=written.slug, version=written.version)

    def digest(self, written: W) -> str:
        """Return the SHA-256 of a version's words, the same before and after its approval."""
        # A version that corrects nothing has the digest that it had before there were corrections.
        without = {"change"} if getattr(written, "change", None) is None else None
        return sha256(self.form.dump_json(unapproved(written), exclude=without)).hexdigest()

    def _words(self, which: str, **values: object) -> str:
        return say_once(f"{self.kind}_versions.{which}", **values)

    async def _overwrite(
        self, connection: AsyncConnection, identity: UUID, written: W, **others: object
    ) -> None:
        changed = {**self._columns(written), **others}
        await connection.execute(
            update(self.table).where(self.table.c.id == identity).values(**changed)
        )

    def _columns(self, written: W) -> dict[str, object]:
        return {
            "slug": written.slug,
            "version": written.version,
            "title": written.title,
            "status": written.status.value,
            "author": written.author,
            "approver": written.approver,
            "body": self.form.dump_python(written, mode="json"),
        }


BRIEFINGS: Final = Shelf("briefing", briefing_versions, BRIEFING)
"""The briefings that were imported."""

SURVEYS: Final = Shelf("survey", survey_versions, PULSE_SURVEY)
"""The pulse surveys that were imported."""
