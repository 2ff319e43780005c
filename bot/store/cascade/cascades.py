"""Cascades: each agency's duty to pass one briefing on, and where it stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Row, Select, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.tables import (
    cascades,
    deliveries,
    disseminations,
    occurrences,
)
from handlers.events import NAMESPACE
from schedules.followups import FollowUps, read_follow_ups
from schedules.kinds import Kind

PLANNED = "planned"
"""The stage before the first message."""


class CascadeState(Enum):
    """How far it has come."""

    OPEN = "open"
    WHOLE = "whole"
    """Everybody eligible was reached, as the lead tells it."""
    UNANSWERED = "unanswered"
    """Every message was sent, and it is not whole. It can still be confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """One agency's cascade. `stage` is the slot of the last message sent about it."""

    id: UUID
    dissemination: UUID
    agency: str
    holder: UUID | None
    posted_at: datetime
    posted_on: date
    deadline: date
    state: CascadeState
    stage: str
    next_at: datetime | None
    follow_ups: FollowUps
    stopped: bool
    withdrawn: bool
    superseded: int
    """Parts up to this number were told before the last correction that matters."""
    changes: int
    """How often it came to stand otherwise than leads' messages say."""


@dataclass(frozen=True, slots=True)
class NewCascade:
    """A briefing that reached an agency and is not yet to be passed on there."""

    dissemination: UUID
    agency: str
    posted_at: datetime
    follow_ups: FollowUps


_OLDEST = (cascades.c.opened_at, cascades.c.agency, cascades.c.id)
"""What was posted first comes first: a day holds few messages to one person."""

NEW_ROWS: Final = """
    deliveries d JOIN disseminations s ON s.id = d.dissemination
    WHERE d.state = 'delivered' AND s.stopped_at IS NULL
      AND s.follow_ups -> 'cascade' IS DISTINCT FROM 'null'::jsonb
      AND NOT EXISTS (SELECT 1 FROM cascades c
            WHERE c.dissemination = d.dissemination AND c.agency = d.agency)
"""

_NEW = text(
    f"""
    SELECT d.dissemination, d.agency, min(d.settled_at) AS posted_at, s.follow_ups
    FROM {NEW_ROWS}
    GROUP BY d.dissemination, d.agency, s.follow_ups
    ORDER BY posted_at, d.dissemination, d.agency
    LIMIT 500
    """  # noqa: S608 - made of constants alone
)

LEFT: Final = """
    cascades.state <> 'whole' AND disseminations.stopped_at IS NULL
    AND disseminations.unlinked_at IS NULL AND cascades.agency = ANY(CAST(:agencies AS text[]))
    AND (cascades.holder IS NULL OR (cascades.agency, cascades.holder) NOT IN (
        SELECT * FROM unnest(CAST(:agencies AS text[]), CAST(:leads AS uuid[]))))
"""
"""`leads` are, by position, those of the `agencies`."""


async def new_cascades(connection: AsyncConnection) -> Sequence[NewCascade]:
    """Return where a briefing has arrived and nobody was asked to pass it on yet."""
    return [
        NewCascade(row.dissemination, row.agency, row.posted_at, read_follow_ups(row.follow_ups))
        for row in await connection.execute(_NEW)
    ]


async def open_cascade(
    connection: AsyncConnection,
    new: NewCascade,
    *,
    holder: UUID | None,
    posted_on: date,
    deadline: date,
    next_at: datetime,
) -> None:
    """Store a cascade. One that stands already is left."""
    await connection.execute(
        upsert(cascades)
        .values(
            id=uuid5(NAMESPACE, f"cascade\x1f{new.dissemination}\x1f{new.agency}"),
            dissemination=new.dissemination,
            agency=new.agency,
            holder=holder,
            posted_on=posted_on,
            deadline=deadline,
            stage=PLANNED,
            next_at=next_at,
            opened_at=new.posted_at,
        )
        .on_conflict_do_nothing()
    )


async def due_cascades(connection: AsyncConnection, now: datetime) -> Sequence[Cascade]:
    """Lock and return the open cascades whose next message is due. What another clock holds is
    left to it."""
    rows = await connection.execute(
        _every()
        .where(cascades.c.next_at <= now)
        .order_by(cascades.c.next_at, *_OLDEST)
        .limit(500)
        .with_for_update(of=cascades, skip_locked=True)
    )
    return [_cascade(row) for row in rows]


async def unfinished_cascades(connection: AsyncConnection) -> Sequence[Cascade]:
    """Return every cascade that somebody still has in hand, the oldest first."""
    rows = await connection.execute(
        _every()
        .where(cascades.c.state != CascadeState.WHOLE.value, disseminations.c.unlinked_at.is_(None))
        .order_by(*_OLDEST)
    )
    return [_cascade(row) for row in rows]


def named_leads(people: Mapping[str, Collection[UUID]]) -> Mapping[str, Sequence[object]]:
    """Return what `LEFT` is given: those who lead each agency."""
    named = [(agency, member) for agency, members in people.items() for member in members]
    return {
        "agencies": [agency for agency, _ in named],
        "leads": [member for _, member in named],
    }


async def left_behind(
    connection: AsyncConnection, people: Mapping[str, Collection[UUID]]
) -> Sequence[Cascade]:
    """Return what is still to be passed on in these agencies and is in nobody's hands of those who
    are named: what nobody has answered can be confirmed too, and is inherited with the rest."""
    rows = await connection.execute(
        _every().where(text(LEFT)).order_by(*_OLDEST), named_leads(people)
    )
    return [_cascade(row) for row in rows]


async def cascades_of(connection: AsyncConnection, dissemination: UUID) -> Sequence[Cascade]:
    """Return a dissemination's cascades, by agency."""
    rows = await connection.execute(
        _every().where(cascades.c.dissemination == dissemination).order_by(cascades.c.agency)
    )
    return [_cascade(row) for row in rows]


async def load_cascade(
    connection: AsyncConnection, cascade: UUID, *, lock: bool = False
) -> Cascade | None:
    """Return a cascade, or None when there is none of this id."""
    wanted = _every().where(cascades.c.id == cascade)
    if lock:
        wanted = wanted.with_for_update(of=cascades)
    row = (await connection.execute(wanted)).one_or_none()
    return None if row is None else _cascade(row)


async def next_cascade(connection: AsyncConnection) -> datetime | None:
    """Return when the next message about a cascade is due, or None."""
    rows = await connection.execute(
        select(func.min(cascades.c.next_at)).where(cascades.c.next_at.is_not(None))
    )
    return rows.scalar_one()


async def set_stage(
    connection: AsyncConnection, cascade: UUID, stage: str, next_at: datetime | None
) -> None:
    """Keep which message was sent last, and when the next one is due."""
    await connection.execute(
        update(cascades).where(cascades.c.id == cascade).values(stage=stage, next_at=next_at)
    )


async def set_state(
    connection: AsyncConnection, cascade: UUID, state: CascadeState, now: datetime
) -> None:
    """Keep that it is whole, or that every message about it was sent."""
    await connection.execute(
        update(cascades)
        .where(cascades.c.id == cascade)
        .values(state=state.value, next_at=None, settled_at=now)
    )


async def reopen(connection: AsyncConnection, cascade: UUID, next_at: datetime | None) -> None:
    """Keep that a correction made it less than whole again."""
    state = CascadeState.OPEN if next_at is not None else CascadeState.UNANSWERED
    await connection.execute(
        update(cascades)
        .where(cascades.c.id == cascade)
        .values(state=state.value, next_at=next_at, settled_at=None)
    )


async def reminders_sent(connection: AsyncConnection, cascade: UUID) -> int:
    """Return how many reminders really went out, whoever they went to: leave and the most that
    one person gets may have held some back. What may have arrived is counted."""
    rows = await connection.execute(
        select(func.count())
        .select_from(deliveries)
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .where(
            occurrences.c.subject == cascade,
            occurrences.c.kind == Kind.CASCADE.value,
            occurrences.c.slot.startswith("reminder "),
            deliveries.c.state.in_([State.DELIVERED.value, State.UNCONFIRMED.value]),
        )
    )
    return rows.scalar_one()


def _every() -> Select[tuple[object, ...]]:
    return select(
        cascades,
        disseminations.c.follow_ups,
        disseminations.c.stopped_at,
        disseminations.c.withdrawn_at,
    ).join(disseminations, disseminations.c.id == cascades.c.dissemination)


def _cascade(row: Row[tuple[object, ...]]) -> Cascade:
    return Cascade(
        id=row.id,
        dissemination=row.dissemination,
        agency=row.agency,
        holder=row.holder,
        posted_at=row.opened_at,
        posted_on=row.posted_on,
        deadline=row.deadline,
        state=CascadeState(row.state),
        stage=row.stage,
        next_at=row.next_at,
        follow_ups=read_follow_ups(row.follow_ups),
        stopped=row.stopped_at is not None,
        withdrawn=row.withdrawn_at is not None,
        superseded=row.superseded,
        changes=row.changes,
    )
