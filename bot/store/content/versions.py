"""Briefings as they were stored, each read once: a stored version never changes."""

from collections import OrderedDict
from typing import Final, LiteralString
from uuid import UUID

from bot.store.engine import Database
from content.briefing import BRIEFING, Briefing

MOST: Final = 200
"""Kept at hand: more than are pressed about at a time."""

_BODY: Final[LiteralString] = "SELECT body FROM briefing_versions WHERE id = %(version)s"


class Versions:
    """Reads versions by their id, and keeps those read last."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database
        self._read: OrderedDict[UUID, Briefing] = OrderedDict()

    async def briefing(self, version: UUID) -> Briefing:
        """Return what a version says; a foreign key is known to lead to it."""
        found = self._read.get(version)
        if found is None:
            row = await self._database.statements.first(_BODY, {"version": version})
            assert row is not None
            found = self._read[version] = BRIEFING.validate_python(row["body"])
            if len(self._read) > MOST:
                self._read.popitem(last=False)
        self._read.move_to_end(version)
        return found
