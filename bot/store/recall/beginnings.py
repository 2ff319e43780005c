"""Questions' later life: how it begins, with a first answer, and is begun anew by a doubt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.recall.recalls import GoesOn, follow_ups_of, go_on, rewordings_of, upcoming
from handlers.events import NAMESPACE
from schedules.followups import RecallPlan
from schedules.recall import Course, Ended, next_asking

MOST_ANSWERS = 2000
"""First answers that one turn of the clock takes in hand; the rest is next."""

ASKED_ELSEWHERE = Ended("recall_ended.elsewhere")
NO_REWORDING = Ended("recall_ended.no_rewording")

_SINCE = (
    "(SELECT least(coalesce(max(first_at), '-infinity'), :now) - interval '1 day' FROM recalls)"
)
"""A day before the newest first answer that something follows: no answer, and no doubt, is kept so
long after it was given. Where a machine's clock was ahead then, a day before now. It stands in a
range, though that has no end: what is only later than something unknown the planner takes for a
third of all."""

NEW_ROWS = f"""
    responses r
    JOIN disseminations d ON d.id = r.dissemination
    JOIN briefing_versions b ON b.id = d.briefing_version
    WHERE r.at BETWEEN {_SINCE} AND 'infinity'
      AND d.follow_ups -> 'recall' IS DISTINCT FROM 'null'::jsonb AND d.withdrawn_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM recalls c WHERE c.dissemination = r.dissemination
            AND c.member = r.member AND c.question = r.question)
"""  # noqa: S608 - made of constants alone

_NEW = text(
    f"""
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
    FROM {NEW_ROWS}
    ORDER BY r.at, r.dissemination, r.member, r.question
    LIMIT :most
    """  # noqa: S608 - made of constants alone
)
"""First answers that nothing follows yet."""

DOUBTED_ROWS = f"""
    queries q
    CROSS JOIN LATERAL (
        SELECT * FROM recalls c
        WHERE c.dissemination = q.dissemination AND c.member = q.member
          AND c.sure AND c.turn = 0 AND c.next_at IS NOT NULL
        OFFSET 0) AS c
    JOIN disseminations d ON d.id = c.dissemination
    WHERE q.about = 'unsure' AND q.asked_at BETWEEN {_SINCE} AND 'infinity'
"""  # noqa: S608 - made of constants alone

_DOUBTED = text(
    f"""
    SELECT c.id, c.dissemination, c.first_at, d.follow_ups
    FROM {DOUBTED_ROWS}
    """  # noqa: S608 - made of constants alone
)
"""What fitted and was not asked again yet, and its member has said since that they are unsure. A
doubt that came before is seen where a later life begins, and where an asking is taken back.
`OFFSET 0` has each doubt look up its own: there are few, and the planner would read all recalls."""

_LOCK = text(
    """
    SELECT id FROM recalls
    WHERE id = ANY(CAST(:recalls AS uuid[])) AND sure AND turn = 0 AND next_at IS NOT NULL
    FOR UPDATE SKIP LOCKED
    """
)

_BEGIN = text(
    """
    INSERT INTO recalls (id, dissemination, member, agency, question, first_fits, first_at, sure,
        next_at, ended)
    SELECT * FROM unnest(CAST(:id AS uuid[]), CAST(:dissemination AS uuid[]),
        CAST(:member AS uuid[]), CAST(:agency AS text[]), CAST(:question AS text[]),
        CAST(:first_fits AS boolean[]), CAST(:first_at AS timestamptz[]),
        CAST(:sure AS boolean[]), CAST(:next_at AS timestamptz[]), CAST(:ended AS text[]))
    ON CONFLICT DO NOTHING
    """
)


async def begin_recalls(connection: AsyncConnection, now: datetime) -> None:
    """Let what is doubted come back sooner, and the later life of new first answers begin. In this
    order: what begins moves on the moment from which both are looked for."""
    if not await _doubt_recalls(connection, now):
        return
    found = await connection.execute(_NEW, {"most": MOST_ANSWERS, "now": now})
    rows = found.mappings().all()
    if not rows:
        return
    rewordings = await rewordings_of(connection, rows)
    follow_ups = follow_ups_of(rows)
    new: list[dict[str, Any]] = []
    asked: set[tuple[UUID, str, str]] = set()
    for row in rows:
        plan = follow_ups[row["dissemination"]].recall or RecallPlan()
        same = (row["member"], row["slug"], row["question"])
        begun = _begun(row, rewordings, plan)
        if row["elsewhere"] or same in asked:
            begun |= upcoming(ASKED_ELSEWHERE)
        asked.add(same)
        new.append(begun)
    await connection.execute(_BEGIN, {column: [it[column] for it in new] for column in new[0]})


async def _doubt_recalls(connection: AsyncConnection, now: datetime) -> bool:
    """Let what fitted come back as if it had not, where its member has said meanwhile that they
    are unsure. Returns False where another clock, or an answer, holds some of it: that is left to
    the next turn."""
    rows = (await connection.execute(_DOUBTED, {"now": now})).mappings().all()
    if not rows:
        return True
    doubted = {row["id"]: row for row in rows}
    locked = await connection.execute(_LOCK, {"recalls": list(doubted)})
    mine = [doubted[row.id] for row in locked]
    follow_ups = follow_ups_of(mine)
    await go_on(
        connection,
        [
            GoesOn(
                row["id"],
                next_asking(
                    Course(first_at=row["first_at"], sure=False),
                    follow_ups[row["dissemination"]].recall or RecallPlan(),
                ),
                sure=False,
            )
            for row in mine
        ],
    )
    return len(mine) == len(doubted)


def _begun(
    row: RowMapping, rewordings: Mapping[tuple[UUID, str], int], plan: RecallPlan
) -> dict[str, Any]:
    sure = row["fits"] and not row["unsure"]
    due: datetime | Ended = NO_REWORDING
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
