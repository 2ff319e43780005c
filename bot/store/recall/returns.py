"""Askings that never reached anybody: they are taken back, and count as none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.recall.recalls import GoesOn, follow_ups_of, go_on
from schedules.followups import RECALL_APART, RecallPlan, days_after
from schedules.recall import Course, next_after_unsent

_UNSENT: Final = """
    t.answered_at IS NULL AND d.member IS NOT NULL
    AND d.state IN ('skipped', 'failed', 'halted')
    AND (d.state = 'skipped' OR t.asked_at <= :asked_until)
"""
"""What was skipped was never sent. What failed or halted was not either; for some days a person may
still have it sent again as it is. What is unconfirmed may have arrived, and counts until somebody
has settled it: then it is sent again, or skipped."""


UNSENT_ROWS: Final = f"""
    deliveries d
    CROSS JOIN LATERAL (SELECT * FROM recall_turns t WHERE t.delivery = d.id OFFSET 0) AS t
    WHERE {_UNSENT}
"""  # noqa: S608 - made of constants alone
"""`OFFSET 0` has each message that was not sent look up its own: there are few, and the planner
would read all askings."""

_WHOSE = text(
    f"""
    SELECT c.id FROM recalls c WHERE c.id IN (SELECT t.recall FROM {UNSENT_ROWS})
    FOR UPDATE OF c SKIP LOCKED
    """  # noqa: S608 - made of constants alone
)
"""Locked before their askings, as an answer locks them."""

_TAKE_BACK = text(
    f"""
    DELETE FROM recall_turns t USING deliveries d
    WHERE d.id = t.delivery AND t.recall = ANY(CAST(:recalls AS uuid[])) AND {_UNSENT}
    RETURNING t.recall, d.state <> 'skipped' AS lost
    """  # noqa: S608 - made of constants alone
)

_LEFT = text(
    """
    SELECT c.id, c.dissemination, c.first_at, c.sure, c.recalled, s.follow_ups,
        asked.times, asked.turn, asked.last_at, lost.messages AS lost,
        c.sure AND asked.times = 0 AND EXISTS (SELECT 1 FROM queries q
            WHERE q.dissemination = c.dissemination AND q.member = c.member
              AND q.about = 'unsure') AS doubted
    FROM recalls c
    JOIN disseminations s ON s.id = c.dissemination
    CROSS JOIN LATERAL (
        SELECT count(*) AS times, coalesce(max(t.turn), 0) AS turn, max(t.asked_at) AS last_at
        FROM recall_turns t WHERE t.recall = c.id) AS asked
    CROSS JOIN LATERAL (
        SELECT count(*) AS messages FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
        WHERE d.member = c.member AND o.kind = 'recall' AND d.state IN ('failed', 'halted')
          AND d.settled_at > coalesce((
            SELECT max(e.settled_at) FROM deliveries e JOIN occurrences p ON p.id = e.occurrence
            WHERE e.member = c.member AND p.kind = 'recall' AND e.state = 'delivered'
          ), '-infinity')) AS lost
    WHERE c.id = ANY(CAST(:recalls AS uuid[]))
    """
)
"""`lost`: how many messages in a row could not be brought to the member. `doubted`: it stands as if
it had never been asked again, and the member has said meanwhile that they are unsure."""


def asked_until(now: datetime) -> datetime:
    """Return until when something was asked that may be taken back now where it could not be
    brought to its member."""
    return days_after(now, -RECALL_APART)


async def give_back(connection: AsyncConnection, now: datetime) -> None:
    """Take back the askings that never reached their members, and keep when each question is next.
    What another clock, or an answer, holds at this moment is left to the next turn."""
    given = {"asked_until": asked_until(now)}
    whose = [row.id for row in await connection.execute(_WHOSE, given)]
    if not whose:
        return
    rows = (await connection.execute(_TAKE_BACK, {**given, "recalls": whose})).all()
    taken: dict[UUID, bool] = {}
    for row in rows:
        taken[row.recall] = row.lost or taken.get(row.recall, False)
    left = (await connection.execute(_LEFT, {"recalls": list(taken)})).mappings().all()
    await go_on(connection, _gone_on(left, taken))


def _gone_on(rows: Sequence[RowMapping], lost: dict[UUID, bool]) -> Sequence[GoesOn]:
    follow_ups = follow_ups_of(rows)
    found: list[GoesOn] = []
    for row in rows:
        sure = row["sure"] and not row["doubted"]
        course = Course(
            first_at=row["first_at"],
            sure=sure,
            turn=row["times"],
            recalled=row["recalled"],
            asked_at=row["last_at"],
        )
        plan = follow_ups[row["dissemination"]].recall or RecallPlan()
        due = next_after_unsent(course, plan, lost=row["lost"] if lost[row["id"]] else 0)
        found.append(GoesOn(row["id"], due, turn=row["turn"], sure=sure))
    return found
