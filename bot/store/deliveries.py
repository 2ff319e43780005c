"""Deliveries: one occurrence to one channel or one member, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final, LiteralString
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.statements import Statements
from bot.store.tables import deliveries, disseminations, occurrences
from schedules.kinds import Kind


class State(Enum):
    """How far a delivery has come. The last five are its outcome."""

    PLANNED = "planned"
    """A job will send it."""
    CLAIMED = "claimed"
    """It was about to be sent, or is being sent."""
    WAITING = "waiting"
    """It is due again at `next_try_at`."""
    DELIVERED = "delivered"
    SKIPPED = "skipped"
    HALTED = "halted"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"


OPEN = frozenset({State.PLANNED, State.CLAIMED, State.WAITING})
"""States that are not an outcome yet."""
DEAD_LETTERS = frozenset({State.HALTED, State.FAILED, State.UNCONFIRMED})
"""Outcomes that need a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One delivery. `channel` is the directory's key, `channel_id` the platform's; a message to one
    person has a `member` instead. A post alone has its `dissemination`."""

    id: UUID
    occurrence: UUID
    kind: Kind
    subject: UUID
    slot: str
    dissemination: UUID | None
    agency: str
    workspace: str
    channel: str | None
    channel_id: str | None
    member: UUID | None
    state: State
    attempts: int
    due_at: datetime
    made_at: datetime
    """When its dissemination was made (without one, `due_at`). With `due_at` and `id` it orders
    a destination's deliveries."""

    @property
    def destination(self) -> str:
        """Return the platform's id of the channel, or the member's pseudonym."""
        return self.channel_id or str(self.member)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A delivery to store, to a channel or to a member. `reason` is given where it is over before
    it began."""

    id: UUID
    occurrence: UUID
    dissemination: UUID | None = None
    agency: str
    workspace: str
    channel: str | None = None
    channel_id: str | None = None
    member: UUID | None = None
    state: State = State.PLANNED
    reason: str | None = None

    @property
    def destination(self) -> str:
        """Return the platform's id of the channel, or the member's pseudonym."""
        return self.channel_id or str(self.member)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A delivery that needs a person, with the reason in words."""

    id: UUID
    kind: Kind
    dissemination: UUID | None
    agency: str
    workspace: str
    channel: str | None
    """The directory's key; None where it is a message to one person."""
    outcome: State
    reason: str
    attempts: int
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class Address:
    """What a job needs of a delivery: which, and whereto."""

    delivery: UUID
    workspace: str
    destination: str
    """The platform's id of the channel, or the member's pseudonym."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What may stand in a delivery's way."""

    ahead: datetime | None
    """When the last of the destination's earlier deliveries that wait is due again; None when none
    waits. A channel's posts keep their order."""
    paused_until: datetime | None
    """Until when the one person that it goes to has paused. A pause that is over is still told."""
    today: int
    """How many messages that person has got today."""


_LOAD: Final[LiteralString] = """
SELECT d.id, d.occurrence, o.kind, o.subject, o.slot, d.dissemination, d.agency, d.workspace,
    d.channel, d.channel_id, d.member, d.state, d.attempts, o.due_at,
    coalesce(s.created_at, o.due_at) AS made_at
FROM deliveries d
JOIN occurrences o ON o.id = d.occurrence
LEFT JOIN disseminations s ON s.id = d.dissemination
WHERE d.id = %(delivery)s
"""

_STANDING: Final[LiteralString] = """
SELECT
    (SELECT max(d.next_try_at) FROM deliveries d
     JOIN occurrences o ON o.id = d.occurrence
     LEFT JOIN disseminations s ON s.id = d.dissemination
     WHERE d.state IN ('waiting', 'claimed') AND d.workspace = %(workspace)s
       AND coalesce(d.channel_id, d.member::text) = %(destination)s
       AND (o.due_at, coalesce(s.created_at, o.due_at), d.id)
            < (%(due_at)s, %(made_at)s, %(id)s)) AS ahead,
    (SELECT p.paused_until FROM preferences p WHERE p.member = %(member)s::uuid) AS paused_until,
    (SELECT count(*) FROM deliveries d WHERE d.member = %(member)s::uuid
       AND d.state = 'delivered' AND d.settled_at >= %(today)s) AS today
"""


async def insert_deliveries(
    connection: AsyncConnection, new: Sequence[NewDelivery], *, now: datetime
) -> frozenset[UUID]:
    """Store deliveries; one that stands already is left as it is. Returns the ids stored."""
    if not new:
        return frozenset()
    rows = await connection.execute(
        insert(deliveries)
        .values(
            [
                {
                    "id": delivery.id,
                    "occurrence": delivery.occurrence,
                    "dissemination": delivery.dissemination,
                    "agency": delivery.agency,
                    "workspace": delivery.workspace,
                    "channel": delivery.channel,
                    "channel_id": delivery.channel_id,
                    "member": delivery.member,
                    "state": delivery.state.value,
                    "reason": delivery.reason,
                    "settled_at": None if delivery.state in OPEN else now,
                }
                for delivery in new
            ]
        )
        .on_conflict_do_nothing()
        .returning(deliveries.c.id)
    )
    return frozenset(row.id for row in rows)


async def load_delivery(statements: Statements, delivery: UUID) -> Delivery | None:
    """Return the delivery, or None when there is none of this id."""
    row = await statements.first(_LOAD, {"delivery": delivery})
    if row is None:
        return None
    known: dict[str, Any] = {**row, "kind": Kind(row["kind"]), "state": State(row["state"])}
    return Delivery(**known)


async def standing(statements: Statements, delivery: Delivery, *, today: datetime) -> Standing:
    """Return what stands in a delivery's way. `today` is when the day began (aware)."""
    row = await statements.first(
        _STANDING,
        {
            "member": delivery.member,
            "workspace": delivery.workspace,
            "destination": delivery.destination,
            "due_at": delivery.due_at,
            "made_at": delivery.made_at,
            "id": delivery.id,
            "today": today,
        },
    )
    assert row is not None
    return Standing(**row)


async def next_try(connection: AsyncConnection) -> datetime | None:
    """Return when the first of what waits is due again, or None when nothing waits."""
    rows = await connection.execute(
        select(func.min(deliveries.c.next_try_at)).where(
            deliveries.c.state.in_([State.WAITING.value, State.CLAIMED.value])
        )
    )
    return rows.scalar_one()


async def stranded_deliveries(connection: AsyncConnection) -> Sequence[Address]:
    """Return the open deliveries that no job will take up (their job was lost), in order."""
    rows = await connection.execute(
        text(
            """
            SELECT d.id, d.workspace, coalesce(d.channel_id, d.member::text) AS destination
            FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
            WHERE (d.state = 'planned' OR (d.state = 'claimed' AND d.next_try_at IS NULL))
              AND NOT EXISTS (
                SELECT 1 FROM procrastinate_jobs j
                WHERE j.status IN ('todo', 'doing') AND j.queueing_lock = 'delivery:' || d.id)
            ORDER BY o.due_at, d.id
            """
        )
    )
    return [Address(row.id, row.workspace, row.destination) for row in rows]


async def dead_letters(connection: AsyncConnection) -> Sequence[DeadLetter]:
    """Return what needs a person, the newest first."""
    rows = await connection.execute(
        select(deliveries, occurrences.c.kind)
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .where(deliveries.c.state.in_([kind.value for kind in DEAD_LETTERS]))
        .order_by(deliveries.c.settled_at.desc(), deliveries.c.id)
    )
    return [
        DeadLetter(
            id=row.id,
            kind=Kind(row.kind),
            dissemination=row.dissemination,
            agency=row.agency,
            workspace=row.workspace,
            channel=row.channel,
            outcome=State(row.state),
            reason=row.reason or "",
            attempts=row.attempts,
            settled_at=row.settled_at,
        )
        for row in rows
    ]


def destination_column() -> ColumnElement[str]:
    """Return where a delivery goes within its workspace: `Delivery.destination` in SQL."""
    return func.coalesce(deliveries.c.channel_id, cast(deliveries.c.member, Text))


def made_at_column() -> ColumnElement[datetime]:
    """Return `Delivery.made_at` in SQL."""
    return func.coalesce(disseminations.c.created_at, occurrences.c.due_at)
