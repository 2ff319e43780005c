"""Filling: a plan's moments become occurrences, each with its job, in one transaction."""

import logging
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.delivery.jobs import Queue
from bot.store.delivery.waiting import supersede
from bot.store.engine import AsyncConnection
from bot.store.plans.disseminations import FOR_EVER, Dissemination, set_filled
from bot.store.plans.occurrences import Occurrence, insert_occurrence
from content.templating import say
from schedules.kinds import Kind
from schedules.occurrence import (
    GRACE,
    Missed,
    Moment,
    lateness,
    moments,
    next_moment,
    occurrence_id,
)

logger = logging.getLogger(__name__)


async def fill(
    connection: AsyncConnection, queue: Queue, dissemination: Dissemination, now: datetime
) -> datetime | None:
    """Turn the moments that have come since the dissemination was last filled into occurrences,
    with a job for each that is to be sent and the reason in words for each that is not. Returns
    when the next moment falls, or None when none is left.

    Of several that were missed and could still go, only the latest does: nobody wants the same
    post three times in a row. So what is still held of an earlier one goes out no more.
    """
    come = list(moments(dissemination.plan, dissemination.filled_until, now))
    ahead = next_moment(dissemination.plan, now)
    queued = False
    for moment in come:
        occurrence = _occurrence(dissemination, moment)
        verdict = lateness(dissemination.plan, moment.due_at, now)
        if isinstance(verdict, Missed):
            occurrence = replace(occurrence, skipped_reason=verdict.reason)
        elif moment is not come[-1] and now - moment.due_at > GRACE:
            occurrence = replace(occurrence, skipped_reason=say("missed.superseded"))
        new = await insert_occurrence(connection, occurrence, now=now)
        if new and occurrence.skipped_reason is None:
            await queue.defer_expansion(connection, occurrence.id)
            queued = True
        if new:
            _tell(dissemination.id, moment, occurrence.skipped_reason)
    if queued:
        await supersede(connection, dissemination.id, now=now)
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


def _tell(dissemination: UUID, moment: Moment, skipped: str | None) -> None:
    if moment.note:
        logger.info("Dissemination %s: %s", dissemination, moment.note)
    if skipped is None:
        logger.info("Dissemination %s: %s is queued.", dissemination, moment.slot)
    else:
        logger.warning("Dissemination %s: %s is skipped. %s", dissemination, moment.slot, skipped)
