"""What happens to a delivery: each change is one conditional statement, so that of several who
try, one succeeds."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, LiteralString
from uuid import UUID

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import (
    DEAD_LETTERS,
    OPEN,
    Address,
    Delivery,
    State,
    destination_column,
    made_at_column,
)
from bot.store.looks import Look
from bot.store.statements import Statements
from bot.store.tables import deliveries, disseminations, occurrences
from handlers.events import Delivered


@dataclass(frozen=True, slots=True)
class Located:
    """Where the directory has a channel: keys of agency and workspace, and the platform's id."""

    agency: str
    workspace: str
    channel_id: str


_OPEN = [state.value for state in OPEN]
_DEAD = [state.value for state in DEAD_LETTERS]
_ADDRESS = (deliveries.c.id, deliveries.c.workspace, destination_column().label("destination"))
_BACK = [State.WAITING.value, State.CLAIMED.value]

LONGEST_WAIT: Final = timedelta(hours=2)
"""Whatever waits for a platform waits for less. A moment further ahead comes of a clock that was
set back since, and is due."""

BACK_LOOK: Final = Look(
    """
    EXISTS (SELECT 1 FROM deliveries
        WHERE state IN ('waiting', 'claimed') AND next_try_at <= :now)
    OR EXISTS (SELECT 1 FROM deliveries
        WHERE state IN ('waiting', 'claimed') AND next_try_at > :now + :longest_wait AND NOT held)
    """,
    """
    SELECT min(next_try_at) FROM deliveries
    WHERE state IN ('waiting', 'claimed') AND next_try_at IS NOT NULL
    """,
    {"longest_wait": LONGEST_WAIT},
)
"""Whether something waited until now, and when the next of it is due."""

_CLAIM: Final[LiteralString] = """
UPDATE deliveries
SET state = 'claimed', attempts = attempts + 1, claimed_at = %(now)s, next_try_at = NULL
WHERE id = %(id)s AND state = %(state)s AND attempts = %(attempts)s
RETURNING id
"""

_CLAIM_COUNTED: Final[LiteralString] = """
WITH claimed AS (
    UPDATE deliveries
    SET state = 'claimed', attempts = attempts + 1, claimed_at = %(now)s, next_try_at = NULL
    WHERE id = %(id)s AND state = %(state)s AND attempts = %(attempts)s
    RETURNING id, dissemination, agency
), gone AS (
    DELETE FROM eligible_members e USING claimed
    WHERE e.delivery = claimed.id AND e.member <> ALL(%(eligible)s)
), counted AS (
    INSERT INTO eligible_members (delivery, member, dissemination, agency)
    SELECT claimed.id, member, claimed.dissemination, claimed.agency
    FROM claimed, unnest(%(eligible)s::uuid[]) AS member
    ON CONFLICT DO NOTHING
)
SELECT id FROM claimed
"""
"""With the claim go those who can see the channel now, in place of what an earlier attempt found:
the denominator of all that follows."""

_TAKE_BACK: Final[LiteralString] = """
UPDATE deliveries
SET state = 'planned', attempts = attempts - 1, claimed_at = NULL
WHERE id = %(id)s AND state = 'claimed' AND attempts = %(attempts)s + 1
  AND claimed_at = %(claimed_at)s
RETURNING id
"""

_SETTLE: Final[LiteralString] = """
UPDATE deliveries
SET state = %(state)s, reason = %(reason)s, settled_at = %(now)s, receipt = NULL, next_try_at = NULL
WHERE id = %(id)s AND state = ANY(%(open)s)
RETURNING id
"""

_DELIVERED: Final[LiteralString] = """
WITH told AS (
    INSERT INTO engagement_events (id, kind, dissemination, delivery, agency, at)
    SELECT %(event)s::uuid, 'delivered', %(dissemination)s::uuid, %(id)s::uuid, %(agency)s::text,
        %(now)s::timestamptz
    WHERE %(event)s::uuid IS NOT NULL
    ON CONFLICT DO NOTHING
)
UPDATE deliveries
SET state = 'delivered', reason = NULL, settled_at = %(now)s, receipt = %(receipt)s::jsonb,
    next_try_at = NULL
WHERE id = %(id)s AND state <> 'delivered'
RETURNING id
"""


async def claim(
    statements: Statements,
    delivery: Delivery,
    *,
    now: datetime,
    eligible: Collection[UUID] | None = None,
) -> bool:
    """Mark that the delivery is about to be sent, with those whom it asks (None: it asks nobody in
    particular). Returns False when it changed meanwhile: it is somebody else's, and nothing is
    kept. From here on, nobody posts it again without a look."""
    given: dict[str, object] = {
        "id": delivery.id,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "now": now,
    }
    if eligible is None:
        return await statements.first(_CLAIM, given) is not None
    given["eligible"] = sorted(eligible)
    return await statements.first(_CLAIM_COUNTED, given) is not None


async def take_back(statements: Statements, delivery: Delivery, *, claimed_at: datetime) -> None:
    """Plan a delivery again that was claimed then, and not sent: the attempt is none. Does nothing
    where no such claim stands: it was never made, or somebody else has taken it up meanwhile."""
    given = {"id": delivery.id, "attempts": delivery.attempts, "claimed_at": claimed_at}
    await statements.fetch(_TAKE_BACK, given)


async def settle(
    statements: Statements, delivery: UUID, state: State, *, reason: str | None, now: datetime
) -> bool:
    """Record an outcome other than a delivery. Returns False when one stood there already: it is
    left."""
    given = {"id": delivery, "state": state.value, "reason": reason, "now": now, "open": _OPEN}
    return await statements.first(_SETTLE, given) is not None


async def settle_delivered(
    statements: Statements,
    delivery: UUID,
    receipt: Mapping[str, str],
    *,
    now: datetime,
    event: Delivered | None,
) -> None:
    """Record that the platform accepted it, whatever stood there before: its receipt proves it.
    With it goes the fact of a post, kept once."""
    given = {
        "id": delivery,
        "receipt": json.dumps(receipt),
        "now": now,
        "event": event.id if event else None,
        "dissemination": event.dissemination if event else None,
        "agency": event.agency if event else None,
    }
    await statements.fetch(_DELIVERED, given)


async def postpone(
    connection: AsyncConnection,
    delivery: UUID,
    *,
    reason: str,
    until: datetime,
    counted: bool = False,
    in_doubt: bool = False,
    held: bool = False,
) -> None:
    """Let an open delivery wait. `counted`: this used up an attempt. `in_doubt`: it may have
    been posted, so it stays claimed and the next attempt looks first; no call is under way.
    `held`: a calendar or its reader holds it, and not the platform."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state.in_(_OPEN))
        .values(
            state=(State.CLAIMED if in_doubt else State.WAITING).value,
            reason=reason,
            next_try_at=until,
            held=held,
            attempts=deliveries.c.attempts + (1 if counted else 0),
            **({"claimed_at": None} if in_doubt else {}),
        )
    )


async def reopen(
    connection: AsyncConnection, delivery: UUID, at: Located | None = None
) -> Address | None:
    """Plan a dead letter again, with all its attempts before it; `at` is where the directory has
    its channel by now. Returns None when it is not a dead letter (any more)."""
    moved = {}
    if at is not None:
        moved = {"agency": at.agency, "workspace": at.workspace, "channel_id": at.channel_id}
    rows = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state.in_(_DEAD))
        .values(
            state=State.PLANNED.value,
            reason=None,
            settled_at=None,
            claimed_at=None,
            attempts=0,
            **moved,
        )
        .returning(
            deliveries.c.id, deliveries.c.workspace, destination_column().label("destination")
        )
    )
    row = rows.one_or_none()
    return None if row is None else Address(row.id, row.workspace, row.destination)


async def take_due(connection: AsyncConnection, *, now: datetime) -> Sequence[Address]:
    """Plan again what waited until now, in the order in which channels get their posts. Several
    clocks at once each take other rows."""
    due = (
        select(deliveries.c.id)
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .outerjoin(disseminations, disseminations.c.id == deliveries.c.dissemination)
        .where(
            deliveries.c.state.in_(_BACK),
            (deliveries.c.next_try_at <= now)
            | ((deliveries.c.next_try_at > now + LONGEST_WAIT) & ~deliveries.c.held),
        )
        .order_by(occurrences.c.due_at, made_at_column(), deliveries.c.id)
        .with_for_update(skip_locked=True, of=deliveries)
    )
    ordered = [row.id for row in await connection.execute(due)]
    if not ordered:
        return []
    rows = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(ordered))
        .values(
            next_try_at=None,
            held=False,
            held_until=case(
                (deliveries.c.held, deliveries.c.next_try_at), else_=deliveries.c.held_until
            ),
            state=case(
                (deliveries.c.state == State.WAITING.value, State.PLANNED.value),
                else_=deliveries.c.state,
            ),
        )
        .returning(
            deliveries.c.id, deliveries.c.workspace, destination_column().label("destination")
        )
    )
    found = {row.id: Address(row.id, row.workspace, row.destination) for row in rows}
    return [found[delivery] for delivery in ordered]
