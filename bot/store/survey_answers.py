"""Answers to open surveys: counters, comments and tokens, and never whose they are.

Everything here belongs into one transaction that begins with `alone`. Nothing is logged.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import survey_comments, survey_counts, survey_participation
from content.survey import PulseSurvey

_SEED = 0x5E7E9B0C

_ASKED = """
    SELECT e.member, min(e.agency) AS agency
    FROM eligible_members e
    JOIN deliveries d ON d.id = e.delivery
    JOIN occurrences o ON o.id = d.occurrence
    WHERE o.subject = :survey AND o.kind = 'pulse' AND o.slot = 'opening'
      AND d.state IN ('claimed', 'delivered', 'unconfirmed')
"""
"""Who could see the survey's post when it opened. Whoever saw it in two agencies counts in one of
them, always the same one, so that nobody is counted twice in a sum."""

_AGENCY = text(f"SELECT agency FROM ({_ASKED} AND e.member = :member GROUP BY e.member) AS asked")  # noqa: S608 - no value is put in

_ELIGIBLE = text(
    f"SELECT agency, count(*) AS n FROM ({_ASKED} GROUP BY e.member) AS asked GROUP BY agency"  # noqa: S608 - no value is put in
)


async def alone(connection: AsyncConnection, survey: UUID) -> None:
    """Wait until nobody else answers or closes the survey, and keep it so until the transaction
    ends. The lock leaves no trace in any row."""
    await connection.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(str(survey), _SEED)))
    )


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


async def agency_of(connection: AsyncConnection, survey: UUID, member: UUID) -> str | None:
    """Return in which agency a member's answer counts; None when the survey was not put to
    them."""
    rows = await connection.execute(_AGENCY, {"survey": survey, "member": member})
    return rows.scalar_one_or_none()


async def eligible(connection: AsyncConnection, survey: UUID) -> Mapping[str, int]:
    """Return how many people each agency's answers can come from."""
    rows = await connection.execute(_ELIGIBLE, {"survey": survey})
    return {row.agency: row.n for row in rows}


async def took_part(connection: AsyncConnection, survey: UUID, token: bytes) -> bool:
    """Tell whether a token was used in a survey."""
    table = survey_participation.c
    rows = await connection.execute(
        select(table.token).where(table.survey == survey, table.token == token)
    )
    return rows.one_or_none() is not None


async def take_part(connection: AsyncConnection, survey: UUID, token: bytes) -> bool:
    """Use a token. Returns False when it was used before."""
    rows = await connection.execute(
        upsert(survey_participation)
        .values(survey=survey, token=token)
        .on_conflict_do_nothing()
        .returning(survey_participation.c.survey)
    )
    return rows.one_or_none() is not None


async def count(
    connection: AsyncConnection, survey: UUID, agency: str, options: Mapping[str, str]
) -> None:
    """Add one to the counter of each question's option. Raises LookupError for one that the survey
    does not have."""
    table = survey_counts.c
    for question, option in options.items():
        counted = await connection.execute(
            update(survey_counts)
            .where(
                table.survey == survey,
                table.agency == agency,
                table.question == question,
                table.option == option,
            )
            .values(n=table.n + 1)
        )
        if counted.rowcount != 1:
            raise LookupError(survey)


async def add_comment(connection: AsyncConnection, survey: UUID, words: str) -> None:
    """Keep what somebody wrote, under a random id."""
    await connection.execute(insert(survey_comments).values(id=uuid4(), survey=survey, text=words))


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
