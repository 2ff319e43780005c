"""Questions' later life: how it begins, with a first answer, and is begun anew by a doubt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import RowMapping, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.recalls import (
    follow_ups_of,
    later_columns,
    rewordings_of,
    upcoming,
    update_each,
)
from bot.store.tables import recalls
from handlers.events import NAMESPACE
from schedules.followups import RecallPlan
from schedules.recall import Course, Ended, next_asking

MOST_ANSWERS = 2000
"""First answers that one turn of the clock takes in hand; the rest is next."""

ASKED_ELSEWHERE = "it is asked again after an earlier post of the same briefing"
NO_REWORDING = "the briefing has no other words for it"

_NEW = text(
    """
    SELECT r.dissemination, r.member, r.question, r.fits, r.at, d.follow_ups,
        (SELECT e.agency FROM engagement_events e
         WHERE e.member = r.member AND e.dissemination = r.dissemination AND e.kind = 'answered'
         ORDER BY e.seq LIMIT 1) AS agency,
        EXISTS (SELECT 1 FROM queries q WHERE q.dissemination = r.dissemination
            AND q.member = r.member AND q.about = 'unsure') AS unsure,
        b.slug,
        EXISTS (SELECT 1 FROM recalls c
            JOIN disseminations s ON s.id = c.dissemination
            JOIN briefing_versions v ON v.id = s.briefing_version
            WHERE c.member = r.member AND c.question = r.question AND v.slug = b.slug
              AND c.first_at <= r.at) AS elsewhere
    FROM responses r
    JOIN disseminations d ON d.id = r.dissemination
    JOIN briefing_versions b ON b.id = d.briefing_version
    WHERE r.at >= coalesce((SELECT max(first_at) FROM recalls), '-infinity') - interval '1 day'
      AND d.follow_ups -> 'recall' IS DISTINCT FROM 'null'::jsonb AND d.withdrawn_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM recalls c WHERE c.dissemination = r.dissemination
            AND c.member = r.member AND c.question = r.question)
    ORDER BY r.at, r.dissemination, r.member, r.question
    LIMIT :most
    """
)
"""First answers that nothing follows yet. They are looked for from a day before the newest one
that something follows: an answer is never kept so long after it was given."""

_DOUBTED = text(
    """
    SELECT c.id, c.dissemination, c.first_at, d.follow_ups
    FROM queries q
    JOIN recalls c ON c.member = q.member AND c.dissemination = q.dissemination
    JOIN disseminations d ON d.id = c.dissemination
    WHERE q.about = 'unsure' AND c.sure AND c.turn = 0 AND c.next_at IS NOT NULL
    FOR UPDATE OF c SKIP LOCKED
    """
)
"""What fitted and was not asked again yet, and its member has said since that they are unsure."""


async def begin_recalls(connection: AsyncConnection) -> int:
    """Let the later life of new first answers begin. Returns how many."""
    rows = (await connection.execute(_NEW, {"most": MOST_ANSWERS})).mappings().all()
    if not rows:
        return 0
    rewordings = await rewordings_of(connection, rows)
    follow_ups = follow_ups_of(rows)
    new: list[dict[str, Any]] = []
    asked: set[tuple[UUID, str, str]] = set()
    for row in rows:
        plan = follow_ups[row["dissemination"]].recall or RecallPlan()
        same = (row["member"], row["slug"], row["question"])
        begun = _begun(row, rewordings, plan)
        if row["elsewhere"] or same in asked:
            begun |= upcoming(Ended(ASKED_ELSEWHERE))
        asked.add(same)
        new.append(begun)
    await connection.execute(insert(recalls).on_conflict_do_nothing(), new)
    return len(new)


async def doubt_recalls(connection: AsyncConnection) -> int:
    """Let what fitted come back as if it had not, where its member has said meanwhile that they
    are unsure. Returns how many."""
    rows = (await connection.execute(_DOUBTED)).mappings().all()
    follow_ups = follow_ups_of(rows)
    doubted: list[dict[str, Any]] = []
    for row in rows:
        plan = follow_ups[row["dissemination"]].recall or RecallPlan()
        due = next_asking(Course(first_at=row["first_at"], sure=False), plan)
        doubted.append({"id_": row["id"], "sure_": False, **later_columns(due)})
    await update_each(connection, doubted)
    return len(doubted)


def _begun(
    row: RowMapping, rewordings: Mapping[tuple[UUID, str], int], plan: RecallPlan
) -> dict[str, Any]:
    sure = row["fits"] and not row["unsure"]
    due: datetime | Ended = Ended(NO_REWORDING)
    if rewordings.get((row["dissemination"], row["question"])):
        due = next_asking(Course(first_at=row["at"], sure=sure), plan)
    said = f"{row['dissemination']}\x1f{row['member']}\x1f{row['question']}"
    return {
        "id": uuid5(NAMESPACE, f"recall\x1f{said}"),
        "dissemination": row["dissemination"],
        "member": row["member"],
        "agency": row["agency"],
        "question": row["question"],
        "first_fits": row["fits"],
        "first_at": row["at"],
        "sure": sure,
        **upcoming(due),
    }
