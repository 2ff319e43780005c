"""Queries to the Learning group and what became of them, as the console lists them: never who
asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, LiteralString
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database
from bot.store.tables import briefing_versions, clarifications, disseminations, queries
from config.errors import NotFound
from config.now import LONDON
from content.templating import say_once

_LIVE = (clarifications.c.query == queries.c.id) & clarifications.c.withdrawn_at.is_(None)

_CLARIFIED_AT = select(func.min(clarifications.c.approved_at)).where(_LIVE).scalar_subquery()

_SETTLED_AT = func.least(queries.c.answered_at, _CLARIFIED_AT)
"""PostgreSQL's `least` leaves out what is NULL."""

_ANSWERED: Final[LiteralString] = """
    SELECT q.id
    FROM queries q
    LEFT JOIN LATERAL (
        SELECT min(c.approved_at) AS at FROM clarifications c
        WHERE c.query = q.id AND c.withdrawn_at IS NULL) AS clarified ON true
    WHERE q.member = %(member)s AND q.dissemination = %(dissemination)s
      AND (q.answered_at IS NOT NULL OR clarified.at IS NOT NULL)
    ORDER BY least(q.answered_at, clarified.at), q.id
"""

_READABLE = disseminations.c.unlinked_at.is_(None)
"""Later the words are gone and nobody could be answered: it counts, and is listed no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryEntry:
    """One raised hand. Moments are aware, in UTC."""

    id: UUID
    dissemination: UUID
    briefing: str
    """The briefing's title."""
    agency: str
    about: Literal["question", "unsure"]
    text: str
    """Empty when somebody only said that they are unsure."""
    warnings: tuple[str, ...]
    """Kinds of possible identifying detail in the text: show it with care, or not at all."""
    asked_at: datetime
    answer: str | None = None
    """What was said to the one person."""
    answered_by: str | None = None
    answered_at: datetime | None = None
    clarified_at: datetime | None = None
    """When a clarification of it was approved that has not been withdrawn."""
    drafted: bool = False
    """A clarification of it awaits approval."""
    stopped: bool = False
    """Its dissemination was stopped: nothing about it goes to channels any more."""

    @property
    def settled_at(self) -> datetime | None:
        """Return when it was first answered, privately or to everybody; None while it is open."""
        moments = [at for at in (self.answered_at, self.clarified_at) if at is not None]
        return min(moments, default=None)

    def days(self, now: datetime) -> int:
        """Return how many London days it has waited: until it was answered, or until now."""
        until = (self.settled_at or now).astimezone(LONDON).date()
        return (until - self.asked_at.astimezone(LONDON).date()).days


class QueryReader:
    """What members asked before (`handlers.ports.Ports.queries`)."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def answered(self, dissemination: UUID, member: UUID) -> Sequence[UUID]:
        """Return the member's queries about a dissemination that were answered, to them or to
        everybody, the first answered first."""
        rows = await self._database.statements.fetch(
            _ANSWERED, {"dissemination": dissemination, "member": member}
        )
        return [row["id"] for row in rows]


@dataclass(frozen=True, slots=True)
class OpenQueries:
    """How many queries nobody has answered, and when the oldest was asked (aware, UTC)."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class TimeToAnswer:
    """How many queries were answered, and the time within which half of them were."""

    count: int
    median: timedelta | None


async def list_queries(
    connection: AsyncConnection, dissemination: UUID, *, limit: int = 200
) -> Sequence[QueryEntry]:
    """Return the newest queries about a dissemination first."""
    wanted = _entries().where(queries.c.dissemination == dissemination)
    newest = wanted.order_by(queries.c.asked_at.desc(), queries.c.id).limit(limit)
    return [_entry(row) for row in await connection.execute(newest)]


async def list_open(connection: AsyncConnection, *, limit: int = 200) -> Sequence[QueryEntry]:
    """Return what nobody has answered, the longest waiting first."""
    wanted = _entries().where(_SETTLED_AT.is_(None), _READABLE)
    oldest = wanted.order_by(queries.c.asked_at, queries.c.id).limit(limit)
    return [_entry(row) for row in await connection.execute(oldest)]


async def list_settled(connection: AsyncConnection, *, limit: int = 50) -> Sequence[QueryEntry]:
    """Return what was answered, the latest answered first."""
    wanted = _entries().where(_SETTLED_AT.is_not(None), _READABLE)
    latest = wanted.order_by(_SETTLED_AT.desc(), queries.c.id).limit(limit)
    return [_entry(row) for row in await connection.execute(latest)]


async def find_query(connection: AsyncConnection, query: UUID, *, lock: bool = False) -> QueryEntry:
    """Return one query. `lock`: nobody answers it until the transaction ends. Raises NotFound."""
    if lock:
        # Before it is read: what another transaction has done meanwhile is then seen.
        await connection.execute(
            select(queries.c.id).where(queries.c.id == query).with_for_update()
        )
    row = (await connection.execute(_entries().where(queries.c.id == query))).one_or_none()
    if row is None:
        raise NotFound(say_once("not_found.query", query=query))
    return _entry(row)


async def set_answer(
    connection: AsyncConnection, query: UUID, words: str, *, by: str, now: datetime
) -> None:
    """Keep the private answer to a query that is locked and has none."""
    await connection.execute(
        update(queries)
        .where(queries.c.id == query)
        .values(answer=words, answered_by=by, answered_at=now)
    )


async def open_queries(connection: AsyncConnection) -> OpenQueries:
    """Return how many queries nobody has answered, and since when the oldest waits."""
    rows = await connection.execute(
        select(func.count().label("n"), func.min(queries.c.asked_at).label("oldest"))
        .select_from(queries)
        .join(disseminations, disseminations.c.id == queries.c.dissemination)
        .where(_SETTLED_AT.is_(None), _READABLE)
    )
    row = rows.one()
    return OpenQueries(row.n, row.oldest)


async def time_to_answer(connection: AsyncConnection) -> TimeToAnswer:
    """Return within which time half of the answered queries were: from the moment of asking to the
    private answer or the approved clarification, whichever came first."""
    waited = _SETTLED_AT - queries.c.asked_at
    rows = await connection.execute(
        select(
            func.count().label("n"),
            func.percentile_cont(0.5).within_group(waited).label("median"),
        )
        .select_from(queries)
        .where(_SETTLED_AT.is_not(None))
    )
    row = rows.one()
    return TimeToAnswer(row.n, row.median)


def _entries() -> Select[*tuple[Any, ...]]:
    drafted = exists().where(_LIVE, clarifications.c.approved_at.is_(None))
    return (
        select(
            queries,
            briefing_versions.c.title,
            disseminations.c.stopped_at,
            _CLARIFIED_AT.label("clarified_at"),
            drafted.label("drafted"),
        )
        .join(disseminations, disseminations.c.id == queries.c.dissemination)
        .join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
    )


def _entry(row: Row[*tuple[Any, ...]]) -> QueryEntry:
    return QueryEntry(
        id=row.id,
        dissemination=row.dissemination,
        briefing=row.title,
        agency=row.agency,
        about=row.about,
        text=row.text,
        warnings=tuple(row.warnings),
        asked_at=row.asked_at,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        clarified_at=row.clarified_at,
        drafted=row.drafted,
        stopped=row.stopped_at is not None,
    )
