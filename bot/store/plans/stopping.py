"""Stopping a dissemination: nothing of it is sent from then on that was not on its way already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.plans.disseminations import FOR_EVER
from bot.store.tables import deliveries, disseminations, occurrences
from config.errors import NotFound
from content.templating import say_once

_STILL_TO_GO = (State.PLANNED, State.WAITING, State.HALTED)
"""What halted goes on by itself once it is mended. What failed does not: why it did stays told."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Who stopped a dissemination, and when (aware, UTC)."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remains:
    """What a stop found: how many moments and deliveries it skipped, how many may have been
    posted and are looked for, and how many were just being sent."""

    moments: int = 0
    skipped: int = 0
    in_doubt: int = 0
    under_way: int = 0


def summed(remains: Iterable[Remains]) -> Remains:
    """Return what several stops found together."""
    found = list(remains)
    return Remains(
        sum(each.moments for each in found),
        sum(each.skipped for each in found),
        sum(each.in_doubt for each in found),
        sum(each.under_way for each in found),
    )


async def take_to_stop(connection: AsyncConnection, dissemination: UUID) -> Stop | None:
    """Lock a dissemination until the transaction ends. Returns its stop, None where it has not
    been stopped. Raises NotFound."""
    # Not a full lock: an expansion that holds its occurrence refers to this row, and finishes.
    rows = await connection.execute(
        select(disseminations.c.stopped_by, disseminations.c.stopped_at)
        .where(disseminations.c.id == dissemination)
        .with_for_update(key_share=True)
    )
    row = rows.one_or_none()
    if row is None:
        raise NotFound(say_once("not_found.plan", dissemination=dissemination))
    return None if row.stopped_at is None else Stop(row.stopped_by, row.stopped_at)


async def set_stopped(
    connection: AsyncConnection, dissemination: UUID, stop: Stop, reason: str
) -> Remains:
    """End a plan that `take_to_stop` has locked; what it would still have sent gets the reason in
    words. What is being sent at this moment ends by itself, and what is delivered stays; what may
    have been posted by an attempt without a result is looked for like any such, and not posted."""
    await connection.execute(
        update(disseminations)
        .where(disseminations.c.id == dissemination)
        .values(stopped_by=stop.by, stopped_at=stop.at, filled_until=FOR_EVER)
    )
    moments = await connection.execute(
        update(occurrences)
        .where(
            occurrences.c.dissemination == dissemination,
            occurrences.c.expanded_at.is_(None),
            occurrences.c.skipped_reason.is_(None),
        )
        .values(skipped_reason=reason)
    )
    # Only now: an expansion that the statement before has waited for made deliveries.
    ours = update(deliveries).where(deliveries.c.dissemination == dissemination)
    skipped = await connection.execute(
        ours.where(deliveries.c.state.in_([state.value for state in _STILL_TO_GO])).values(
            state=State.SKIPPED.value, reason=reason, settled_at=stop.at, next_try_at=None
        )
    )
    # One that rests claimed may have been posted by an attempt that ended without a result.
    rests = deliveries.c.next_try_at.is_not(None)
    claimed = await connection.execute(
        select(
            func.count().filter(rests).label("in_doubt"),
            func.count().filter(~rests).label("under_way"),
        ).where(
            deliveries.c.dissemination == dissemination,
            deliveries.c.state == State.CLAIMED.value,
        )
    )
    in_doubt, under_way = claimed.one()
    return Remains(moments.rowcount, skipped.rowcount, in_doubt, under_way)
