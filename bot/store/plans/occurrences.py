"""Occurrences: planned moments, once they have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import exists, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.tables import deliveries, disseminations, occurrences
from schedules.kinds import Kind
from schedules.plan import PLAN, Plan

TAKEN_UP = occurrences.c.expanded_at.is_not(None) & exists().where(
    deliveries.c.occurrence == occurrences.c.id,
    or_(deliveries.c.state != State.PLANNED.value, deliveries.c.attempts > 0),
)
"""In SQL: a worker has attempted a delivery of the occurrence, or one has an outcome. What a clock
leaves out, since it comes too late for an agency, does not count before a worker was there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One planned moment. `skipped_reason` says why it is not sent; None when it is."""

    id: UUID
    kind: Kind
    subject: UUID
    slot: str
    due_at: datetime
    dissemination: UUID | None = None
    """Of a post alone, where it is the subject too."""
    skipped_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """An occurrence to expand: its dissemination and that one's channels (directory keys). Moments
    are aware, in UTC."""

    dissemination: UUID
    channels: tuple[str, ...]
    urgent: bool
    plan: Plan | None
    """None: this version cannot read it."""
    due_at: datetime
    queued_at: datetime
    overtaken: bool
    """A later moment of the plan has been queued since."""


_INSERT: Final = text(
    """
    INSERT INTO occurrences (id, dissemination, kind, subject, slot, due_at, queued_at,
        skipped_reason, skipped_at, expanded_at)
    SELECT new.*, CAST(:expanded AS timestamptz)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:disseminations AS uuid[]), CAST(:kinds AS text[]),
        CAST(:subjects AS uuid[]), CAST(:slots AS text[]), CAST(:due AS timestamptz[]),
        CAST(:queued AS timestamptz[]), CAST(:reasons AS text[]),
        CAST(:skipped AS timestamptz[])) AS new
    ON CONFLICT DO NOTHING
    RETURNING id
    """
)


async def insert_occurrence(
    connection: AsyncConnection, occurrence: Occurrence, *, now: datetime, expanded: bool = False
) -> bool:
    """Store an occurrence that has come. `expanded`: its deliveries are stored by the caller, in
    the same transaction. Returns False when it stood there already: another clock was first, and
    nothing is to be queued."""
    new = await insert_occurrences(connection, [occurrence], now=now, expanded=expanded)
    return occurrence.id in new


async def insert_occurrences(
    connection: AsyncConnection, new: Sequence[Occurrence], *, now: datetime, expanded: bool = False
) -> frozenset[UUID]:
    """Store many as `insert_occurrence` stores one. Returns the ids of those that did not stand
    there already."""
    if not new:
        return frozenset()
    rows = await connection.execute(
        _INSERT,
        {
            "ids": [it.id for it in new],
            "disseminations": [it.dissemination for it in new],
            "kinds": [it.kind.value for it in new],
            "subjects": [it.subject for it in new],
            "slots": [it.slot for it in new],
            "due": [it.due_at for it in new],
            "queued": [now if it.skipped_reason is None else None for it in new],
            "reasons": [it.skipped_reason for it in new],
            "skipped": [None if it.skipped_reason is None else now for it in new],
            "expanded": now if expanded else None,
        },
    )
    return frozenset(row.id for row in rows)


async def take_expansion(connection: AsyncConnection, occurrence: UUID) -> Expansion | None:
    """Lock an occurrence to expand it, until the transaction ends. Returns None when there is
    nothing to do: it is expanded or skipped; or somebody has it locked, whom nobody waits for: they
    may stand still, and expansions come one after the other. `stranded_occurrences` finds it
    again."""
    later = occurrences.alias()
    overtaken = exists().where(
        later.c.dissemination == occurrences.c.dissemination,
        later.c.due_at > occurrences.c.due_at,
        later.c.queued_at > occurrences.c.queued_at,
        later.c.skipped_reason.is_(None),
    )
    rows = await connection.execute(
        select(
            occurrences.c.dissemination,
            occurrences.c.due_at,
            occurrences.c.queued_at,
            overtaken.label("overtaken"),
            disseminations.c.channels,
            disseminations.c.urgent,
            disseminations.c.plan,
        )
        .join(disseminations, disseminations.c.id == occurrences.c.dissemination)
        .where(
            occurrences.c.id == occurrence,
            occurrences.c.expanded_at.is_(None),
            occurrences.c.skipped_reason.is_(None),
        )
        .with_for_update(of=occurrences, skip_locked=True)
    )
    row = rows.one_or_none()
    if row is None:
        return None
    return Expansion(
        dissemination=row.dissemination,
        channels=tuple(row.channels),
        urgent=row.urgent,
        plan=_plan(row.plan),
        due_at=row.due_at,
        queued_at=row.queued_at or row.due_at,
        overtaken=row.overtaken,
    )


async def skip_occurrence(
    connection: AsyncConnection, occurrence: UUID, reason: str, *, now: datetime
) -> None:
    """Leave an occurrence out that `take_expansion` has locked, with the reason in words."""
    await connection.execute(
        update(occurrences)
        .where(occurrences.c.id == occurrence)
        .values(skipped_reason=reason, skipped_at=now)
    )


async def set_expanded(connection: AsyncConnection, occurrence: UUID, *, now: datetime) -> None:
    """Keep that an occurrence has its deliveries."""
    await connection.execute(
        update(occurrences).where(occurrences.c.id == occurrence).values(expanded_at=now)
    )


async def fail_occurrence(
    connection: AsyncConnection, occurrence: UUID, reason: str, *, now: datetime
) -> None:
    """Leave an occurrence that could not be expanded to a person, with the reason in words."""
    await connection.execute(
        update(occurrences)
        .where(
            occurrences.c.id == occurrence,
            occurrences.c.expanded_at.is_(None),
            occurrences.c.skipped_reason.is_(None),
        )
        .values(skipped_reason=reason, failed_at=now)
    )


async def stranded_occurrences(connection: AsyncConnection) -> Sequence[UUID]:
    """Return the queued occurrences that no job will expand (their job was lost), by due time."""
    rows = await connection.execute(
        text(
            """
            SELECT o.id FROM occurrences o
            WHERE o.queued_at IS NOT NULL AND o.expanded_at IS NULL AND o.skipped_reason IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM procrastinate_jobs j
                WHERE j.status IN ('todo', 'doing') AND j.queueing_lock = 'occurrence:' || o.id)
            ORDER BY o.due_at, o.id
            """
        )
    )
    return [row.id for row in rows]


def _plan(kept: object) -> Plan | None:
    try:
        return PLAN.validate_python(kept)
    except ValidationError:
        return None
