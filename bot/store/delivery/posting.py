"""What a dissemination sends now: asked again for each of its posts, its words read once."""

from dataclasses import dataclass
from typing import Final, LiteralString
from uuid import UUID

from bot.store.content.versions import Versions
from bot.store.engine import Database
from content.briefing import Briefing

_SENT_BY: Final[LiteralString] = """
SELECT s.briefing_version AS version, s.withdrawn_at IS NOT NULL AS withdrawn,
    s.stopped_at IS NOT NULL AS stopped,
    EXISTS (SELECT 1 FROM corrections k WHERE k.dissemination = s.id) AS corrected
FROM disseminations s WHERE s.id = %(dissemination)s
"""

_SET_SHOWS: Final[LiteralString] = (
    "UPDATE deliveries SET shows = %(version)s WHERE id = %(post)s RETURNING id"
)


@dataclass(frozen=True, slots=True)
class ToPost:
    """What a dissemination sends now."""

    version: UUID
    briefing: Briefing
    withdrawn: bool
    stopped: bool
    corrected: bool


class Posting:
    """Reads what is to be posted, and keeps of which version a post was composed."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database
        self._versions = Versions(database)

    async def to_post(self, dissemination: UUID) -> ToPost:
        """Return what a dissemination sends, all of this moment: only the words of a version, which
        never change, come from memory."""
        row = await self._database.statements.first(_SENT_BY, {"dissemination": dissemination})
        assert row is not None
        briefing = await self._versions.briefing(row["version"])
        return ToPost(row["version"], briefing, row["withdrawn"], row["stopped"], row["corrected"])

    async def set_shows(self, post: UUID, version: UUID) -> None:
        """Keep of which version a post is composed, before it is sent."""
        given = {"post": post, "version": version}
        await self._database.statements.fetch(_SET_SHOWS, given)
