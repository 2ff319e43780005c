"""A page per workspace for what a platform learns as it runs."""

from collections.abc import Mapping
from typing import Final, LiteralString

from sqlalchemy.dialects.postgresql import insert

from bot.store.engine import Database
from bot.store.tables import notebook
from config.now import Now

_READ: Final[LiteralString] = "SELECT entries FROM notebook WHERE workspace = %(workspace)s"


class StoredNotebook:
    """The pages (`bot.platforms.base.Notebook`), shared by all processes."""

    def __init__(self, database: Database, now: Now) -> None:
        """Take the database and the clock."""
        self._database = database
        self._now = now

    async def read(self, workspace: str) -> Mapping[str, str]:
        """Return the workspace's page; empty when there is none."""
        row = await self._database.statements.first(_READ, {"workspace": workspace})
        return {} if row is None else row["entries"]

    async def write(self, workspace: str, entries: Mapping[str, str]) -> None:
        """Merge the entries into the workspace's page; the newest wins."""
        page = insert(notebook).values(
            workspace=workspace, entries=dict(entries), written_at=self._now()
        )
        merged = page.on_conflict_do_update(
            index_elements=[notebook.c.workspace],
            set_={
                "entries": notebook.c.entries.op("||")(page.excluded.entries),
                "written_at": page.excluded.written_at,
            },
        )
        async with self._database.begin() as connection:
            await connection.execute(merged)
