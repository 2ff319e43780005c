"""The private messages that asked leads to pass a briefing on: which do not say any more how that
stands, and what they are to say.

A cascade counts its changes, and each message keeps after which of them it was composed. So what is
to be edited is told by what stands in the database alone: a message that was on its way in the very
moment of a change is found as soon as its receipt is kept, whatever became of the worker that sent
it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.tables import cascades, deliveries, occurrences
from schedules.kinds import Kind

LOOKED_BACK: Final = timedelta(days=14)
"""How long after a change messages are looked for that do not tell of it. What a lead does has them
edited at once: the rest is what was just being sent, and what came while no clock ran."""

MOST: Final = 500
"""Messages that one turn of the clock has edited; the rest is next."""

STALE_ROWS: Final = """
    cascades c
    JOIN occurrences o ON o.kind = 'cascade' AND o.subject = c.id
        AND o.slot NOT LIKE 'coordinator %'
    JOIN deliveries m ON m.occurrence = o.id AND m.state = 'delivered' AND m.receipt IS NOT NULL
        AND coalesce(m.tells, 0) < c.changes
    WHERE c.changed_at > :changed_since
      AND NOT EXISTS (SELECT 1 FROM occurrences e WHERE e.kind = 'cascade_edit'
            AND e.subject = m.id AND e.slot = c.changes::text)
"""
"""What a coordinator is told asks them for nothing: it stays as it was."""

_STALE: Final = text(
    f"""
    SELECT m.id, m.member, m.workspace, m.agency, c.changes::text AS slot
    FROM {STALE_ROWS} AND (CAST(:cascade AS uuid) IS NULL OR c.id = :cascade)
    ORDER BY c.changed_at, m.id
    LIMIT :most
    """  # noqa: S608 - made of constants alone
)

_OVERTAKEN: Final = text(
    """
    SELECT EXISTS (SELECT 1 FROM occurrences mine
        JOIN occurrences later ON later.kind = mine.kind AND later.subject = mine.subject
            AND later.slot::int > mine.slot::int
        JOIN deliveries e ON e.occurrence = later.id
            AND e.state IN ('planned', 'waiting', 'delivered')
        WHERE mine.id = :edit)
    """
)


@dataclass(frozen=True, slots=True)
class StaleMessage:
    """A message that is to be edited, and to whom it went. `workspace` is the directory's key."""

    message: UUID
    slot: str
    member: UUID
    workspace: str
    agency: str


@dataclass(frozen=True, slots=True)
class AskedMessage:
    """A message that asked somebody to pass a briefing on. `slot` says which of the cascade's."""

    cascade: UUID
    slot: str
    member: UUID
    receipt: Mapping[str, str] | None
    """The platform's word where it is; None where it is not known to stand anywhere."""


def changed(now: datetime) -> Mapping[str, object]:
    """Return what a change sets in a cascade's row, so that its messages come to tell of it."""
    return {"changes": cascades.c.changes + 1, "changed_at": now}


async def note_change(connection: AsyncConnection, dissemination: UUID, now: datetime) -> None:
    """Keep that all cascades of a dissemination stand otherwise from now on."""
    await connection.execute(
        update(cascades).where(cascades.c.dissemination == dissemination).values(**changed(now))
    )


async def set_tells(connection: AsyncConnection, delivery: UUID, changes: int) -> None:
    """Keep after how many changes of its cascade a message is composed."""
    await connection.execute(
        update(deliveries).where(deliveries.c.id == delivery).values(tells=changes)
    )


async def stale_messages(
    connection: AsyncConnection, now: datetime, cascade: UUID | None = None
) -> Sequence[StaleMessage]:
    """Return the messages that do not tell of the last change, and for which no edit to tell of it
    was put in; those of one cascade alone where it is named."""
    given = {"changed_since": now - LOOKED_BACK, "cascade": cascade, "most": MOST}
    rows = await connection.execute(_STALE, given)
    return [StaleMessage(row.id, row.slot, row.member, row.workspace, row.agency) for row in rows]


async def overtaken(connection: AsyncConnection, edit: UUID) -> bool:
    """Tell whether another edit (the occurrences') of the same message, for a later change, will
    show all that this one would, or has shown it."""
    return (await connection.execute(_OVERTAKEN, {"edit": edit})).scalar_one()


async def asked_message(connection: AsyncConnection, delivery: UUID) -> AskedMessage:
    """Return the message that a cascade's delivery is."""
    rows = await connection.execute(
        select(
            occurrences.c.subject,
            occurrences.c.slot,
            deliveries.c.member,
            deliveries.c.state,
            deliveries.c.receipt,
        )
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .where(deliveries.c.id == delivery, occurrences.c.kind == Kind.CASCADE.value)
    )
    row = rows.one()
    stands = row.state == State.DELIVERED.value
    return AskedMessage(row.subject, row.slot, row.member, row.receipt if stands else None)
