"""Dead letters: deliveries that need a person, and moments that could not be turned into any."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import DEAD_LETTERS, State
from bot.store.tables import deliveries, engagement_events, occurrences
from config.errors import NotFound
from content.templating import say_once
from handlers.events import Delivered
from schedules.kinds import Kind

_DEAD = sorted(state.value for state in DEAD_LETTERS)


class What(Enum):
    """What a letter is."""

    DELIVERY = "delivery"
    MOMENT = "moment"
    """A planned moment that could not be turned into deliveries: nothing of it was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A delivery, or a moment, as a person needs to see it to decide. Moments are aware, in UTC."""

    id: UUID
    what: What
    kind: Kind
    dissemination: UUID | None
    """Also of what follows a dissemination's post; None where there is none."""
    title: str | None
    """The briefing's or the survey's."""
    agency: str | None
    """None of a moment: it goes to several."""
    workspace: str | None
    channel: str | None
    """The directory's key; None where it is to one person, or a moment."""
    channel_id: str | None
    outcome: State
    """A moment's is `failed`, or `skipped` once it was given up."""
    reason: str
    attempts: int
    due_at: datetime
    claimed_at: datetime | None
    """When it was last about to be sent."""
    settled_at: datetime | None
    next_try_at: datetime | None
    receipt: bool
    """Whether the platform's receipt is kept: without it the message cannot be edited."""
    stopped: bool
    """Whether its dissemination was stopped, so that it is sent no more. What changes a message
    that stands is sent all the same: a withdrawal stops, too."""
    by_hand: bool
    """Whether it changes a post of which nobody gave the link: a person alone can do that."""

    @property
    def dead(self) -> bool:
        """Tell whether it waits for a person."""
        return self.outcome in DEAD_LETTERS

    @property
    def is_post(self) -> bool:
        """Tell whether it is a briefing's post, whose delivery is a fact of its own."""
        return self.kind is Kind.POST

    @property
    def may_be_there(self) -> bool:
        """Tell whether it may have been posted."""
        return self.what is What.DELIVERY and self.outcome is State.UNCONFIRMED


_LETTERS = """
    SELECT d.id, 'delivery' AS what, o.kind, s.id AS dissemination,
        CASE o.kind WHEN 'pulse' THEN v.body ->> 'title' ELSE b.title END AS title, d.agency,
        d.workspace, d.channel, d.channel_id, d.state, d.reason, d.attempts, o.due_at,
        d.claimed_at, d.settled_at, d.next_try_at,
        d.receipt IS NOT NULL AS receipt, s.stopped_at IS NOT NULL AND p.id IS NULL AS stopped,
        p.id IS NOT NULL AND p.receipt IS NULL AS by_hand
    FROM deliveries d
    JOIN occurrences o ON o.id = d.occurrence
    LEFT JOIN cascades c ON o.kind = 'cascade' AND c.id = o.subject
    LEFT JOIN clarifications k ON o.kind = 'clarification' AND k.id = o.subject
    LEFT JOIN queries q ON o.kind = 'answer' AND q.id = o.subject
    LEFT JOIN surveys v ON o.kind = 'pulse' AND v.id = o.subject
    LEFT JOIN deliveries p
        ON o.kind IN ('correction', 'withdrawal', 'progress', 'cascade_edit') AND p.id = o.subject
    LEFT JOIN occurrences a ON a.id = p.occurrence
    LEFT JOIN cascades f ON a.kind = 'cascade' AND f.id = a.subject
    LEFT JOIN clarifications e ON a.kind = 'clarification' AND e.id = a.subject
    LEFT JOIN disseminations s ON s.id = coalesce(
        d.dissemination, c.dissemination, k.dissemination, q.dissemination, v.dissemination,
        p.dissemination, e.dissemination, f.dissemination)
    LEFT JOIN briefing_versions b ON b.id = s.briefing_version
"""
_MOMENTS = """
    SELECT o.id, 'moment' AS what, o.kind, s.id AS dissemination, b.title, NULL AS agency,
        NULL AS workspace, NULL AS channel, NULL AS channel_id,
        CASE WHEN o.failed_at IS NULL THEN 'skipped' ELSE 'failed' END AS state,
        o.skipped_reason AS reason, 0 AS attempts, o.due_at, NULL AS claimed_at,
        o.failed_at AS settled_at, NULL AS next_try_at, false AS receipt,
        s.stopped_at IS NOT NULL AS stopped, false AS by_hand
    FROM occurrences o
    JOIN disseminations s ON s.id = o.dissemination
    JOIN briefing_versions b ON b.id = s.briefing_version
"""

_LIST = text(
    f"""
    ({_LETTERS} WHERE ((:all AND o.kind <> 'recall') OR d.state = ANY(:dead))
        AND (CAST(:dissemination AS uuid) IS NULL OR s.id = :dissemination)
     ORDER BY d.settled_at DESC NULLS FIRST, d.id LIMIT :limit)
    UNION ALL
    ({_MOMENTS} WHERE o.failed_at IS NOT NULL
        AND (CAST(:dissemination AS uuid) IS NULL OR s.id = :dissemination)
     ORDER BY o.failed_at DESC, o.id LIMIT :limit)
    ORDER BY settled_at DESC NULLS FIRST, id LIMIT :limit
    """
)
_DELIVERY = text(f"{_LETTERS} WHERE d.id = :id")
_MOMENT = text(f"{_MOMENTS} WHERE o.id = :id AND o.skipped_reason IS NOT NULL")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which to list: those that wait for a person, or with `settled` the others too. The latter
    may be many, so at most `limit` come, the newest first; without questions asked again, which
    could be counted by agency and day: what did not fit returns sooner than what did."""

    settled: bool = False
    dissemination: UUID | None = None
    limit: int = 1000


async def list_letters(
    connection: AsyncConnection, wanted: Wanted | None = None
) -> Sequence[Letter]:
    """Return what needs a person, the newest first."""
    wanted = wanted or Wanted()
    given = {
        "dead": _DEAD,
        "all": wanted.settled,
        "dissemination": wanted.dissemination,
        "limit": wanted.limit,
    }
    rows = await connection.execute(_LIST, given)
    return [_letter(row) for row in rows]


async def find_letter(connection: AsyncConnection, which: UUID, *, lock: bool = False) -> Letter:
    """Return a delivery, or a moment that was not turned into deliveries, with any outcome.
    `lock` keeps others off until the transaction ends. Raises NotFound."""
    if lock:
        for table in (deliveries, occurrences):
            await connection.execute(
                select(table.c.id).where(table.c.id == which).with_for_update()
            )
    for query in (_DELIVERY, _MOMENT):
        row = (await connection.execute(query, {"id": which})).one_or_none()
        if row is not None:
            return _letter(row)
    raise NotFound(say_once("not_found.delivery", delivery=which))


async def drop_delivery(
    connection: AsyncConnection, delivery: UUID, *, reason: str, now: datetime
) -> bool:
    """Give a dead letter up for good, with the reason. Returns False when it is not one."""
    rows = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state.in_(_DEAD))
        .values(state=State.SKIPPED.value, reason=reason, settled_at=now, given_up=True)
    )
    return rows.rowcount == 1


async def confirm_delivery(
    connection: AsyncConnection, delivery: UUID, *, receipt: dict[str, str] | None, now: datetime
) -> bool:
    """Record, by a person's word, that an unconfirmed delivery is there. Returns False when it is
    not unconfirmed (any more)."""
    rows = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state == State.UNCONFIRMED.value)
        .values(
            state=State.DELIVERED.value,
            reason=None,
            settled_at=now,
            next_try_at=None,
            **({} if receipt is None else {"receipt": receipt}),
        )
    )
    return rows.rowcount == 1


async def add_delivered(connection: AsyncConnection, fact: Delivered) -> None:
    """Keep the fact of a post that a person found, once."""
    await connection.execute(
        insert(engagement_events)
        .values(
            id=fact.id,
            kind=fact.kind,
            dissemination=fact.dissemination,
            delivery=fact.delivery,
            agency=fact.agency,
            at=fact.at,
        )
        .on_conflict_do_nothing()
    )


async def reopen_moment(connection: AsyncConnection, occurrence: UUID, *, now: datetime) -> bool:
    """Have a moment that could not be expanded wait for it again. Returns False when it is not
    one (any more)."""
    rows = await connection.execute(
        update(occurrences)
        .where(occurrences.c.id == occurrence, occurrences.c.failed_at.is_not(None))
        .values(failed_at=None, skipped_reason=None, queued_at=now)
    )
    return rows.rowcount == 1


async def drop_moment(connection: AsyncConnection, occurrence: UUID, *, reason: str) -> bool:
    """Give a moment up that could not be expanded. Returns False when it is not one."""
    rows = await connection.execute(
        update(occurrences)
        .where(occurrences.c.id == occurrence, occurrences.c.failed_at.is_not(None))
        .values(failed_at=None, skipped_reason=reason)
    )
    return rows.rowcount == 1


async def halted_ids(
    connection: AsyncConnection, *, channels: Collection[str] | None = None
) -> Sequence[UUID]:
    """Return the halted deliveries, those to `channels` (directory keys) alone where they are
    given, in the order in which channels get their posts."""
    rows = await connection.execute(
        text(
            """
            SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
            LEFT JOIN disseminations s ON s.id = d.dissemination
            WHERE d.state = 'halted'
              AND (CAST(:channels AS text[]) IS NULL OR d.channel = ANY(:channels))
            ORDER BY o.due_at, coalesce(s.created_at, o.due_at), d.id
            """
        ),
        {"channels": None if channels is None else sorted(channels)},
    )
    return [row.id for row in rows]


def _letter(row: Row[tuple[Any, ...]]) -> Letter:
    return Letter(
        id=row.id,
        what=What(row.what),
        kind=Kind(row.kind),
        dissemination=row.dissemination,
        title=row.title,
        agency=row.agency,
        workspace=row.workspace,
        channel=row.channel,
        channel_id=row.channel_id,
        outcome=State(row.state),
        reason=row.reason or "",
        attempts=row.attempts,
        due_at=row.due_at,
        claimed_at=row.claimed_at,
        settled_at=row.settled_at,
        next_try_at=row.next_try_at,
        receipt=row.receipt,
        stopped=row.stopped,
        by_hand=row.by_hand,
    )
