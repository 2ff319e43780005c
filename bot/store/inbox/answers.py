"""Private answers on their way: to whom, when, and what became of what goes out about a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.looks import Look, any_of
from bot.store.tables import (
    briefing_versions,
    deliveries,
    disseminations,
    occurrences,
    preferences,
    queries,
)

UNSENT_ROWS: Final = """
    queries q
    JOIN members m ON m.id = q.member
    JOIN disseminations d ON d.id = q.dissemination
    LEFT JOIN preferences p ON p.member = q.member
    WHERE q.answered_at IS NOT NULL AND d.unlinked_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM occurrences o JOIN deliveries t ON t.occurrence = o.id
            WHERE o.kind = 'answer' AND o.subject = q.id
              AND (t.state <> 'skipped' OR t.given_up))
"""
"""What was skipped was held back by a pause, and goes again, unless a person gave it up."""

_UNSENT = text(
    f"""
    SELECT q.id, q.member, q.agency, m.workspace, p.paused_until,
        (SELECT count(*) FROM occurrences o WHERE o.kind = 'answer' AND o.subject = q.id) AS tries
    FROM {UNSENT_ROWS}
    ORDER BY q.answered_at, q.id
    FOR UPDATE OF q SKIP LOCKED
    """  # noqa: S608 - made of constants alone
)

ANSWERS_LOOK: Final = Look(any_of(UNSENT_ROWS))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsentAnswer:
    """An answer that has not gone out, its query locked until the transaction ends."""

    query: UUID
    member: UUID
    workspace: str
    agency: str
    paused_until: datetime | None
    """A pause that is over is still told."""
    tries: int
    """How often it was on its way before, and held back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a private answer says. `title` is the briefing's."""

    title: str
    about: Literal["question", "unsure"]
    words: str
    paused_until: datetime | None


@dataclass(frozen=True, slots=True)
class WentOut:
    """One message that went out, or was to. `channel` (directory key) is None for a private
    one; `at` is when its outcome came, aware, in UTC."""

    channel: str | None
    agency: str
    state: State
    reason: str
    at: datetime | None
    given_up: bool
    """Skipped for good: nothing takes its place."""


async def unsent_answers(connection: AsyncConnection) -> Sequence[UnsentAnswer]:
    """Lock and return the answers that have not gone out, the earliest given first. What another
    clock holds is left to it."""
    rows = await connection.execute(_UNSENT)
    return [
        UnsentAnswer(
            query=row.id,
            member=row.member,
            workspace=row.workspace,
            agency=row.agency,
            paused_until=row.paused_until,
            tries=row.tries,
        )
        for row in rows
    ]


async def answer_to(connection: AsyncConnection, query: UUID) -> Answer | None:
    """Return the private answer to a query, or None when there is none (any more)."""
    rows = await connection.execute(
        select(
            briefing_versions.c.title,
            queries.c.about,
            queries.c.answer,
            preferences.c.paused_until,
        )
        .select_from(queries)
        .join(disseminations, disseminations.c.id == queries.c.dissemination)
        .join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
        .outerjoin(preferences, preferences.c.member == queries.c.member)
        .where(queries.c.id == query, queries.c.answer.is_not(None))
    )
    row = rows.one_or_none()
    return None if row is None else Answer(row.title, row.about, row.answer, row.paused_until)


async def went_out(connection: AsyncConnection, subject: UUID) -> Sequence[WentOut]:
    """Return what went out about a query (its private answer) or a clarification, by channel, the
    latest first."""
    rows = await connection.execute(
        select(
            deliveries.c.channel,
            deliveries.c.agency,
            deliveries.c.state,
            deliveries.c.reason,
            deliveries.c.settled_at,
            deliveries.c.given_up,
        )
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .where(occurrences.c.subject == subject)
        .order_by(deliveries.c.channel, occurrences.c.due_at.desc(), deliveries.c.id)
    )
    return [
        WentOut(
            row.channel,
            row.agency,
            State(row.state),
            row.reason or "",
            row.settled_at,
            row.given_up,
        )
        for row in rows
    ]
