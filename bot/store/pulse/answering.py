"""An answer to an open survey comes in: how the survey stands with its member, and counting it.

What is counted: `bot.store.pulse.answers`. Nothing is logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, LiteralString
from uuid import UUID, uuid4

from bot.store.statements import Connection, Row, Statements
from content.survey import PULSE_SURVEY, PulseSurvey, Submission

LOCK: Final[LiteralString] = (
    "SELECT pg_advisory_xact_lock(hashtextextended(CAST(%(survey)s AS text), 1585355532))"
)
"""Whoever answers or closes a survey holds it, alone, until the transaction ends. The lock leaves
no trace in any row."""

ASKED: Final[LiteralString] = """
    SELECT e.member, min(e.agency) AS agency
    FROM eligible_members e
    JOIN deliveries d ON d.id = e.delivery
    JOIN occurrences o ON o.id = d.occurrence
    WHERE o.subject = %(survey)s AND o.kind = 'pulse' AND o.slot = 'opening'
      AND d.state IN ('claimed', 'delivered', 'unconfirmed')
"""
"""Who could see the survey's post when it opened. Whoever saw it in two agencies counts in one of
them, always the same one, so that nobody is counted twice in a sum."""

_STANDING: Final[LiteralString] = f"""
SELECT s.body, s.closes_at, s.key_check, asked.agency,
    s.opened_at IS NOT NULL AND s.closed_at IS NULL AND s.called_off IS NULL
        AND %(now)s < s.closes_at AS open
FROM surveys s
LEFT JOIN ({ASKED} AND e.member = %(member)s GROUP BY e.member) AS asked ON true
WHERE s.id = %(survey)s
"""  # noqa: S608 - no value is put in

_TOOK_PART: Final[LiteralString] = (
    "SELECT 1 FROM survey_participation WHERE survey = %(survey)s AND token = %(token)s"
)

_COUNT: Final[LiteralString] = """
WITH took_part AS (
    INSERT INTO survey_participation (survey, token) VALUES (%(survey)s, %(token)s)
    ON CONFLICT DO NOTHING
    RETURNING survey
), counted AS (
    UPDATE survey_counts c SET n = c.n + 1
    FROM took_part,
        unnest(%(questions)s::text[], %(options)s::text[]) AS given (question, option)
    WHERE c.survey = took_part.survey AND c.agency = %(agency)s
      AND c.question = given.question AND c.option = given.option
    RETURNING 1
), written AS (
    INSERT INTO survey_comments (id, survey, text)
    SELECT %(comment_id)s, survey, %(comment)s::text FROM took_part WHERE %(comment)s::text <> ''
)
SELECT EXISTS (SELECT 1 FROM took_part) AS took_part, (SELECT count(*) FROM counted) AS counted
"""
"""The token, the counters and the comment, under a random id: all of them, or nothing where the
token was used before."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a survey stands with one member. `closes_at` is aware, in UTC."""

    survey: PulseSurvey
    closes_at: datetime
    key_check: bytes | None
    agency: str | None
    """In which agency their answer counts; None when the survey was not put to them."""
    open: bool


async def standing(
    statements: Statements, survey: UUID, member: UUID, now: datetime
) -> Standing | None:
    """Return how a survey stands with a member, or None when there is none of this id."""
    given = {"survey": survey, "member": member, "now": now}
    return _standing(await statements.first(_STANDING, given))


async def took_part(statements: Statements, survey: UUID, token: bytes) -> bool:
    """Tell whether a token was used in a survey."""
    given = {"survey": survey, "token": token}
    return await statements.first(_TOOK_PART, given) is not None


async def standing_alone(
    connection: Connection, survey: UUID, member: UUID, now: datetime
) -> Standing | None:
    """Return the same once nobody else answers or closes the survey, and keep it so until the
    transaction ends."""
    await connection.execute(LOCK, {"survey": survey}, prepare=True)
    given = {"survey": survey, "member": member, "now": now}
    found = await connection.execute(_STANDING, given, prepare=True)
    return _standing(await found.fetchone())


async def count(
    connection: Connection, survey: UUID, agency: str, token: bytes, given: Submission
) -> bool:
    """Use a token, add one to the counter of each question's option, and keep the comment. Returns
    False, and keeps nothing, when the token was used before. Raises LookupError for an option that
    the survey does not have; the transaction is then to be given up."""
    answer: Mapping[str, object] = {
        "survey": survey,
        "agency": agency,
        "token": token,
        "questions": list(given.options),
        "options": list(given.options.values()),
        "comment": given.comment,
        "comment_id": uuid4(),
    }
    row = await (await connection.execute(_COUNT, answer, prepare=True)).fetchone()
    assert row is not None
    if row["took_part"] and row["counted"] != len(given.options):
        raise LookupError(survey)
    return row["took_part"]


def _standing(row: Row | None) -> Standing | None:
    if row is None:
        return None
    return Standing(
        survey=PULSE_SURVEY.validate_python(row["body"]),
        closes_at=row["closes_at"],
        key_check=row["key_check"],
        agency=row["agency"],
        open=row["open"],
    )
