"""What has come and is queued, and no worker has taken up yet."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pydantic import ValidationError
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.plans.occurrences import TAKEN_UP
from bot.store.plans.overview import Sending, every_sending, sending_from
from bot.store.tables import deliveries, disseminations, occurrences
from schedules.occurrence import Moment

logger = logging.getLogger(__name__)


_LEFT_OUT = (
    select(func.array_agg(deliveries.c.channel))
    .where(deliveries.c.occurrence == occurrences.c.id, deliveries.c.state == State.SKIPPED.value)
    .scalar_subquery()
    .label("left_out")
)
"""Directory keys of the channels for which it came too late; None where there are none."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """One moment of a dissemination of which nothing was attempted, queued since `queued_at`
    (aware, UTC). Its channels are those to which it will go."""

    sending: Sending
    moment: Moment
    queued_at: datetime


async def list_unsent(connection: AsyncConnection) -> Sequence[Unsent]:
    """Return the queued moments of disseminations that wait for a worker, earliest first. One
    whose plan cannot be read is left out: the doctor names it."""
    rows = await connection.execute(
        every_sending()
        .add_columns(occurrences.c.slot, occurrences.c.due_at, occurrences.c.queued_at, _LEFT_OUT)
        .join(occurrences, occurrences.c.dissemination == disseminations.c.id)
        .where(
            occurrences.c.queued_at.is_not(None),
            occurrences.c.skipped_reason.is_(None),
            ~TAKEN_UP,
        )
        .order_by(occurrences.c.due_at, disseminations.c.created_at, disseminations.c.id)
    )
    unsent: list[Unsent] = []
    for row in rows:
        try:
            sending = sending_from(row)
        except ValidationError:
            logger.warning("The plan of dissemination %s cannot be read.", row.id)
        else:
            channels = tuple(key for key in sending.channels if key not in (row.left_out or ()))
            sending = replace(sending, channels=channels)
            unsent.append(Unsent(sending, Moment(row.slot, row.due_at), row.queued_at))
    return unsent


async def waiting_since(
    connection: AsyncConnection, *, until: datetime, heard: datetime
) -> datetime | None:
    """Return since when the first of what no worker has taken up waits, be it an occurrence or a
    delivery. None when nothing waits since `until` or longer, and when a worker that was heard of
    after `heard` is at work: then it only waits its turn."""
    rows = await connection.execute(
        text(
            """
            SELECT min(since) AS since FROM (
                SELECT queued_at AS since FROM occurrences
                WHERE expanded_at IS NULL AND skipped_reason IS NULL
                UNION ALL
                SELECT o.expanded_at FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
                WHERE d.state = 'planned') AS waiting
            WHERE since <= :until
              AND NOT EXISTS (SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > :heard)
            """
        ),
        {"until": until, "heard": heard},
    )
    return rows.scalar_one()


async def standing_since(connection: AsyncConnection, *, until: datetime) -> datetime | None:
    """Return since when the first of what should go out stands still: it could have gone since
    `until` or longer, and nobody has come nearer to it since then. None where all goes on.

    Age alone tells nothing: what goes to thousands may take hours. An occurrence stands still where
    none that was queued before it has been expanded since; a delivery, where nothing of its
    workspace was attempted since, and no word of the platform's lets it rest. What was attempted
    may have waited for an hour, and then its turn is new.
    """
    rows = await connection.execute(
        text(
            """
            WITH open AS (
                SELECT d.workspace,
                    min(greatest(o.expanded_at, d.held_until, d.claimed_at + interval '1 hour'))
                        AS since
                FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
                WHERE d.state = 'planned' AND d.next_try_at IS NULL
                GROUP BY d.workspace)
            SELECT min(since) AS since FROM (
                SELECT o.queued_at AS since FROM occurrences o
                WHERE o.expanded_at IS NULL AND o.skipped_reason IS NULL
                  AND NOT EXISTS (
                    SELECT 1 FROM occurrences it
                    WHERE it.expanded_at > :until AND it.queued_at <= o.queued_at)
                UNION ALL
                SELECT since FROM open
                WHERE NOT EXISTS (
                    SELECT 1 FROM deliveries it
                    WHERE it.workspace = open.workspace
                      AND (it.claimed_at > :until OR it.settled_at > :until))
                  AND NOT EXISTS (
                    SELECT 1 FROM pace
                    WHERE pace.workspace = open.workspace
                      AND (pace.rests_until > :until OR jsonb_path_exists(pace.calls,
                        '$.* ? (@ > $until)', jsonb_build_object('until', CAST(:said AS text)))))
                ) AS standing
            WHERE since <= :until
            """
        ),
        {"until": until, "said": until.astimezone(UTC).isoformat()},
    )
    return rows.scalar_one()
