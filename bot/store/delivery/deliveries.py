"""Deliveries: one occurrence to one channel or one member, and what became of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import count
from typing import Final, LiteralString
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.statements import Statements
from bot.store.tables import deliveries, disseminations, occurrences
from schedules.kinds import EDITS, Kind


class State(Enum):
    """How far a delivery has come. The last five are its outcome."""

    PLANNED = "planned"
    """A job will send it."""
    CLAIMED = "claimed"
    """It was about to be sent, or is being sent."""
    WAITING = "waiting"
    """It is due (again) at `next_try_at`."""
    DELIVERED = "delivered"
    SKIPPED = "skipped"
    HALTED = "halted"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"


OPEN = frozenset({State.PLANNED, State.CLAIMED, State.WAITING})
"""States that are not an outcome yet."""
FIRST_TURN: Final = -1
"""The turn of what is urgent."""

DEAD_LETTERS = frozenset({State.HALTED, State.FAILED, State.UNCONFIRMED})
"""Outcomes that need a person."""

SURELY_NOT_THERE = frozenset({State.PLANNED, State.WAITING, State.HALTED, State.FAILED})
"""The platform has nothing of it: there was no attempt, or each was surely refused. What an attempt
left in doubt never comes to one of these without a look, or a person's word."""
MAY_BE_THERE = frozenset({State.CLAIMED, State.UNCONFIRMED})
"""An attempt is under way, or nobody knows what became of one."""


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
    claimed_at: datetime | None
    """Since when a call may be under way that sends it; None where none is."""
    urgent: bool = False
    """It goes at once, outside of the agency's hours too, and before what waits."""
    next_try_at: datetime | None = None
    """Until when it waits; None where it is to be sent as soon as may be."""

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
    next_try_at: datetime | None = None
    held: bool = False
    """It waits from the start, until `next_try_at`."""
    urgent: bool = False
    """It has its turn before all others."""

    @property
    def destination(self) -> str:
        """Return the platform's id of the channel, or the member's pseudonym."""
        return self.channel_id or str(self.member)


@dataclass(frozen=True, slots=True)
class Address:
    """What a job needs of a delivery: which, and whereto."""

    delivery: UUID
    workspace: str
    destination: str
    """The platform's id of the channel, or the member's pseudonym."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What may stand in the way of a message to one person."""

    paused_until: datetime | None = None
    """Until when the person has paused. A pause that is over is still told."""
    today: int = 0
    """How many messages the person has got today. To change one is none."""


_EDITS: Final = [kind.value for kind in EDITS]

_STANDING: Final[LiteralString] = """
SELECT
    (SELECT p.paused_until FROM preferences p WHERE p.member = %(member)s) AS paused_until,
    (SELECT count(*) FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
     WHERE d.member = %(member)s AND d.state = 'delivered' AND d.settled_at >= %(today)s
       AND o.kind <> ALL(%(edits)s)) AS today
"""

_INSERT: Final = text(
    """
    INSERT INTO deliveries (id, occurrence, dissemination, agency, workspace, channel, channel_id,
        member, state, reason, turn, next_try_at, held, settled_at)
    SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:occurrences AS uuid[]),
        CAST(:disseminations AS uuid[]), CAST(:agencies AS text[]), CAST(:workspaces AS text[]),
        CAST(:channels AS text[]), CAST(:channel_ids AS text[]), CAST(:members AS uuid[]),
        CAST(:states AS text[]), CAST(:reasons AS text[]), CAST(:turns AS integer[]),
        CAST(:next_tries AS timestamptz[]), CAST(:held AS boolean[]),
        CAST(:settled AS timestamptz[]))
    ON CONFLICT DO NOTHING
    RETURNING id
    """
)


async def insert_deliveries(
    connection: AsyncConnection, new: Sequence[NewDelivery], *, now: datetime
) -> frozenset[UUID]:
    """Store deliveries; one that stands already is left as it is. Returns the ids stored.

    Each gets its turn in its workspace: the first of every call come first, then the seconds, and
    so on, so that what goes to few is not stuck behind what goes to many.
    """
    if not new:
        return frozenset()
    turns: defaultdict[str, Iterator[int]] = defaultdict(count)
    rows = await connection.execute(
        _INSERT,
        {
            "ids": [it.id for it in new],
            "occurrences": [it.occurrence for it in new],
            "disseminations": [it.dissemination for it in new],
            "agencies": [it.agency for it in new],
            "workspaces": [it.workspace for it in new],
            "channels": [it.channel for it in new],
            "channel_ids": [it.channel_id for it in new],
            "members": [it.member for it in new],
            "states": [it.state.value for it in new],
            "reasons": [it.reason for it in new],
            "turns": [FIRST_TURN if it.urgent else next(turns[it.workspace]) for it in new],
            "next_tries": [it.next_try_at for it in new],
            "held": [it.held for it in new],
            "settled": [None if it.state in OPEN else now for it in new],
        },
    )
    return frozenset(row.id for row in rows)


async def standing(statements: Statements, member: UUID, *, today: datetime) -> Standing:
    """Return what stands in the way of a message to this person. `today` is when the day began
    (aware)."""
    given = {"member": member, "today": today, "edits": _EDITS}
    row = await statements.first(_STANDING, given)
    assert row is not None
    return Standing(**row)


async def next_try(connection: AsyncConnection) -> datetime | None:
    """Return when the first of what waits is due again, or None when nothing waits."""
    rows = await connection.execute(
        select(func.min(deliveries.c.next_try_at)).where(
            deliveries.c.state.in_([State.WAITING.value, State.CLAIMED.value]),
            deliveries.c.next_try_at.is_not(None),
        )
    )
    return rows.scalar_one()


def destination_column() -> ColumnElement[str]:
    """Return where a delivery goes within its workspace: `Delivery.destination` in SQL."""
    return func.coalesce(deliveries.c.channel_id, cast(deliveries.c.member, Text))


def made_at_column() -> ColumnElement[datetime]:
    """Return `Delivery.made_at` in SQL."""
    return func.coalesce(disseminations.c.created_at, occurrences.c.due_at)
