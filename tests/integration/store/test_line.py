"""The line on which facts are written: it is used at once, takes much, and says how it ended."""

import asyncio
import json
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from bot.store.engine import Database
from bot.store.line import LOOK_EVERY, Done, Line
from bot.store.record import FEW, MOST, BatchedRecord
from tests.integration.conftest import Facts, Plant
from tests.integration.store.way import LAST_WORDS, Way


@pytest.fixture
async def record(database: Database):
    made = BatchedRecord(database, lambda _words: ())
    yield made
    await made.close()


async def test_a_free_database_gets_a_few_while_others_are_still_told(
    record: BatchedRecord, plant: Plant, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = await plant.members(3 * FEW - 1)
    await record.add(facts.opened(everybody[0]))
    batches: list[int] = []
    send = Line.send

    def noted(self: Line, given: str, done: Done) -> None:
        batches.append(len(json.loads(given)))
        send(self, given, done)

    monkeypatch.setattr(Line, "send", noted)
    adding = [asyncio.create_task(record.add(facts.acknowledged(one))) for one in everybody]
    await asyncio.sleep(0)  # one turn, in which all are told
    assert batches[0] == FEW
    await asyncio.gather(*adding)
    assert sum(batches) == len(everybody)
    batches.clear()
    await asyncio.gather(
        *(record.add(facts.answered(m, "q", "a", fits=True)) for m in everybody[:3])
    )
    assert batches == [3]


async def test_answers_go_out_before_the_database_gets_more(
    record: BatchedRecord, plant: Plant, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = await plant.members(1 + 2 * FEW)
    await record.add(facts.opened(members[0]))  # connected
    seen: list[str] = []
    send = Line.send

    def heard(line: Line, given: str, done: Done) -> None:
        seen.append("sent")
        send(line, given, done)

    async def press(member: UUID) -> None:
        await record.add(facts.acknowledged(member))
        # Whatever an answer writes leaves in the turn after (bot/serving/joined.py).
        asyncio.get_running_loop().call_soon(seen.append, "answered")

    monkeypatch.setattr(Line, "send", heard)
    await asyncio.gather(*(press(member) for member in members[1:]))
    await asyncio.sleep(0)
    assert seen == ["sent", *["answered"] * FEW, "sent", *["answered"] * FEW]


async def test_a_batch_that_is_larger_than_the_system_takes_at_once_is_kept(
    database: Database, record: BatchedRecord, plant: Plant, facts: Facts
) -> None:
    everybody = await plant.members(MOST)
    await record.add(facts.opened(everybody[0]))
    words = "What do I do? " * 1_000
    await asyncio.gather(*(record.add(facts.queried(m, words, uuid4())) for m in everybody))
    async with database.begin() as connection:
        kept = await connection.execute(text("SELECT count(*) FROM queries"))
        assert kept.scalar_one() == MOST


async def test_what_cannot_be_written_at_all_fails_alone(
    record: BatchedRecord, plant: Plant, facts: Facts
) -> None:
    first, second = await plant.members(2)
    await record.add(facts.opened(first))
    wrong = facts.answered(first, "\ud800", "a", fits=True)  # half a character
    results = await asyncio.gather(
        record.add(wrong), record.add(facts.acknowledged(second)), return_exceptions=True
    )
    assert isinstance(results[0], UnicodeEncodeError)
    assert results[1] is None
    await record.add(facts.acknowledged(first))


async def test_what_is_under_way_when_the_line_is_closed_is_told_so(database: Database) -> None:
    line = await Line.open(database.conninfo, "SELECT pg_sleep(60), $1", kind="text", options="")
    told: list[Exception | None] = []
    line.send("x", told.append)
    await line.close()
    assert not line.open_still
    (error,) = told
    assert isinstance(error, psycopg.OperationalError)


async def test_a_statement_that_cannot_be_prepared_leaves_no_connection(
    database: Database,
) -> None:
    with pytest.raises(psycopg.errors.SyntaxError):
        await Line.open(database.conninfo, "NONSENSE $1", kind="text", options="")


@pytest.fixture
async def way(database: Database):
    made = Way(database.conninfo)
    yield made
    await made.close()


@pytest.mark.parametrize("last_words", [LAST_WORDS, b""], ids=["said", "silent"])
async def test_what_is_under_way_when_the_server_dies_is_told_so(
    way: Way, last_words: bytes
) -> None:
    """The loop tells of the end once: its last words may be all that can be read then."""
    line = await Line.open(way.open(), "SELECT pg_sleep(60), $1", kind="text", options="")
    told: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
    line.send("x", told.set_result)
    await way.cut(last_words)
    async with asyncio.timeout(2 * LOOK_EVERY + 1):
        assert isinstance(await told, psycopg.OperationalError)
    assert not line.open_still


@pytest.mark.parametrize("last_words", [LAST_WORDS, b""], ids=["said", "silent"])
@pytest.mark.parametrize("turns", [0, 3])
async def test_a_fact_is_kept_though_the_server_died_since_the_last(
    way: Way, plant: Plant, facts: Facts, last_words: bytes, turns: int
) -> None:
    """Whether or not the loop has come round to its end."""
    database = Database(way.open())
    record = BatchedRecord(database, lambda _words: ())
    (member,) = await plant.members(1)
    await record.add(facts.opened(member))
    await way.cut(last_words)
    for _ in range(turns):
        await asyncio.sleep(0)
    async with asyncio.timeout(2 * LOOK_EVERY + 1):
        await record.add(facts.acknowledged(member))
    await record.close()
    async with database.begin() as connection:
        kept = await connection.execute(text("SELECT count(*) FROM engagement_events"))
        assert kept.scalar_one() == 2
    await database.close()
