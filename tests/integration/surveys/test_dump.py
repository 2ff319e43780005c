"""After the close, a copy of the whole server leads from no answer to a person or a moment."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.surveys.keys import token_of
from bot.surveys.planning import stop_survey
from bot.surveys.results import comments_of
from tests.integration.surveys.conftest import Room, said
from tests.integration.surveys.traces import Copy, Secret, links, take_copy

PEOPLE = {"police": 14, "health": 9, "school": 1}


async def answers(room: Room, survey: UUID, people: Sequence[UUID]) -> list[Secret]:
    """Let everybody answer one after the other, and note what each transaction was."""
    secrets: list[Secret] = []
    for order, member in enumerate(people):
        words = f"What helps me is number {order} of things, said in my own way"
        given = said(("yes", "no")[order % 2], "agree", words)
        assert await room.desk.answer(survey, member, given)
        token = token_of(room.keys.read(survey), survey, member)
        transaction = await _transaction_of(room, token)
        secrets.append(Secret(str(member), f"account-{member}", token, words, transaction))
    assert len({secret.transaction for secret in secrets}) == len(people)
    return secrets


async def _transaction_of(room: Room, token: bytes) -> int:
    async with room.database.begin() as connection:
        found = await connection.execute(
            text("SELECT xmin::text::int FROM survey_participation WHERE token = :token"),
            {"token": token},
        )
        return found.scalar_one()


Take = Callable[[], Awaitable[Copy]]


@pytest.fixture
def copied(room: Room, database_url: str, caplog: pytest.LogCaptureFixture) -> Take:
    """Copies the server, with everything that was logged."""
    caplog.set_level(logging.DEBUG)

    async def take() -> Copy:
        return await asyncio.to_thread(take_copy, database_url, room.keys.folder, caplog.text)

    return take


async def settle(database_url: str) -> None:
    """Do what PostgreSQL does by itself after a while."""

    def run() -> None:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("ANALYZE")
            connection.execute("VACUUM")

    await asyncio.to_thread(run)


async def test_nothing_leads_from_an_answer_to_a_person_or_a_moment(
    room: Room, database_url: str, copied: Take
) -> None:
    survey, people = await room.opened(PEOPLE)
    other, _ = await room.opened({"health": 4}, days=30)
    secrets = await answers(room, survey, people)
    await room.desk.answer(other, (await room.plant.members(1))[0], said())
    # As it would happen while a survey is open for days: samples for the planner are drawn.
    await settle(database_url)
    before = links(await copied(), secrets)
    assert any("token" in trace for trace in before)
    assert any("transaction of an answer" in trace for trace in before)
    # An answer writes into three tables, and holds its survey's row.
    written = {trace.split()[0] for trace in before if "was written by" in trace}
    assert written == {"survey_counts", "survey_comments", "survey_participation", "surveys"}

    await room.later(days=11)
    closed = await room.survey(survey)
    kept = comments_of(closed).shown
    assert len(kept) == len(people)
    copy = await copied()
    assert links(copy, secrets, kept=kept) == []
    assert not any(room.keys.folder.glob(f"*{survey}*"))
    assert [table for table, rows in copy.rows.items() if kept[0] in str(rows)] == ["surveys"]
    # The other survey, still open, goes on as it was.
    assert len(copy.rows["survey_counts"]) == 3 * 10
    assert len({row["xmin"] for row in copy.rows["survey_counts"]}) == 1


async def test_what_may_not_be_shown_is_not_kept_either(room: Room, copied: Take) -> None:
    survey, people = await room.opened({"police": 4, "health": 5})
    secrets = await answers(room, survey, people)
    await room.later(days=11)
    assert (await room.survey(survey)).comments == ()
    copy = await copied()
    assert links(copy, secrets) == []
    # Nor is what the four answered, in whatever place.
    assert '"n": 4' not in str(copy.rows["surveys"])
    assert copy.rows["survey_counts"] == []


async def test_a_survey_that_is_stopped_leaves_nothing(room: Room, copied: Take) -> None:
    survey, people = await room.opened({"police": 12})
    secrets = await answers(room, survey, people)
    await stop_survey(room.database, room.keys, str(survey), by="Sam", now=room.clock.now)
    assert links(await copied(), secrets) == []


PLANTED = {
    "holds a token": "CREATE TABLE planted AS SELECT token FROM survey_participation",
    "was written by the transaction of an answer": """
        CREATE TABLE planted AS SELECT 1 AS n;
        CREATE FUNCTION plant() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO planted VALUES (2); RETURN NULL; END $$;
        CREATE TRIGGER plant AFTER INSERT ON survey_participation
            FOR EACH STATEMENT EXECUTE FUNCTION plant()
    """,
    "dead or alive": """
        CREATE TABLE planted (words text);
        CREATE FUNCTION plant() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO planted VALUES (NEW.text); DELETE FROM planted; RETURN NULL; END
        $$;
        CREATE TRIGGER plant AFTER INSERT ON survey_comments
            FOR EACH ROW EXECUTE FUNCTION plant()
    """,
}


@pytest.mark.parametrize("found", PLANTED)
async def test_a_planted_trace_would_be_found(room: Room, copied: Take, found: str) -> None:
    survey, people = await room.opened({"police": 12})
    if "TRIGGER" in PLANTED[found]:
        await room.script(PLANTED[found])
    secrets = await answers(room, survey, people)
    if "TRIGGER" not in PLANTED[found]:
        await room.script(PLANTED[found])
    await room.later(days=11)
    kept = comments_of(await room.survey(survey)).shown
    assert any(found in trace for trace in links(await copied(), secrets, kept=kept))


async def test_samples_for_the_planner_would_be_found(
    room: Room, database_url: str, copied: Take
) -> None:
    await room.script("ALTER TABLE survey_participation ALTER COLUMN token SET STATISTICS 100")
    survey, people = await room.opened({"police": 12})
    secrets = await answers(room, survey, people)
    await settle(database_url)
    await room.later(days=11)
    kept = comments_of(await room.survey(survey)).shown
    assert any("holds a token" in trace for trace in links(await copied(), secrets, kept=kept))


async def test_the_journal_is_the_limit_that_the_docs_name(room: Room, database_url: str) -> None:
    survey, people = await room.opened({"police": 12})
    (secret, *_) = await answers(room, survey, people)
    key = room.keys.read(survey)
    await room.later(days=11)

    def journal() -> bytes:
        with psycopg.connect(database_url) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        assert row is not None
        return b"".join(file.read_bytes() for file in Path(row[0], "pg_wal").glob("0*"))

    content = await asyncio.to_thread(journal)
    assert secret.token in content
    assert key not in content


async def test_a_planted_order_row_or_log_line_would_be_found(
    room: Room, copied: Take, caplog: pytest.LogCaptureFixture
) -> None:
    survey, people = await room.opened({"police": 12})
    secrets = await answers(room, survey, people)
    await room.later(days=11)
    kept = comments_of(await room.survey(survey)).shown
    in_order = [secret.comment for secret in secrets]
    await room.script(
        "CREATE TABLE planted (words text[], who text);"
        f" INSERT INTO planted VALUES (ARRAY{in_order!r}, '{people[0]}')"
    )
    logging.getLogger("planted").debug("%s came to answer", people[3])
    traces = links(await copied(), secrets, kept=kept)
    assert any("in the order" in trace for trace in traces)
    assert any("beside its writer" in trace for trace in traces)
    assert f"a log holds {people[3]}" in traces


async def test_without_the_new_files_the_search_would_find_the_dead(
    room: Room, copied: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the close only deleted what is to be forgotten."""
    survey, people = await room.opened({"police": 12})
    secrets = await answers(room, survey, people)

    async def only_delete(connection: AsyncConnection, surveys: Sequence[UUID]) -> None:
        for table in ("survey_participation", "survey_counts", "survey_comments"):
            await connection.exec_driver_sql(
                f"DELETE FROM {table} WHERE survey = %(it)s", {"it": surveys[0]}
            )

    monkeypatch.setattr("bot.surveys.closing.forget", only_delete)
    await room.later(days=11)
    kept = comments_of(await room.survey(survey)).shown
    traces = links(await copied(), secrets, kept=kept)
    assert any("dead or alive" in trace for trace in traces)
    assert any("holds a token" in trace for trace in traces)
