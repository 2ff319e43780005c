"""What the bot's database says in the end: its read models, and the rows of what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from benchmarks.loop.diary import Who
from bot.evidence.cut import Cut
from bot.evidence.pairs import Pairs
from bot.store.cascade.coverage import AgencyCoverage, read_coverage
from bot.store.engine import AsyncConnection, Database
from bot.store.evidence.engagement import Engagement, count_engagement
from bot.store.people.identity import IdentityKey
from bot.store.pulse.answers import counters
from bot.store.pulse.surveys import load_survey
from bot.store.recall.pairs import count_recall

_SENT = text(
    "SELECT b.slug, d.id FROM disseminations d"
    " JOIN briefing_versions b ON b.id = d.briefing_version"
)
_MEMBERS = text("SELECT id, lookup FROM members")
_COURSES = text(
    "SELECT b.slug, c.member, c.question, c.first_fits, c.first_at, c.turn, c.recalled,"
    " c.next_at FROM recalls c JOIN disseminations d ON d.id = c.dissemination"
    " JOIN briefing_versions b ON b.id = d.briefing_version"
)
_ASKINGS = text(
    "SELECT b.slug, c.member, c.question, t.turn, t.variant, t.asked_at, t.fits, t.answered_at,"
    " v.state = 'delivered' AS delivered FROM recall_turns t JOIN recalls c ON c.id = t.recall"
    " JOIN deliveries v ON v.id = t.delivery JOIN disseminations d ON d.id = c.dissemination"
    " JOIN briefing_versions b ON b.id = d.briefing_version"
)
_EVENTS = text(
    "SELECT b.slug, e.agency, e.kind, count(*) AS n FROM engagement_events e"
    " JOIN disseminations d ON d.id = e.dissemination"
    " JOIN briefing_versions b ON b.id = d.briefing_version GROUP BY b.slug, e.agency, e.kind"
)
_SURVEYS = text("SELECT slug, id FROM surveys WHERE opened_at IS NOT NULL")
_OUTCOMES = text(
    "SELECT d.state, count(*) AS n FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
    " WHERE o.kind <> 'cascade_edit' GROUP BY d.state"
)

CourseRow = tuple[bool, datetime, int, int, bool]
"""First answer fitted, its moment, askings, recalled, over."""
AskingRow = tuple[int, datetime, bool | None, datetime | None, bool]
"""Variant, moment, fits, answered at, delivered."""


@dataclass(frozen=True, slots=True)
class Found:
    """All of it, by briefings' slugs. People stand as the diary names them."""

    engagement: Mapping[str, Engagement]
    pairs: Mapping[str, Mapping[str | None, Pairs]]
    """By agency; None is the total."""
    coverage: Mapping[str, Mapping[str, AgencyCoverage]]
    courses: Mapping[tuple[str, Who, str], CourseRow]
    """By slug, person and question."""
    askings: Mapping[tuple[str, Who, str, int], AskingRow]
    """And turn."""
    events: Mapping[tuple[str, str, str], int]
    """By slug, agency and kind."""
    surveys: Mapping[str, tuple[Mapping[tuple[str, str, str], int], Cut | None]]
    """Of those that were opened the counters by agency, question and option, while they are open,
    and the cut once they are closed."""
    outcomes: Mapping[str, int]
    """Deliveries by state, but for what changes leads' messages: how many of them there are depends
    on what came while they were on their way."""


async def read_all(database: Database, key: IdentityKey, people: list[Who]) -> Found:
    """Read everything in one moment."""
    async with database.begin() as connection:
        sent = {row.slug: row.id for row in await connection.execute(_SENT)}
        lookups = {key.lookup(*who): who for who in people}
        named = {row.id: lookups[bytes(row.lookup)] for row in await connection.execute(_MEMBERS)}
        return Found(
            engagement={s: await count_engagement(connection, d) for s, d in sent.items()},
            pairs={s: await _pairs(connection, d) for s, d in sent.items()},
            coverage={
                s: {each.agency: each for each in await read_coverage(connection, d)}
                for s, d in sent.items()
            },
            courses=await _courses(connection, named),
            askings=await _askings(connection, named),
            events={
                (row.slug, row.agency, row.kind): row.n for row in await connection.execute(_EVENTS)
            },
            surveys={
                row.slug: (await counters(connection, row.id), await _cut(connection, row.id))
                for row in (await connection.execute(_SURVEYS)).all()
            },
            outcomes={row.state: row.n for row in await connection.execute(_OUTCOMES)},
        )


async def _pairs(connection: AsyncConnection, dissemination: UUID) -> Mapping[str | None, Pairs]:
    agencies, total = await count_recall(connection, dissemination)
    return {**agencies, None: total}


async def _cut(connection: AsyncConnection, survey: UUID) -> Cut | None:
    kept = await load_survey(connection, survey)
    return None if kept is None else kept.cut


async def _courses(
    connection: AsyncConnection, named: Mapping[UUID, Who]
) -> Mapping[tuple[str, Who, str], CourseRow]:
    return {
        (row.slug, named[row.member], row.question): (
            row.first_fits,
            row.first_at,
            row.turn,
            row.recalled,
            row.next_at is None,
        )
        for row in await connection.execute(_COURSES)
    }


async def _askings(
    connection: AsyncConnection, named: Mapping[UUID, Who]
) -> Mapping[tuple[str, Who, str, int], AskingRow]:
    return {
        (row.slug, named[row.member], row.question, row.turn): (
            row.variant,
            row.asked_at,
            row.fits,
            row.answered_at,
            row.delivered,
        )
        for row in await connection.execute(_ASKINGS)
    }
