"""Questions' later life: due, asked again, ended. How it begins: `bot.store.recall.beginnings`;
what never reached anybody: `bot.store.recall.returns`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from schedules.followups import FollowUps, RecallPlan, read_follow_ups
from schedules.recall import Course, Ended, next_asking

MOST_MEMBERS = 500
"""Whose questions one turn of the clock takes in hand; the rest is next."""

DUE_ROWS = """
    recalls c LEFT JOIN preferences p ON p.member = c.member
    WHERE c.next_at <= :now AND coalesce(p.paused_until, c.next_at) <= :now
"""

_DUE = text(
    f"""
    WITH whose AS (
        SELECT DISTINCT c.member FROM {DUE_ROWS}
        ORDER BY c.member
        LIMIT :most
    )
    SELECT c.*, m.workspace, d.stopped_at, d.follow_ups,
        (SELECT count(*) FROM recall_turns t WHERE t.recall = c.id) AS asked
    FROM whose
    JOIN recalls c ON c.member = whose.member
    JOIN members m ON m.id = c.member
    JOIN disseminations d ON d.id = c.dissemination
    WHERE c.next_at <= :now
    ORDER BY c.member, c.first_at, c.question, c.id
    FOR UPDATE OF c SKIP LOCKED
    """  # noqa: S608 - made of constants alone
)

_REWORDINGS = text(
    """
    SELECT d.id, q ->> 'key' AS question, jsonb_array_length(q -> 'variants') AS variants
    FROM disseminations d
    JOIN briefing_versions b ON b.id = d.briefing_version,
        jsonb_array_elements(b.body -> 'questions') AS asked(q)
    WHERE d.id = ANY(CAST(:disseminations AS uuid[]))
    """
)

NEXT = """
    least(
        (SELECT c.next_at FROM recalls c
         WHERE c.next_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM preferences p
            WHERE p.member = c.member AND p.paused_until > c.next_at)
         ORDER BY c.next_at LIMIT 1),
        (SELECT min(p.paused_until) FROM preferences p
         CROSS JOIN LATERAL (SELECT 1 FROM recalls c
            WHERE c.member = p.member AND c.next_at < p.paused_until LIMIT 1) AS one
         WHERE p.paused_until > (SELECT min(next_at) FROM recalls)))
"""
"""When the next question is due of somebody who has not paused by then; of those who have, the
first pause to end."""
_NEXT = text(f"SELECT {NEXT}")

_ASK = text(
    """
    INSERT INTO recall_turns (recall, turn, delivery, step, variant, asked_at)
    SELECT recall, turn, delivery, step, variant, :now
    FROM unnest(CAST(:recalls AS uuid[]), CAST(:turns AS integer[]),
        CAST(:deliveries AS uuid[]), CAST(:steps AS integer[]), CAST(:variants AS integer[])
    ) AS new(recall, turn, delivery, step, variant)
    """
)

_GO_ON = text(
    """
    UPDATE recalls c
    SET turn = coalesce(it.turn, c.turn), sure = coalesce(it.sure, c.sure),
        next_at = it.next_at, ended = it.ended
    FROM unnest(CAST(:ids AS uuid[]), CAST(:turns AS integer[]), CAST(:sure AS boolean[]),
        CAST(:next_at AS timestamptz[]), CAST(:ended AS text[])
    ) AS it(id, turn, sure, next_at, ended)
    WHERE c.id = it.id
    """
)

_HOLD_BACK = text("UPDATE recalls SET next_at = :until WHERE id = ANY(CAST(:held AS uuid[]))")

_END = text(
    "UPDATE recalls SET next_at = NULL, ended = :reason WHERE id = ANY(CAST(:ended AS uuid[]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRecall:
    """A question that is due to be asked again, locked until the transaction ends."""

    id: UUID
    member: UUID
    workspace: str
    agency: str
    turn: int
    """Which asking it will be, from 1: a number that no asking of it has."""
    course: Course
    stopped: bool
    rewordings: int
    """How many other wordings the question has; none where a correction took it out."""
    follow_ups: FollowUps

    @property
    def plan(self) -> RecallPlan:
        """Return its plan; a plan taken away meanwhile ends with the default one's pace."""
        return self.follow_ups.recall or RecallPlan()


@dataclass(frozen=True, slots=True)
class GoesOn:
    """When a question is next, or why it is not. What is None stays as it is."""

    id: UUID
    due: datetime | Ended
    turn: int | None = None
    sure: bool | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that is asked again: in which message, at which step, in which wording."""

    due: DueRecall
    delivery: UUID
    step: int
    variant: int


def upcoming(due: datetime | Ended) -> dict[str, Any]:
    """Return the columns that say when a question is next, or why it is not."""
    if isinstance(due, Ended):
        return {"next_at": None, "ended": due.reason}
    return {"next_at": due, "ended": None}


async def due_recalls(connection: AsyncConnection, now: datetime) -> Sequence[DueRecall]:
    """Lock and return what is due, a member's questions together, what they answered first at
    first. What another clock holds is left to it."""
    found = await connection.execute(_DUE, {"now": now, "most": MOST_MEMBERS})
    rows = found.mappings().all()
    if not rows:
        return ()
    rewordings = await rewordings_of(connection, rows)
    follow_ups = follow_ups_of(rows)
    return [
        DueRecall(
            id=row["id"],
            member=row["member"],
            workspace=row["workspace"],
            agency=row["agency"],
            turn=row["turn"] + 1,
            course=Course(
                first_at=row["first_at"],
                sure=row["sure"],
                turn=row["asked"],
                recalled=row["recalled"],
            ),
            stopped=row["stopped_at"] is not None,
            rewordings=rewordings.get((row["dissemination"], row["question"]), 0),
            follow_ups=follow_ups[row["dissemination"]],
        )
        for row in rows
    ]


async def hold_back(connection: AsyncConnection, held: Sequence[UUID], until: datetime) -> None:
    """Let questions wait until then."""
    if held:
        await connection.execute(_HOLD_BACK, {"held": list(held), "until": until})


async def end_recalls(connection: AsyncConnection, ended: Sequence[UUID], reason: str) -> None:
    """Ask them no more."""
    if ended:
        await connection.execute(_END, {"ended": list(ended), "reason": reason})


async def keep_askings(
    connection: AsyncConnection, askings: Sequence[Asking], now: datetime
) -> None:
    """Keep that questions are asked again, and when each would be next if nobody answered."""
    if not askings:
        return
    await connection.execute(
        _ASK,
        {
            "recalls": [it.due.id for it in askings],
            "turns": [it.due.turn for it in askings],
            "deliveries": [it.delivery for it in askings],
            "steps": [it.step for it in askings],
            "variants": [it.variant for it in askings],
            "now": now,
        },
    )
    asked: list[GoesOn] = []
    for it in askings:
        course = replace(it.due.course, turn=it.due.course.turn + 1, asked_at=now)
        asked.append(GoesOn(it.due.id, next_asking(course, it.due.plan), turn=it.due.turn))
    await go_on(connection, asked)


async def go_on(connection: AsyncConnection, recalls: Sequence[GoesOn]) -> None:
    """Keep when questions are next, in as many statements as for one."""
    if not recalls:
        return
    later = [upcoming(it.due) for it in recalls]
    await connection.execute(
        _GO_ON,
        {
            "ids": [it.id for it in recalls],
            "turns": [it.turn for it in recalls],
            "sure": [it.sure for it in recalls],
            "next_at": [it["next_at"] for it in later],
            "ended": [it["ended"] for it in later],
        },
    )


async def next_due(connection: AsyncConnection) -> datetime | None:
    """Return when the next question is due of somebody who has not paused by then, or None."""
    return (await connection.execute(_NEXT)).scalar_one()


async def rewordings_of(
    connection: AsyncConnection, rows: Iterable[RowMapping]
) -> Mapping[tuple[UUID, str], int]:
    """Return how many other wordings each question of the rows' disseminations has."""
    sent = list({row["dissemination"] for row in rows})
    found = await connection.execute(_REWORDINGS, {"disseminations": sent})
    return {(row.id, row.question): row.variants for row in found}


def follow_ups_of(rows: Iterable[RowMapping]) -> Mapping[UUID, FollowUps]:
    """Return what follows the rows' disseminations, each read once."""
    given = {row["dissemination"]: row["follow_ups"] for row in rows}
    return {sent: read_follow_ups(follow_ups) for sent, follow_ups in given.items()}
