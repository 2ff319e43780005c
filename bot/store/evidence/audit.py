"""For whoever checks: what people decided, and facts as they were kept, one count a kind, to hold
against what somebody else counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import decisions

_FACTS = text(
    """
    SELECT agency, kind, count(*) AS facts FROM engagement_events
    WHERE dissemination = :dissemination AND kind <> 'answered' GROUP BY agency, kind
    UNION ALL
    SELECT e.agency, CASE WHEN r.fits THEN 'first answer fits' ELSE 'first answer' END, count(*)
    FROM responses r JOIN engagement_events e
        ON e.dissemination = r.dissemination AND e.member = r.member AND e.kind = 'answered'
        AND e.detail ->> 'question' = r.question
        AND e.detail -> 'chosen' = to_jsonb(r.chosen)
    WHERE r.dissemination = :dissemination GROUP BY e.agency, r.fits
    """
)

_OUTCOMES = text(
    "SELECT state, count(*) AS deliveries FROM deliveries"
    " WHERE dissemination = :dissemination GROUP BY state"
)


class Act(Enum):
    """What a person can decide by name."""

    APPROVED = "approved"
    """A briefing's or a survey's version. Its detail: `digest`, the SHA-256 of the version's JSON,
    so that what was approved can be told for ever; `file`, true where the file itself said so. Or
    a clarification, or what will be done about a survey: `digest`, the SHA-256 of its words, and to
    how many `channels` it goes."""
    STOPPED = "stopped"
    """A dissemination. Its detail: how many moments and deliveries were skipped by it. Or a survey,
    without results."""
    MOVED = "moved"
    """A dissemination. Its detail: the plan `from` which and `to` which."""
    ANSWERED = "answered"
    """A query, privately. Its detail: `digest`, the SHA-256 of the words."""
    CLARIFIED = "clarified"
    """A clarification was written. Its detail: its `query`, and `digest` of its words."""
    RESPONDED = "responded"
    """What will be done about a survey was proposed. Its detail: its `survey`, and `digest` of its
    words. Before there was a second person: it was said, of the survey itself."""
    WITHDRAWN = "withdrawn"
    """A clarification. Its detail: whether it was `approved` before. Or what was proposed about a
    survey: whether other words `replaced` it. Or a dissemination: `digest` of the
    reason's words, how many moments and `deliveries` were skipped by it, and whether its plan was
    `stopped` before."""
    FOUND = "found"
    """A delivery that was unconfirmed is there. Its detail: what it `was` and why, and whether a
    `receipt` was given."""
    SENT_AGAIN = "sent again"
    """A delivery that needed a person, or a moment. Its detail: what it `was` and why."""
    GIVEN_UP = "given up"
    """The same, not sent any more. Its detail: what it `was` and why, and the `reason` given."""
    CORRECTED = "corrected"
    """A dissemination sends a later version. Its detail: `former` and `version`, whether the change
    is `material`, and `digest` of the words that say what changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision. `subject` is the id of what was decided on; `at` is aware, in UTC."""

    act: Act
    subject: UUID
    person: str
    at: datetime
    detail: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of one dissemination: nothing held back, for checks and never to be shown."""

    facts: Mapping[tuple[str, str], int]
    """By agency and kind. First answers that fit and those that do not are two kinds; a first
    answer without its event is in neither."""
    outcomes: Mapping[str, int]
    """Deliveries by state."""


async def keep_decision(
    connection: AsyncConnection,
    act: Act,
    subject: UUID,
    *,
    person: str,
    at: datetime,
    **detail: object,
) -> None:
    """Keep a decision, in the transaction that does what was decided. It is never changed. What
    stands in an act's `detail` says `Act`."""
    await connection.execute(
        insert(decisions).values(
            id=uuid4(), act=act.value, subject=subject, person=person, at=at, detail=detail
        )
    )


def digest(words: str) -> str:
    """Return the SHA-256 of words, in hexadecimal: what a decision keeps in their place."""
    return sha256(words.encode()).hexdigest()


async def list_decisions(connection: AsyncConnection, subject: UUID) -> Sequence[Decision]:
    """Return what was decided on one thing, in order."""
    rows = await connection.execute(
        select(decisions).where(decisions.c.subject == subject).order_by(decisions.c.seq)
    )
    return [
        Decision(
            act=Act(row.act), subject=row.subject, person=row.person, at=row.at, detail=row.detail
        )
        for row in rows
    ]


async def count_kept(connection: AsyncConnection, dissemination: UUID) -> Kept:
    """Count the facts and deliveries of a dissemination."""
    given = {"dissemination": dissemination}
    facts = await connection.execute(_FACTS, given)
    outcomes = await connection.execute(_OUTCOMES, given)
    return Kept(
        {(row.agency, row.kind): row.facts for row in facts},
        {row.state: row.deliveries for row in outcomes},
    )
