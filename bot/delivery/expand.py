"""Expanding: an occurrence becomes a delivery for each of its channels."""

import logging
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from bot.delivery.jobs import Queue
from bot.delivery.quiet import Looked, TooLate, or_held, or_too_late, too_late
from bot.store.delivery.deliveries import Address, NewDelivery, State, insert_deliveries
from bot.store.engine import Database
from bot.store.plans.occurrences import (
    Expansion,
    fail_occurrence,
    set_expanded,
    skip_occurrence,
    take_expansion,
)
from bot.store.wake import is_outage
from config.directory import Directory
from config.now import Now
from content.templating import say
from schedules.occurrence import NAMESPACE, Missed

logger = logging.getLogger(__name__)

UNKNOWN = "unknown"
"""Stands for agency, workspace and id of a channel that the directory no longer has."""


async def expand(
    database: Database, queue: Queue, directory: Directory, occurrence: UUID, now: Now
) -> None:
    """Store the occurrence's deliveries and their jobs, in one transaction; or the reason where it
    comes too late by now, for some agencies or for all, since no worker ran. Done again, it does
    nothing. Raises only when the database cannot be reached: the clock brings the job back."""
    try:
        async with database.begin() as connection:
            expansion = await take_expansion(connection, occurrence)
            if expansion is None:
                return
            moment = now()
            late = _too_late(expansion, directory, moment)
            if late.everybody is not None:
                missed = late.everybody.reason
                await skip_occurrence(connection, occurrence, missed, now=moment)
                logger.warning("Occurrence %s is skipped. %s", occurrence, missed)
                return
            planned = [
                replace(
                    or_too_late(channel_delivery(directory, occurrence, channel), late),
                    dissemination=expansion.dissemination,
                    urgent=expansion.urgent,
                )
                for channel in expansion.channels
            ]
            if not expansion.urgent:
                planned = [or_held(directory, each, moment) for each in planned]
            new = await insert_deliveries(connection, planned, now=moment)
            await queue.defer_deliveries(
                connection,
                [
                    Address(delivery.id, delivery.workspace, delivery.destination)
                    for delivery in planned
                    if delivery.id in new and delivery.state is State.PLANNED
                ],
            )
            await set_expanded(connection, occurrence, now=moment)
    except Exception as error:
        if is_outage(error):
            raise
        # Only the kind of the error: its words may hold what was to be sent.
        logger.error("Occurrence %s: %s while expanding it.", occurrence, type(error).__name__)  # noqa: TRY400
        reason = say("attempt.ours_moment", error=type(error).__name__)
        async with database.begin() as connection:
            await fail_occurrence(connection, occurrence, reason, now=now())


def _too_late(expansion: Expansion, directory: Directory, now: datetime) -> TooLate:
    """Tell for whom a moment that was queued in time comes too late now. What somebody has had
    expanded again counts from then on. A plan that cannot be read says nothing."""
    if expansion.overtaken:
        return TooLate(everybody=Missed(say("missed.superseded")))
    if expansion.plan is None:
        return TooLate()
    looked = Looked(
        plan=expansion.plan,
        due_at=expansion.due_at,
        urgent=expansion.urgent,
        queued_at=expansion.queued_at,
    )
    return too_late(directory, expansion.channels, looked, now)


def delivery_id(occurrence: UUID, to: str) -> UUID:
    """Return the id of an occurrence's delivery to a channel (directory key) or a member."""
    return uuid5(NAMESPACE, f"{occurrence}\x1f{to}")


def channel_delivery(directory: Directory, occurrence: UUID, key: str) -> NewDelivery:
    """Return an occurrence's delivery to a channel; halted from the start where the directory no
    longer has the channel."""
    identity = delivery_id(occurrence, key)
    try:
        channel = directory.channel(key)
    except KeyError:
        return NewDelivery(
            id=identity,
            occurrence=occurrence,
            agency=UNKNOWN,
            workspace=UNKNOWN,
            channel=key,
            channel_id=UNKNOWN,
            state=State.HALTED,
            reason=gone(key),
        )
    return NewDelivery(
        id=identity,
        occurrence=occurrence,
        agency=channel.agency,
        workspace=channel.workspace,
        channel=key,
        channel_id=channel.id,
    )


def gone(channel: str) -> str:
    """Return the reason for a channel that the directory no longer has."""
    return say("attempt.no_channel", channel=channel)
