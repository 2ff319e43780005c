"""What is proposed to be said about surveys' results, until a second person approves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import survey_proposals
from config.errors import NotFound
from content.templating import say_once


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody proposes to say. Moments are aware, in UTC."""

    id: UUID
    survey: UUID
    text: str
    author: str
    written_at: datetime
    approver: str | None = None
    approved_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether a second person has yet to approve it."""
        return self.approved_at is None and self.withdrawn_at is None


async def insert_proposal(connection: AsyncConnection, new: Proposal) -> None:
    """Store a new proposal about a survey that is locked, and of which none waits."""
    await connection.execute(
        insert(survey_proposals).values(
            id=new.id,
            survey=new.survey,
            text=new.text,
            author=new.author,
            written_at=new.written_at,
        )
    )


async def find_proposal(connection: AsyncConnection, proposal: UUID) -> Proposal:
    """Return one proposal. Whoever changes one holds its survey's lock. Raises NotFound."""
    rows = await connection.execute(
        select(survey_proposals).where(survey_proposals.c.id == proposal)
    )
    row = rows.one_or_none()
    if row is None:
        raise NotFound(say_once("survey_refusal.no_proposal", proposal=proposal))
    return _proposal(row)


async def proposals_of(connection: AsyncConnection, survey: UUID) -> Sequence[Proposal]:
    """Return what was proposed about a survey, the newest first. One at most waits."""
    rows = await connection.execute(
        select(survey_proposals)
        .where(survey_proposals.c.survey == survey)
        .order_by(survey_proposals.c.written_at.desc(), survey_proposals.c.id)
    )
    return [_proposal(row) for row in rows]


def standing(proposed: Sequence[Proposal], words: str) -> Proposal | None:
    """Return the approved proposal whose words stand, of a survey's (the newest first); None where
    nobody has said anything, and where one person alone had."""
    return next((each for each in proposed if each.approved_at and each.text == words), None)


async def set_proposal_approved(
    connection: AsyncConnection, proposal: UUID, *, by: str, now: datetime
) -> None:
    """Keep that a proposal, which waits, is approved."""
    await _set(connection, proposal, approver=by, approved_at=now)


async def set_proposal_withdrawn(
    connection: AsyncConnection, proposal: UUID, now: datetime
) -> None:
    """Keep that a proposal, which waits, is withdrawn; who did it stands in the decisions."""
    await _set(connection, proposal, withdrawn_at=now)


async def _set(connection: AsyncConnection, proposal: UUID, **values: object) -> None:
    await connection.execute(
        update(survey_proposals).where(survey_proposals.c.id == proposal).values(**values)
    )


def _proposal(row: Row[*tuple[Any, ...]]) -> Proposal:
    return Proposal(
        id=row.id,
        survey=row.survey,
        text=row.text,
        author=row.author,
        written_at=row.written_at,
        approver=row.approver,
        approved_at=row.approved_at,
        withdrawn_at=row.withdrawn_at,
    )
