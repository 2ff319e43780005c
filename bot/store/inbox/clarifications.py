"""Clarifications: what the Learning group makes clear to everybody who got a briefing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid5

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.tables import (
    briefing_versions,
    clarifications,
    deliveries,
    disseminations,
    queries,
)
from config.errors import NotFound
from content.templating import say_once
from handlers.events import NAMESPACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """One clarification. Moments are aware, in UTC."""

    id: UUID
    dissemination: UUID
    query: UUID
    briefing: str
    """The briefing's title."""
    about: Literal["question", "unsure"]
    text: str
    author: str
    written_at: datetime
    approver: str | None = None
    approved_at: datetime | None = None
    withdrawn_at: datetime | None = None
    stopped: bool = False
    """Its dissemination was stopped."""


def clarification_id(query: UUID, author: str, words: str, earlier: int) -> UUID:
    """Return the id of a clarification, made of what it says. `earlier` is how many of this query
    were withdrawn before: the same words may be written again then."""
    said = f"{query}\x1f{author}\x1f{' '.join(words.split())}\x1f{earlier}"
    return uuid5(NAMESPACE, f"clarification\x1f{said}")


async def insert_clarification(connection: AsyncConnection, new: Clarification) -> None:
    """Store a new clarification of a query that is locked."""
    await connection.execute(
        insert(clarifications).values(
            id=new.id,
            dissemination=new.dissemination,
            query=new.query,
            text=new.text,
            author=new.author,
            written_at=new.written_at,
        )
    )


async def find_clarification(
    connection: AsyncConnection, clarification: UUID, *, lock: bool = False
) -> Clarification:
    """Return one clarification. `lock`: nobody changes it until the transaction ends. Raises
    NotFound."""
    wanted = _every().where(clarifications.c.id == clarification)
    rows = await connection.execute(wanted.with_for_update(of=clarifications) if lock else wanted)
    row = rows.one_or_none()
    if row is None:
        raise NotFound(say_once("not_found.clarification", clarification=clarification))
    return _clarification(row)


async def clarifications_of(connection: AsyncConnection, query: UUID) -> Sequence[Clarification]:
    """Return a query's clarifications, the newest first. One at most is not withdrawn."""
    rows = await connection.execute(
        _every()
        .where(clarifications.c.query == query)
        .order_by(clarifications.c.written_at.desc(), clarifications.c.id)
    )
    return [_clarification(row) for row in rows]


async def awaiting_approval(connection: AsyncConnection) -> Sequence[Clarification]:
    """Return what a second person has yet to approve, the oldest first."""
    rows = await connection.execute(
        _every()
        .where(
            clarifications.c.approved_at.is_(None),
            clarifications.c.withdrawn_at.is_(None),
            disseminations.c.stopped_at.is_(None),
        )
        .order_by(clarifications.c.written_at, clarifications.c.id)
    )
    return [_clarification(row) for row in rows]


async def set_approved(
    connection: AsyncConnection, clarification: UUID, *, by: str, now: datetime
) -> None:
    """Keep that a clarification, locked and open, is approved."""
    await connection.execute(
        update(clarifications)
        .where(clarifications.c.id == clarification)
        .values(approver=by, approved_at=now)
    )


async def set_withdrawn(connection: AsyncConnection, clarification: UUID, now: datetime) -> None:
    """Keep that a clarification, locked, is withdrawn; who did it stands in the decisions."""
    await connection.execute(
        update(clarifications).where(clarifications.c.id == clarification).values(withdrawn_at=now)
    )


async def channels_reached(connection: AsyncConnection, dissemination: UUID) -> Sequence[str]:
    """Return the channels (directory keys) that have a delivered post of the dissemination, each
    once, in their order."""
    rows = await connection.execute(
        select(deliveries.c.channel)
        .where(
            deliveries.c.dissemination == dissemination,
            deliveries.c.state == State.DELIVERED.value,
        )
        .distinct()
        .order_by(deliveries.c.channel)
    )
    return [row.channel for row in rows]


async def post_in(connection: AsyncConnection, dissemination: UUID, channel: str) -> UUID | None:
    """Return the delivery of the dissemination's newest post in a channel (directory key), or None
    when it has none."""
    rows = await connection.execute(
        select(deliveries.c.id)
        .where(
            deliveries.c.dissemination == dissemination,
            deliveries.c.channel == channel,
            deliveries.c.state == State.DELIVERED.value,
        )
        .order_by(deliveries.c.settled_at.desc(), deliveries.c.id)
        .limit(1)
    )
    return rows.scalar_one_or_none()


def _every() -> Select[*tuple[Any, ...]]:
    return (
        select(
            clarifications,
            briefing_versions.c.title,
            queries.c.about,
            disseminations.c.stopped_at,
        )
        .join(queries, queries.c.id == clarifications.c.query)
        .join(disseminations, disseminations.c.id == clarifications.c.dissemination)
        .join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
    )


def _clarification(row: Row[*tuple[Any, ...]]) -> Clarification:
    return Clarification(
        id=row.id,
        dissemination=row.dissemination,
        query=row.query,
        briefing=row.title,
        about=row.about,
        text=row.text,
        author=row.author,
        written_at=row.written_at,
        approver=row.approver,
        approved_at=row.approved_at,
        withdrawn_at=row.withdrawn_at,
        stopped=row.stopped_at is not None,
    )
