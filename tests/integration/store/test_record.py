"""A fact told is a fact kept: once, first answers first, whoever else fails."""

import asyncio
import random
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.store.engine import Database
from bot.store.evidence.facts import keep
from bot.store.record import MOST, BatchedRecord
from config.errors import DatabaseUnavailable
from handlers.events import Delivered
from tests.integration.conftest import Facts, Plant


def no_warnings(_words: str) -> tuple[str, ...]:
    return ()


async def rows(database: Database, table: str) -> int:
    async with database.begin() as connection:
        return (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()


@pytest.fixture
async def record(database: Database):
    made = BatchedRecord(database, no_warnings)
    yield made
    await made.close()


async def test_a_fact_told_twice_is_one_row(
    database: Database, record: BatchedRecord, plant: Plant, facts: Facts
) -> None:
    (member,) = await plant.members(1)
    for fact in (facts.opened(member), facts.acknowledged(member)):
        await record.add(fact)
        await record.add(fact)
        await asyncio.gather(record.add(fact), record.add(fact))
    assert await rows(database, "engagement_events") == 2
    assert await rows(database, "responses") == 0


async def test_every_kind_of_fact_is_kept_whole(
    database: Database, plant: Plant, facts: Facts
) -> None:
    record = BatchedRecord(database, lambda words: ("name",) if "Ann" in words else ())
    (member,) = await plant.members(1)
    query = uuid4()
    await record.add(facts.answered(member, "q1", "b", fits=True))
    await record.add(facts.queried(member, "May I ask Ann?\x00\ud800", query))
    await record.close()
    async with database.begin() as connection:
        events = (
            await connection.execute(
                text("SELECT kind, agency, member, at, detail FROM engagement_events ORDER BY seq")
            )
        ).all()
        (hand,) = (await connection.execute(text("SELECT * FROM queries"))).all()
    at = facts.at
    answer = {"question": "q1", "chosen": ["b"], "fits": True, "version": 1}
    assert events == [
        ("answered", "police", member, at, answer),
        ("queried", "police", member, at, {"query": str(query)}),
    ]
    assert (hand.id, hand.text, hand.warnings, hand.asked_at) == (
        query, "May I ask Ann??", ["name"], at,
    )  # fmt: skip


async def test_a_delivered_fact_is_kept_in_the_callers_transaction(
    database: Database, facts: Facts
) -> None:
    fact = Delivered(
        dissemination=facts.dissemination,
        delivery=facts.delivery,
        agency=facts.agency,
        at=facts.at,
    )
    async with database.engine.connect() as connection:
        await keep(connection, [fact], no_warnings)
        await connection.rollback()
    assert await rows(database, "engagement_events") == 0
    async with database.begin() as connection:
        await keep(connection, [fact, fact], no_warnings)
    assert await rows(database, "engagement_events") == 1


async def test_the_first_answer_stays_first_in_one_batch_and_over_many(
    database: Database, record: BatchedRecord, plant: Plant, facts: Facts
) -> None:
    (member,) = await plant.members(1)
    await record.add(facts.opened(member))  # connected, so that the next ones share a batch
    first, *later = (facts.answered(member, "q", key, fits=key == "a") for key in "cadb")
    await asyncio.gather(record.add(first), *(record.add(fact) for fact in later))
    await record.add(later[0])
    async with database.begin() as connection:
        (response,) = (await connection.execute(text("SELECT chosen, fits FROM responses"))).all()
    assert (response.chosen, response.fits) == (["c"], False)
    assert await rows(database, "engagement_events") == 5


async def test_of_concurrent_answers_by_two_processes_one_is_first_for_ever(
    database: Database, plant: Plant, facts: Facts
) -> None:
    """Two records are two connections, as two processes have."""
    everybody = await plant.members(20)
    records = [BatchedRecord(database, no_warnings) for _ in range(3)]

    async def answers(record: BatchedRecord, key: str) -> None:
        order = [(member, f"q{number}") for member in everybody for number in range(3)]
        random.Random(key).shuffle(order)  # each meets the same rows in another order
        await asyncio.gather(
            *(record.add(facts.answered(m, q, key, fits=key == "a")) for m, q in order)
        )

    await asyncio.gather(
        *(answers(record, key) for record, key in zip(records, "abc", strict=True))
    )
    async with database.begin() as connection:
        before = (await connection.execute(text("SELECT * FROM responses"))).all()
    assert len(before) == 60
    await answers(records[0], "d")
    async with database.begin() as connection:
        assert (await connection.execute(text("SELECT * FROM responses"))).all() == before
    assert await rows(database, "engagement_events") == 60 * 4
    for record in records:
        await record.close()


async def test_one_that_fails_fails_alone(
    database: Database, record: BatchedRecord, plant: Plant, facts: Facts
) -> None:
    good = await plant.members(8)
    stranger = uuid4()
    told = [facts.opened(member) for member in (*good[:4], stranger, *good[4:])]
    results = await asyncio.gather(*(record.add(fact) for fact in told), return_exceptions=True)
    assert [result is None for result in results] == [True] * 4 + [False] + [True] * 4
    assert isinstance(results[4], psycopg.errors.ForeignKeyViolation)
    assert await rows(database, "engagement_events") == 8


async def test_a_cancelled_caller_takes_nobody_elses_fact_away(
    database: Database, record: BatchedRecord, plant: Plant, facts: Facts
) -> None:
    everybody = await plant.members(30)
    adding = [asyncio.create_task(record.add(facts.opened(member))) for member in everybody]
    await asyncio.sleep(0)
    for task in adding[::3]:
        task.cancel()
    results = await asyncio.gather(*adding, return_exceptions=True)
    assert sum(result is None for result in results) == 20
    await record.close()
    assert await rows(database, "engagement_events") == 30


async def test_closing_writes_what_waits_and_takes_no_more(
    database: Database, plant: Plant, facts: Facts
) -> None:
    record = BatchedRecord(database, no_warnings)
    everybody = await plant.members(MOST + 10)
    adding = [asyncio.create_task(record.add(facts.opened(member))) for member in everybody]
    await asyncio.sleep(0)
    await record.close()
    await asyncio.gather(*adding)
    assert await rows(database, "engagement_events") == MOST + 10
    with pytest.raises(DatabaseUnavailable, match="stopping"):
        await record.add(facts.opened(everybody[0]))


async def test_a_connection_that_dies_is_made_anew(
    database: Database, record: BatchedRecord, plant: Plant, facts: Facts
) -> None:
    everybody = await plant.members(40)
    await record.add(facts.opened(everybody[0]))
    for number, member in enumerate(everybody[1:]):
        if number % 4 == 0:
            await _kill_recording(database)
        await record.add(facts.opened(member))
    assert await rows(database, "engagement_events") == 40


async def test_a_connection_that_dies_in_the_middle_loses_nothing(
    database: Database, record: BatchedRecord, plant: Plant, facts: Facts
) -> None:
    (member,) = await plant.members(1)
    await record.add(facts.opened(member))
    async with database.begin() as connection:  # holds the row up until we let go
        await connection.execute(
            text("SELECT 1 FROM members WHERE id = :id FOR UPDATE"), {"id": member}
        )
        adding = asyncio.create_task(record.add(facts.acknowledged(member)))
        await _until_waiting(database)
        await _kill_recording(database)
    await adding
    assert await rows(database, "engagement_events") == 2


async def test_a_database_that_is_away_is_told_as_such(plant: Plant, facts: Facts) -> None:
    nowhere = Database("postgresql://postgres@/nowhere?host=/nonexistent")
    record = BatchedRecord(nowhere, no_warnings)
    results = await asyncio.gather(
        *(record.add(facts.opened(uuid4())) for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(result, DatabaseUnavailable) for result in results)
    await record.close()
    await nowhere.close()


@pytest.mark.parametrize("change", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
async def test_facts_are_never_changed_or_removed(
    database: Database, record: BatchedRecord, plant: Plant, facts: Facts, change: str
) -> None:
    (member,) = await plant.members(1)
    await record.add(facts.answered(member, "q", "a", fits=True))
    for table in ("engagement_events", "responses"):
        async with database.engine.connect() as connection:
            with pytest.raises(IntegrityError, match="is a fact"):
                await connection.execute(text(change.format(table)))
        assert await rows(database, table) == 1


async def test_a_sentence_for_a_full_disk(
    record: BatchedRecord, monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    async def full(_facts: str) -> None:
        raise psycopg.errors.DiskFull("could not extend file")

    monkeypatch.setattr(record, "_execute", full)
    with pytest.raises(DatabaseUnavailable, match="free some space"):
        await record.add(facts.opened(UUID(int=1)))


async def _kill_recording(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'sevenbot-record' AND datname = current_database()"
            )
        )


async def _until_waiting(database: Database) -> None:
    for _ in range(500):
        async with database.begin() as connection:
            waiting = await connection.execute(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    " AND datname = current_database()"
                )
            )
            if waiting.scalar_one():
                return
        await asyncio.sleep(0.01)
    raise AssertionError("Nothing waits for the lock.")
