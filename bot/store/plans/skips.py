"""Moments that a clock skipped while it was ahead: taken back, so that plans owe them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.looks import Look, any_of
from schedules.occurrence import GRACE

_ROWS: Final = """
    occurrences o JOIN disseminations s ON s.id = o.dissemination
    WHERE o.skipped_at > :now + :apart AND s.stopped_at IS NULL
"""
_APART: Final = {"apart": GRACE}
"""Machines' clocks differ by a little, and each judges a moment the same then."""

SKIPS_LOOK: Final = Look(any_of(_ROWS), given=_APART)
"""Whether something was skipped later than now."""

_TAKE: Final = text(
    f"""
    SELECT id FROM disseminations WHERE id IN (SELECT s.id FROM {_ROWS})
    ORDER BY id FOR UPDATE SKIP LOCKED
    """  # noqa: S608 - made of constants alone
)
_TAKE_BACK: Final = text(
    """
    DELETE FROM occurrences
    WHERE dissemination = ANY(CAST(:taken AS uuid[])) AND skipped_at > :now + :apart
    RETURNING dissemination, due_at
    """
)
_OWE: Final = text(
    """
    UPDATE disseminations SET filled_until = least(filled_until, :until) WHERE id = :dissemination
    """
)
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A dissemination of which so many skipped moments were taken back."""

    dissemination: UUID
    moments: int


async def take_back_skips(connection: AsyncConnection, now: datetime) -> Sequence[TakenBack]:
    """Take back what was skipped later than now, and let its plans be filled again from there on.
    What had come and was queued stands: filling leaves it as it is. What another clock is filling
    is left to the next look."""
    given = {"now": now, **_APART}
    taken = [row.id for row in await connection.execute(_TAKE, given)]
    rows = await connection.execute(_TAKE_BACK, {**given, "taken": taken})
    moments: dict[UUID, list[datetime]] = {}
    for row in rows:
        moments.setdefault(row.dissemination, []).append(row.due_at)
    for dissemination, due in moments.items():
        again = {"dissemination": dissemination, "until": min(due) - _TICK}
        await connection.execute(_OWE, again)
    return [TakenBack(dissemination, len(due)) for dissemination, due in moments.items()]
