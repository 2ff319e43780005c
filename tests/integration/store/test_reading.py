"""Posts, first answers, the notebook and the list of queries."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from bot.platforms.base import Notebook
from bot.store import posts
from bot.store.content import versions
from bot.store.engine import Database
from bot.store.inbox.queries import list_queries
from bot.store.notebook import StoredNotebook
from bot.store.posts import PostLookup, ResponseReader
from bot.store.record import BatchedRecord
from bot.store.statements import Row
from handlers.ports import Posted
from tests.fakes.briefings import small_briefing
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Facts, Plant


async def test_a_post_is_looked_up_by_its_button(
    database: Database, plant: Plant, clock: FakeClock
) -> None:
    briefing = small_briefing()
    dissemination = await plant.dissemination(briefing)
    delivery = await plant.delivery(dissemination, "police")
    lookup = PostLookup(database, clock.now)
    assert await lookup.posted(delivery) == Posted(
        delivery=delivery,
        dissemination=dissemination,
        agency="police",
        workspace="north",
        channel="C1",
        briefing=briefing,
    )
    assert await lookup.posted(uuid4()) is None


@pytest.mark.parametrize(
    ("state", "answerable"),
    [
        ("planned", False),
        ("skipped", False),
        ("claimed", True),
        ("waiting", True),
        ("delivered", True),
        ("halted", True),
        ("failed", True),
        ("unconfirmed", True),
    ],
)
async def test_what_may_have_been_posted_may_be_answered(
    database: Database, plant: Plant, clock: FakeClock, state: str, *, answerable: bool
) -> None:
    delivery = await plant.delivery(await plant.dissemination(), state=state)
    posted = await PostLookup(database, clock.now).posted(delivery)
    assert (posted is not None) is answerable


@pytest.fixture
def looked(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The single statements that were run."""
    ran: list[str] = []
    fetch = database.statements.fetch

    async def heard(statement: LiteralString, given: Mapping[str, object]) -> Sequence[Row]:
        ran.append(statement)
        return await fetch(statement, given)

    monkeypatch.setattr(database.statements, "fetch", heard)
    return ran


async def test_many_who_press_at_once_are_one_look_up(
    database: Database, plant: Plant, clock: FakeClock, looked: list[str]
) -> None:
    delivery = await plant.delivery(await plant.dissemination(), "police")
    lookup = PostLookup(database, clock.now)
    leaving = asyncio.create_task(lookup.posted(delivery))
    others = [asyncio.create_task(lookup.posted(delivery)) for _ in range(20)]
    await asyncio.sleep(0)
    leaving.cancel()
    found = await asyncio.gather(*others)
    assert all(posted is not None and posted.delivery == delivery for posted in found)
    assert len([statement for statement in looked if "FROM deliveries" in statement]) == 1


async def test_a_look_up_that_failed_is_made_again(
    database: Database, plant: Plant, clock: FakeClock
) -> None:
    delivery = await plant.delivery(await plant.dissemination(), "police")
    lookup = PostLookup(database, clock.now)
    async with database.begin() as connection:
        await connection.execute(text("ALTER TABLE deliveries RENAME TO gone"))
    with pytest.raises(psycopg.errors.UndefinedTable):
        await lookup.posted(delivery)
    async with database.begin() as connection:
        await connection.execute(text("ALTER TABLE gone RENAME TO deliveries"))
    assert await lookup.posted(delivery) is not None


async def test_a_post_is_remembered_for_seconds_only(
    database: Database, plant: Plant, clock: FakeClock, looked: list[str]
) -> None:
    delivery = await plant.delivery(await plant.dissemination())
    lookup = PostLookup(database, clock.now)
    assert await lookup.posted(delivery)
    looked.clear()
    clock.advance(posts.FRESH_FOR - timedelta(milliseconds=1))
    assert await lookup.posted(delivery)
    assert looked == []
    clock.advance(timedelta(milliseconds=1))
    assert await lookup.posted(delivery)
    assert len(looked) == 1  # the briefing itself is remembered for good
    async with database.begin() as connection:
        await connection.execute(text("UPDATE deliveries SET state = 'skipped'"))
    clock.advance(posts.FRESH_FOR)
    assert await lookup.posted(delivery) is None
    assert await lookup.posted(delivery) is None


async def test_what_a_lookup_remembers_is_bounded(
    database: Database, plant: Plant, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "MOST_POSTS", 2)
    monkeypatch.setattr(versions, "MOST", 1)
    lookup = PostLookup(database, clock.now)
    for _ in range(4):
        assert await lookup.posted(await plant.delivery(await plant.dissemination()))
    assert (len(lookup._seen), len(lookup._versions._read)) == (2, 1)


async def test_first_answers_are_read_by_question(
    database: Database, plant: Plant, facts: Facts
) -> None:
    record = BatchedRecord(database, lambda _: ())
    someone, another = await plant.members(2)
    await record.add(facts.answered(someone, "q1", "b", fits=False))
    await record.add(facts.answered(someone, "q1", "a", fits=True))
    await record.add(facts.answered(someone, "q2", "a", fits=True))
    await record.close()
    reader = ResponseReader(database)
    assert await reader.first_answers(facts.dissemination, someone) == {"q1": False, "q2": True}
    assert await reader.first_answers(facts.dissemination, another) == {}


async def test_the_notebook_merges_and_the_newest_wins(
    database: Database, clock: FakeClock
) -> None:
    notebook: Notebook = StoredNotebook(database, clock.now)
    assert await notebook.read("north") == {}
    await notebook.write("north", {"address": "one", "team": "T"})
    await notebook.write("north", {"address": "two"})
    await notebook.write("south", {"address": "three"})
    assert await notebook.read("north") == {"address": "two", "team": "T"}


async def test_queries_are_listed_without_who_asked(
    database: Database, plant: Plant, facts: Facts
) -> None:
    record = BatchedRecord(database, lambda words: ("name and age",) if "Ann" in words else ())
    (member,) = await plant.members(1)
    later = replace(facts, at=facts.at + timedelta(hours=1))
    await record.add(facts.queried(member, "What then?", uuid4()))
    await record.add(later.queried(member, "Ann, aged 5?", uuid4()))
    await record.close()
    other = await plant.dissemination()
    async with database.begin() as connection:
        listed = await list_queries(connection, facts.dissemination)
        assert await list_queries(connection, other) == []
        assert await list_queries(connection, facts.dissemination, limit=1) == listed[:1]
    assert [(entry.text, entry.warnings) for entry in listed] == [
        ("Ann, aged 5?", ("name and age",)),
        ("What then?", ()),
    ]
    assert (listed[0].briefing, listed[0].agency) == ("A small briefing", "police")
    assert str(member) not in str(listed)
