"""Questions' later life: begun by a first answer, due, asked again, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import RowMapping, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import preferences, recall_turns, recalls
from handlers.events import NAMESPACE
from schedules.followups import FOLLOW_UPS, FollowUps, RecallPlan
from schedules.recall import Course, Ended, next_asking

MOST_AT_ONCE = 2000
"""Rows that one turn of the clock takes in hand; the rest are next."""

NO_REWORDING = "the briefing has no other words for it"

_NEW = text(
    """
    SELECT r.dissemination, r.member, r.question, r.fits, r.at, d.follow_ups, b.body,
        (SELECT e.agency FROM engagement_events e
         WHERE e.member = r.member AND e.dissemination = r.dissemination AND e.kind = 'answered'
         ORDER BY e.seq LIMIT 1) AS agency,
        EXISTS (SELECT 1 FROM queries q WHERE q.dissemination = r.dissemination
            AND q.member = r.member AND q.about = 'unsure') AS unsure
    FROM responses r
    JOIN disseminations d ON d.id = r.dissemination
    JOIN briefing_versions b ON b.id = d.briefing_version
    WHERE r.at >= coalesce((SELECT max(first_at) FROM recalls), '-infinity') - interval '1 day'
      AND d.follow_ups -> 'recall' IS DISTINCT FROM 'null'::jsonb
      AND NOT EXISTS (SELECT 1 FROM recalls c WHERE c.dissemination = r.dissemination
            AND c.member = r.member AND c.question = r.question)
    ORDER BY r.at, r.dissemination, r.member, r.question
    LIMIT :most
    """
)
"""First answers that nothing follows yet. They are looked for from a day before the newest one
that something follows: an answer is never kept so long after it was given."""

_DUE = text(
    """
    SELECT c.*, m.workspace, d.stopped_at, d.follow_ups,
        (SELECT jsonb_array_length(asked.it -> 'variants')
         FROM jsonb_array_elements(b.body -> 'questions') AS asked(it)
         WHERE asked.it ->> 'key' = c.question) AS rewordings,
        EXISTS (SELECT 1 FROM queries q WHERE q.dissemination = c.dissemination
            AND q.member = c.member AND q.about = 'unsure') AS unsure
    FROM recalls c
    JOIN members m ON m.id = c.member
    JOIN disseminations d ON d.id = c.dissemination
    JOIN briefing_versions b ON b.id = d.briefing_version
    LEFT JOIN preferences p ON p.member = c.member
    WHERE c.next_at <= :now AND coalesce(p.paused_until, c.next_at) <= :now
    ORDER BY c.member, c.next_at, c.id
    LIMIT :most
    FOR UPDATE OF c SKIP LOCKED
    """
)

_GIVE_BACK = text(
    """
    WITH unsent AS (
        DELETE FROM recall_turns t USING deliveries d
        WHERE d.id = t.delivery AND d.state = 'skipped' AND t.answered_at IS NULL
        RETURNING t.recall, t.turn
    )
    UPDATE recalls c SET turn = unsent.turn - 1, next_at = :now, ended = NULL
    FROM unsent WHERE c.id = unsent.recall AND c.turn = unsent.turn
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRecall:
    """A question that is due to be asked again, locked until the transaction ends."""

    id: UUID
    member: UUID
    workspace: str
    agency: str
    course: Course
    stopped: bool
    rewordings: int
    """How many other wordings the question has."""
    follow_ups: FollowUps

    @property
    def turn(self) -> int:
        """Return which asking it will be, from 1."""
        return self.course.turn + 1

    @property
    def plan(self) -> RecallPlan:
        """Return its plan; a plan taken away meanwhile ends with the default one's pace."""
        return self.follow_ups.recall or RecallPlan()


async def begin_recalls(connection: AsyncConnection) -> int:
    """Let the later life of new first answers begin. Returns how many."""
    rows = (await connection.execute(_NEW, {"most": MOST_AT_ONCE})).mappings().all()
    if not rows:
        return 0
    rewordings: dict[UUID, frozenset[str]] = {}
    new = [_begun(row, rewordings) for row in rows]
    statement = text(
        "INSERT INTO recalls (id, dissemination, member, agency, question, first_fits, first_at,"
        " next_at, ended) VALUES (:id, :dissemination, :member, :agency, :question, :first_fits,"
        " :first_at, :next_at, :ended) ON CONFLICT DO NOTHING"
    )
    await connection.execute(statement, new)
    return len(new)


def _begun(row: RowMapping, rewordings: dict[UUID, frozenset[str]]) -> dict[str, Any]:
    if row["dissemination"] not in rewordings:
        rewordings[row["dissemination"]] = frozenset(
            question["key"] for question in row["body"]["questions"] if question["variants"]
        )
    plan = FOLLOW_UPS.validate_python(row["follow_ups"]).recall or RecallPlan()
    due: datetime | Ended = Ended(NO_REWORDING)
    if row["question"] in rewordings[row["dissemination"]]:
        due = next_asking(Course(first_at=row["at"], sure=row["fits"] and not row["unsure"]), plan)
    said = f"{row['dissemination']}\x1f{row['member']}\x1f{row['question']}"
    return {
        "id": uuid5(NAMESPACE, f"recall\x1f{said}"),
        "dissemination": row["dissemination"],
        "member": row["member"],
        "agency": row["agency"],
        "question": row["question"],
        "first_fits": row["fits"],
        "first_at": row["at"],
        **upcoming(due),
    }


def upcoming(due: datetime | Ended) -> dict[str, Any]:
    """Return the columns that say when a question is next, or why it is not."""
    if isinstance(due, Ended):
        return {"next_at": None, "ended": due.reason}
    return {"next_at": due, "ended": None}


async def due_recalls(connection: AsyncConnection, now: datetime) -> Sequence[DueRecall]:
    """Lock and return what is due, a member's questions together, the longest due first. What
    another clock holds is left to it."""
    rows = await connection.execute(_DUE, {"now": now, "most": MOST_AT_ONCE})
    return [
        DueRecall(
            id=row["id"],
            member=row["member"],
            workspace=row["workspace"],
            agency=row["agency"],
            course=Course(
                first_at=row["first_at"],
                sure=row["first_fits"] and not row["unsure"],
                turn=row["turn"],
                recalled=row["recalled"],
            ),
            stopped=row["stopped_at"] is not None,
            rewordings=row["rewordings"],
            follow_ups=FOLLOW_UPS.validate_python(row["follow_ups"]),
        )
        for row in rows.mappings()
    ]


async def give_back(connection: AsyncConnection, now: datetime) -> None:
    """Take back askings that were never sent: they do not count as one."""
    await connection.execute(_GIVE_BACK, {"now": now})


async def hold_back(connection: AsyncConnection, held: Sequence[UUID], until: datetime) -> None:
    """Let questions wait until then."""
    await connection.execute(update(recalls).where(recalls.c.id.in_(held)).values(next_at=until))


async def end_recalls(connection: AsyncConnection, ended: Sequence[UUID], reason: str) -> None:
    """Ask them no more."""
    await connection.execute(
        update(recalls).where(recalls.c.id.in_(ended)).values(next_at=None, ended=reason)
    )


async def keep_asking(
    connection: AsyncConnection,
    due: DueRecall,
    *,
    delivery: UUID,
    step: int,
    variant: int,
    now: datetime,
) -> None:
    """Keep that a question is asked again, in this message at this step, and when it would be
    next if nobody answered."""
    turn = due.turn
    await connection.execute(
        insert(recall_turns).values(
            recall=due.id, turn=turn, delivery=delivery, step=step, variant=variant, asked_at=now
        )
    )
    course = Course(
        first_at=due.course.first_at,
        sure=due.course.sure,
        turn=turn,
        recalled=due.course.recalled,
        asked_at=now,
    )
    await connection.execute(
        update(recalls)
        .where(recalls.c.id == due.id)
        .values(turn=turn, **upcoming(next_asking(course, due.plan)))
    )


async def next_due(connection: AsyncConnection) -> datetime | None:
    """Return when the next question is due of somebody who has not paused by then, or None."""
    rows = await connection.execute(
        select(func.min(func.greatest(recalls.c.next_at, preferences.c.paused_until)))
        .join_from(recalls, preferences, preferences.c.member == recalls.c.member, isouter=True)
        .where(recalls.c.next_at.is_not(None))
    )
    return rows.scalar_one()
