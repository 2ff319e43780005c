"""What platforms said of their pace, kept for drivers to come."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, LiteralString

from psycopg.types.json import Jsonb
from pydantic import AwareDatetime, TypeAdapter, ValidationError

from bot.store.statements import Statements

logger = logging.getLogger(__name__)

_MOMENTS: Final = TypeAdapter(dict[str, AwareDatetime])

FAR: Final = timedelta(days=1)
"""What rests for longer was not meant: no platform's word is heeded for more than an hour."""

LEAST: Final = 0.01
"""A smaller share was not meant either: it would stand still."""


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
SELECT share, CASE WHEN rests_until <= %(latest)s THEN greatest(rests_until, %(earliest)s) END
    AS until, coalesce(rests_until > %(latest)s, false) AS far, lines, calls
FROM pace WHERE workspace = %(workspace)s
"""
"""A moment that PostgreSQL keeps and Python cannot, such as infinity, never leaves it."""


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


async def load_rest(statements: Statements, workspace: str, *, now: datetime) -> Rest:
    """Return what was kept last; a full pace where nothing was. What cannot be read counts as never
    said: the platform says it again. So it is kept from then on, and the log tells it once."""
    given = {"workspace": workspace, "earliest": now - FAR, "latest": now + FAR}
    row = await statements.first(_LOAD, given)
    if row is None:
        return Rest(1.0, None, {}, {})
    share: float = row["share"]
    lines, calls = _read(row["lines"], now), _read(row["calls"], now)
    sane = LEAST <= share <= 1.0
    rest = Rest(share if sane else 1.0, row["until"], lines or {}, calls or {})
    if not sane or row["far"] or lines is None or calls is None:
        logger.warning("What was kept of the pace of workspace %s cannot be read.", workspace)
        await keep_rest(statements, workspace, rest)
    return rest


def _moments(by_name: Mapping[str, datetime]) -> Jsonb:
    return Jsonb({name: moment.isoformat() for name, moment in by_name.items()})


def _read(kept: object, now: datetime) -> Mapping[str, datetime] | None:
    """Return moments by name; None where they are none."""
    try:
        by_name = _MOMENTS.validate_python(kept)
    except ValidationError:
        return None
    return by_name if all(moment <= now + FAR for moment in by_name.values()) else None
