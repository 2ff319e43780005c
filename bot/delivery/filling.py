"""Filling: a plan's moments become occurrences, each with its job, in one transaction."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.delivery.expand import channel_delivery
from bot.delivery.jobs import Queue
from bot.delivery.quiet import Looked, TooLate, or_too_late, too_late
from bot.store.delivery.deliveries import NewDelivery, State, insert_deliveries
from bot.store.delivery.waiting import supersede
from bot.store.engine import AsyncConnection
from bot.store.plans.disseminations import FOR_EVER, Dissemination, set_filled
from bot.store.plans.occurrences import Occurrence, insert_occurrence
from config.directory import Directory
from content.templating import say
from schedules.kinds import Kind
from schedules.occurrence import (
    GRACE,
    Moment,
    moments,
    next_moment,
    occurrence_id,
)

logger = logging.getLogger(__name__)


async def fill(
    connection: AsyncConnection,
    queue: Queue,
    directory: Directory,
    dissemination: Dissemination,
    now: datetime,
) -> datetime | None:
    """Turn the moments that have come since the dissemination was last filled into occurrences,
    with a job for each that is to be sent and the reason in words for each that is not. Returns
    when the next moment falls, or None when none is left.

    Of several that were missed and could still go, only the latest does: nobody wants the same
    post three times in a row. So what is still held of an earlier one goes out no more. What comes
    too late for some agencies goes to the others; what those keep of an earlier one stays theirs.
    """
    come = list(moments(dissemination.plan, dissemination.filled_until, now))
    ahead = next_moment(dissemination.plan, now)
    for moment in come:
        occurrence = _occurrence(dissemination, moment)
        looked = Looked(plan=dissemination.plan, due_at=moment.due_at, urgent=dissemination.urgent)
        late = too_late(directory, dissemination.channels, looked, now)
        if late.everybody is not None:
            occurrence = replace(occurrence, skipped_reason=late.everybody.reason)
        elif moment is not come[-1] and now - moment.due_at > GRACE:
            occurrence = replace(occurrence, skipped_reason=say("missed.superseded"))
        new = await insert_occurrence(connection, occurrence, now=now)
        if new and occurrence.skipped_reason is None:
            await queue.defer_expansion(connection, occurrence.id)
            left_out = _left_out(directory, dissemination, occurrence.id, late)
            await insert_deliveries(connection, left_out, now=now)
            await supersede(connection, dissemination.id, now=now, besides=late.agencies)
        if new:
            _tell(dissemination.id, moment, occurrence.skipped_reason)
    await set_filled(connection, dissemination.id, now if ahead else FOR_EVER)
    return None if ahead is None else ahead.due_at


def _occurrence(dissemination: Dissemination, moment: Moment) -> Occurrence:
    return Occurrence(
        id=occurrence_id(dissemination.id, Kind.POST.value, moment.slot),
        kind=Kind.POST,
        subject=dissemination.id,
        dissemination=dissemination.id,
        slot=moment.slot,
        due_at=moment.due_at,
    )


def _left_out(
    directory: Directory, dissemination: Dissemination, occurrence: UUID, late: TooLate
) -> Sequence[NewDelivery]:
    """Return the deliveries to those for whom the moment comes too late by now: how long it then
    waits for a worker says nothing of that."""
    if not late.agencies:
        return ()
    every = (channel_delivery(directory, occurrence, key) for key in dissemination.channels)
    found = (or_too_late(replace(each, dissemination=dissemination.id), late) for each in every)
    return [each for each in found if each.state is State.SKIPPED]


def _tell(dissemination: UUID, moment: Moment, skipped: str | None) -> None:
    if moment.note:
        logger.info("Dissemination %s: %s", dissemination, moment.note)
    if skipped is None:
        logger.info("Dissemination %s: %s is queued.", dissemination, moment.slot)
    else:
        logger.warning("Dissemination %s: %s is skipped. %s", dissemination, moment.slot, skipped)
