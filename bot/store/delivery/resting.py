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
    calls: Mapping[str, datetime]
    """The same of calls that the platform counts apart, by their kind."""


_KEEP: Final[LiteralString] = """
INSERT INTO pace (workspace, share, rests_until, lines, calls)
VALUES (%(workspace)s, %(share)s, %(until)s, %(lines)s, %(calls)s)
ON CONFLICT (workspace) DO UPDATE
SET share = excluded.share, rests_until = excluded.rests_until, lines = excluded.lines,
    calls = excluded.calls
RETURNING workspace
"""

_LOAD: Final[LiteralString] = """
SELECT share, rests_until, lines, calls FROM pace WHERE workspace = %(workspace)s
"""


async def keep_rest(statements: Statements, workspace: str, rest: Rest) -> None:
    """Keep it, in place of what was kept."""
    await statements.fetch(
        _KEEP,
        {
            "workspace": workspace,
            "share": rest.share,
            "until": rest.until,
            "lines": _moments(rest.lines),
            "calls": _moments(rest.calls),
        },
    )


async def load_rest(statements: Statements, workspace: str) -> Rest:
    """Return what was kept last; a full pace where nothing was."""
    row = await statements.first(_LOAD, {"workspace": workspace})
    if row is None:
        return Rest(1.0, None, {}, {})
    lines, calls = _read(row["lines"]), _read(row["calls"])
    return Rest(row["share"], row["rests_until"], lines, calls)


def _moments(by_name: Mapping[str, datetime]) -> Jsonb:
    return Jsonb({name: moment.isoformat() for name, moment in by_name.items()})


def _read(by_name: Mapping[str, str]) -> Mapping[str, datetime]:
    return {name: datetime.fromisoformat(moment) for name, moment in by_name.items()}
