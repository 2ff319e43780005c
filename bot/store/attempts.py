"""What happens to a delivery: each change is one conditional statement, so that of several who
try, one succeeds."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.deliveries import (
    DEAD_LETTERS,
    OPEN,
    Address,
    Delivery,
    State,
    destination_column,
    made_at_column,
)
from bot.store.tables import (
    deliveries,
    disseminations,
    eligible_members,
    engagement_events,
    occurrences,
)
from handlers.events import Delivered

_OPEN = [state.value for state in OPEN]
_DEAD = [state.value for state in DEAD_LETTERS]
_ADDRESS = (deliveries.c.id, deliveries.c.workspace, destination_column().label("destination"))
_BACK = [State.WAITING.value, State.CLAIMED.value]


async def replace_eligible(
    connection: AsyncConnection, delivery: Delivery, members: Collection[UUID]
) -> None:
    """Keep who can see the channel now, in place of what an earlier attempt found."""
    await connection.execute(
        delete(eligible_members).where(eligible_members.c.delivery == delivery.id)
    )
    if members:
        await connection.execute(
            insert(eligible_members),
            [
                {
                    "delivery": delivery.id,
                    "member": member,
                    "dissemination": delivery.dissemination,
                    "agency": delivery.agency,
                }
                for member in sorted(members)
            ],
        )


async def claim(connection: AsyncConnection, delivery: Delivery, *, now: datetime) -> bool:
    """Mark that the delivery is about to be sent. Returns False when it changed meanwhile: it is
    somebody else's. From here on, nobody posts it again without a look."""
    rows = await connection.execute(
        update(deliveries)
        .where(
            deliveries.c.id == delivery.id,
            deliveries.c.state == delivery.state.value,
            deliveries.c.attempts == delivery.attempts,
        )
        .values(
            state=State.CLAIMED.value,
            attempts=deliveries.c.attempts + 1,
            claimed_at=now,
            next_try_at=None,
        )
    )
    return rows.rowcount == 1


async def settle(
    connection: AsyncConnection,
    delivery: UUID,
    state: State,
    *,
    reason: str | None,
    now: datetime,
    receipt: dict[str, str] | None = None,
) -> bool:
    """Record the outcome. Returns False when one stood there already: it is left, unless this
    one is a delivery, which the platform's receipt proves."""
    replaced = _OPEN
    if state is State.DELIVERED:
        replaced = [kind.value for kind in State if kind is not State.DELIVERED]
    rows = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state.in_(replaced))
        .values(state=state.value, reason=reason, settled_at=now, receipt=receipt, next_try_at=None)
    )
    return rows.rowcount == 1


async def postpone(
    connection: AsyncConnection,
    delivery: UUID,
    *,
    reason: str,
    until: datetime,
    counted: bool = False,
    in_doubt: bool = False,
) -> None:
    """Let an open delivery wait. `counted`: this used up an attempt. `in_doubt`: it may have
    been posted, so it stays claimed and the next attempt looks first."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state.in_(_OPEN))
        .values(
            state=(State.CLAIMED if in_doubt else State.WAITING).value,
            reason=reason,
            next_try_at=until,
            attempts=deliveries.c.attempts + (1 if counted else 0),
        )
    )


async def reopen(connection: AsyncConnection, delivery: UUID) -> Address | None:
    """Plan a dead letter again, with all its attempts before it. Returns None when it is not a
    dead letter (any more)."""
    rows = await connection.execute(
        update(deliveries)
        .where(
            deliveries.c.id == delivery,
            deliveries.c.state.in_(_DEAD),
        )
        .values(
            state=State.PLANNED.value, reason=None, settled_at=None, claimed_at=None, attempts=0
        )
        .returning(
            deliveries.c.id, deliveries.c.workspace, destination_column().label("destination")
        )
    )
    row = rows.one_or_none()
    return None if row is None else Address(row.id, row.workspace, row.destination)


async def drop(connection: AsyncConnection, delivery: UUID, *, reason: str, now: datetime) -> bool:
    """Give up a dead letter, with a person's reason. Returns False when it is not one."""
    rows = await connection.execute(
        update(deliveries)
        .where(
            deliveries.c.id == delivery,
            deliveries.c.state.in_(_DEAD),
        )
        .values(state=State.SKIPPED.value, reason=reason, settled_at=now)
    )
    return rows.rowcount == 1


async def take_due(connection: AsyncConnection, *, now: datetime) -> Sequence[Address]:
    """Plan again what waited until now, in the order in which channels get their posts. Several
    clocks at once each take other rows."""
    due = (
        select(deliveries.c.id)
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .outerjoin(disseminations, disseminations.c.id == deliveries.c.dissemination)
        .where(
            deliveries.c.state.in_(_BACK),
            deliveries.c.next_try_at <= now,
        )
        .order_by(occurrences.c.due_at, made_at_column(), deliveries.c.id)
        .with_for_update(skip_locked=True, of=deliveries)
    )
    ordered = [row.id for row in await connection.execute(due)]
    rows = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(ordered))
        .values(
            next_try_at=None,
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


async def add_delivered(connection: AsyncConnection, event: Delivered) -> None:
    """Keep the fact that the platform accepted the post. Told twice, kept once."""
    await connection.execute(
        insert(engagement_events)
        .values(
            id=event.id,
            kind=event.kind,
            dissemination=event.dissemination,
            delivery=event.delivery,
            agency=event.agency,
            at=event.at,
        )
        .on_conflict_do_nothing()
    )
