"""What a message asked again, and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, LiteralString
from uuid import UUID

from bot.store.content.versions import Versions
from bot.store.engine import Database
from bot.store.evidence.facts import KEEP_DRIVER, FindWarnings, as_json
from bot.store.recall.recalls import upcoming
from bot.store.statements import Row, Statements
from content.poll import Question
from handlers.events import Recalled
from handlers.ports import AskedAgain
from schedules.followups import RECALL_APART, RecallPlan, read_follow_ups
from schedules.recall import Course, next_asking

_ASKED: Final[LiteralString] = """
SELECT t.recall, t.turn, t.step, t.variant, t.fits, c.dissemination, c.question,
    c.first_fits, c.first_at, c.next_at, c.member, b.id AS version, b.version AS number,
    b.title, d.withdrawn_at IS NOT NULL AS withdrawn, p.paused_until
FROM recall_turns t
JOIN recalls c ON c.id = t.recall
JOIN disseminations d ON d.id = c.dissemination
JOIN briefing_versions b ON b.id = d.briefing_version
LEFT JOIN preferences p ON p.member = c.member
WHERE t.delivery = %(delivery)s
ORDER BY t.step
"""

_ANSWER: Final[LiteralString] = """
WITH course AS (
    SELECT c.id, c.first_at, c.sure, c.recalled, d.follow_ups
    FROM recalls c JOIN disseminations d ON d.id = c.dissemination
    WHERE c.dissemination = %(dissemination)s AND c.member = %(member)s
      AND c.question = %(question)s
      AND d.withdrawn_at IS NULL
    FOR UPDATE OF c
), answered AS (
    UPDATE recall_turns t
    SET chosen = %(chosen)s, fits = %(fits)s, answered_at = %(at)s
    FROM course WHERE t.recall = course.id AND t.turn = %(turn)s AND t.answered_at IS NULL
    RETURNING t.recall
)
SELECT course.*,
    (SELECT count(*) FROM recall_turns t WHERE t.recall = course.id) AS asked,
    (SELECT max(t.asked_at) FROM recall_turns t WHERE t.recall = course.id) AS asked_at,
    EXISTS (SELECT 1 FROM recall_turns t WHERE t.recall = course.id AND t.turn <> %(turn)s
        AND t.answered_at > %(at)s::timestamptz - %(apart)s::interval) AS just_seen
FROM course JOIN answered ON answered.recall = course.id
"""
"""Gives the course only to the first answer."""

_GO_ON: Final[LiteralString] = """
UPDATE recalls SET recalled = %(recalled)s, next_at = %(next_at)s, ended = %(ended)s
WHERE id = %(id)s
"""


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What one message asks of its member."""

    titles: Mapping[UUID, str]
    """By dissemination, in the message's order."""
    questions: Mapping[UUID, int]
    first_at: Mapping[UUID, datetime]
    paused_until: datetime | None


async def asked_in(statements: Statements, delivery: UUID) -> AskedOf:
    """Return what a message asks, without any question's words, and without what was withdrawn."""
    titles: dict[UUID, str] = {}
    questions: dict[UUID, int] = {}
    first_at: dict[UUID, datetime] = {}
    paused: datetime | None = None
    for row in await statements.fetch(_ASKED, {"delivery": delivery}):
        if row["withdrawn"]:
            continue
        which: UUID = row["dissemination"]
        titles[which] = row["title"]
        questions[which] = questions.get(which, 0) + 1
        first_at[which] = min(row["first_at"], first_at.get(which, row["first_at"]))
        paused = row["paused_until"]
    return AskedOf(titles, questions, first_at, paused)


class RecallStore:
    """What was asked again, and the answers (`handlers.ports.Recalls`)."""

    def __init__(self, database: Database, find_warnings: FindWarnings) -> None:
        """Take the database."""
        self._database = database
        self._find_warnings = find_warnings
        self._versions = Versions(database)

    async def asked(self, delivery: UUID) -> Sequence[AskedAgain]:
        """Return a message's questions in its order, reworded, with what came of each."""
        rows = await self._database.statements.fetch(_ASKED, {"delivery": delivery})
        return [
            AskedAgain(
                dissemination=row["dissemination"],
                question=row["question"],
                rewording=await self._rewording(row),
                turn=row["turn"],
                variant=row["variant"],
                first_fits=row["first_fits"],
                first_at=row["first_at"],
                fits=row["fits"],
                version=row["number"],
                withdrawn=row["withdrawn"],
                next_at=row["next_at"],
            )
            for row in rows
        ]

    async def keep(self, event: Recalled) -> None:
        """Keep the answer to an asking, once; and when the question is next. Durable when this
        returns."""
        answer = {
            "dissemination": event.dissemination,
            "member": event.member,
            "question": event.question,
            "turn": event.turn,
            "chosen": list(event.chosen),
            "fits": event.fits,
            "at": event.at,
            "apart": timedelta(days=RECALL_APART),
        }
        async with self._database.statements.begin() as connection:
            row = await (await connection.execute(_ANSWER, answer, prepare=True)).fetchone()
            if row is None:
                return
            facts = as_json([event], self._find_warnings)
            await connection.execute(KEEP_DRIVER, (facts,), prepare=True)
            course = Course(
                first_at=row["first_at"],
                sure=row["sure"],
                turn=row["asked"],
                # Whoever has just seen the explanation of another asking recalls nothing.
                recalled=row["recalled"] + (event.fits and not row["just_seen"]),
                asked_at=row["asked_at"],
            )
            plan = read_follow_ups(row["follow_ups"]).recall or RecallPlan()
            ahead = upcoming(next_asking(course, plan))
            gone_on = {"id": row["id"], "recalled": course.recalled, **ahead}
            await connection.execute(_GO_ON, gone_on, prepare=True)

    async def _rewording(self, row: Row) -> Question | None:
        """Return the question's words for this asking as the briefing has them now, or None where
        it has none (any more)."""
        if row["withdrawn"]:
            return None
        briefing = await self._versions.briefing(row["version"])
        variant: int = row["variant"]
        question = next((it for it in briefing.questions if it.key == row["question"]), None)
        if question is None or not question.variants:
            return None
        return question.variants[variant % len(question.variants)]
