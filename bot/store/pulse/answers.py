"""What was answered to open surveys, counted: never by whom. How an answer comes in:
`bot.store.pulse.answering`. Nothing is logged."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.pulse.answering import ASKED, LOCK
from bot.store.tables import survey_counts
from content.survey import PulseSurvey

_ALONE = text(LOCK.replace("%(survey)s", ":survey"))

_ELIGIBLE = text(
    f"""
    SELECT agency, count(*) AS n
    FROM ({ASKED.replace("%(survey)s", ":survey")} GROUP BY e.member) AS asked
    GROUP BY agency
    """  # noqa: S608 - no value is put in
)


async def alone(connection: AsyncConnection, survey: UUID) -> None:
    """Wait until nobody else answers or closes the survey, and keep it so until the transaction
    ends. The lock leaves no trace in any row."""
    await connection.execute(_ALONE, {"survey": survey})


async def make_counters(
    connection: AsyncConnection, survey: UUID, body: PulseSurvey, agencies: Iterable[str]
) -> None:
    """Make every counter of a survey, at nought. Those that are there stay."""
    rows = [
        {"survey": survey, "agency": agency, "question": question.key, "option": option}
        for agency in agencies
        for question in body.closed
        for option in question.options
    ]
    await connection.execute(upsert(survey_counts).on_conflict_do_nothing(), rows)


async def eligible(connection: AsyncConnection, survey: UUID) -> Mapping[str, int]:
    """Return how many people each agency's answers can come from."""
    rows = await connection.execute(_ELIGIBLE, {"survey": survey})
    return {row.agency: row.n for row in rows}


async def counters(connection: AsyncConnection, survey: UUID) -> Mapping[tuple[str, str, str], int]:
    """Return the counters by agency, question and option: never to be shown."""
    rows = await connection.execute(select(survey_counts).where(survey_counts.c.survey == survey))
    return {(row.agency, row.question, row.option): row.n for row in rows}


async def answered(connection: AsyncConnection, survey: UUID) -> int:
    """Return how many have answered an open survey: never to be shown as it is."""
    table = survey_counts.c
    each = (
        select(func.sum(table.n).label("n")).where(table.survey == survey).group_by(table.question)
    )
    rows = await connection.execute(select(func.max(each.subquery().c.n)))
    return int(rows.scalar_one() or 0)
