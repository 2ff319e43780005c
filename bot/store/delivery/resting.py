"""What platforms said of their pace, kept for drivers to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, LiteralString

from psycopg.types.json import Jsonb

from bot.store.statements import Statements


@dataclass(frozen=True, slots=True)
class Rest:
    """What was said of one workspace. Moments are aware."""

    share: float
    """The share of the platform's windows that is used."""
    until: datetime | None
    """Until when the whole workspace rests."""
    lines: Mapping[str, datetime]
    """Until when single destinations rest."""


_KEEP: Final[LiteralString] = """
INSERT INTO pace (workspace, share, rests_until, lines)
VALUES (%(workspace)s, %(share)s, %(until)s, %(lines)s)
ON CONFLICT (workspace) DO UPDATE
SET share = excluded.share, rests_until = excluded.rests_until, lines = excluded.lines
RETURNING workspace
"""

_LOAD: Final[LiteralString] = """
SELECT share, rests_until, lines FROM pace WHERE workspace = %(workspace)s
"""


async def keep_rest(statements: Statements, workspace: str, rest: Rest) -> None:
    """Keep it, in place of what was kept."""
    await statements.fetch(
        _KEEP,
        {
            "workspace": workspace,
            "share": rest.share,
            "until": rest.until,
            "lines": Jsonb({line: until.isoformat() for line, until in rest.lines.items()}),
        },
    )


async def load_rest(statements: Statements, workspace: str) -> Rest:
    """Return what was kept last; a full pace where nothing was."""
    row = await statements.first(_LOAD, {"workspace": workspace})
    if row is None:
        return Rest(1.0, None, {})
    lines = {line: datetime.fromisoformat(until) for line, until in row["lines"].items()}
    return Rest(row["share"], row["rests_until"], lines)
