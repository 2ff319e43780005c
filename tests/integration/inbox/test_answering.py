"""Answering the one person who asked."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bot.decisions.inbox import learning_group
from bot.decisions.letters import Letters
from bot.delivery.composing import Needless
from bot.followups.queries import ComposeAnswer
from bot.store.delivery.deliveries import Delivery, State
from bot.store.evidence.audit import Act
from bot.store.inbox.answers import went_out
from config.errors import InputError, NotFound, Refused
from content.message import plain_text
from tests.fakes.clock import START
from tests.integration.inbox.conftest import CY, OLLY, OTHER, UNA, WORDS, Room, directory
from tests.integration.loading import load_delivery

_PAUSE = (
    "INSERT INTO preferences (member, paused_until, changed_at) SELECT member, :until, now()"
    " FROM queries WHERE id = :it ON CONFLICT (member) DO UPDATE SET paused_until = :until"
    " RETURNING member"
)


def test_the_learning_group_is_named_by_the_directory() -> None:
    assert learning_group(directory()) == (CY, UNA, OLLY)


@pytest.mark.parametrize("by", [CY, UNA, OLLY, " cy  coordinator "])
async def test_an_answer_is_kept_with_its_decision_and_goes_to_who_asked(
    room: Room, by: str
) -> None:
    query = await room.asked()
    room.clock.advance(timedelta(days=2))
    answered = await room.inbox.answer(query, f"  {WORDS}\r\n", by=by)
    assert answered == await room.entry(query)
    assert (answered.answer, answered.answered_at) == (WORDS, room.clock.now())
    assert answered.settled_at == room.clock.now()
    assert answered.days(room.clock.now() + timedelta(days=9)) == 2
    (decision,) = await room.decisions(query)
    assert (decision.act, decision.person) == (Act.ANSWERED, answered.answered_by)
    assert WORDS not in str(decision)

    assert await room.sent(query) == []
    assert await room.tick() is None
    ((kind, channel, member),) = await room.sent(query)
    assert (kind, channel) == ("answer", None)
    assert await room.rows("SELECT 1 FROM queries WHERE id = :q AND member = :m", q=query, m=member)
    assert await room.tick() is None
    assert len(await room.sent(query)) == 1


async def test_two_clocks_send_it_once(room: Room) -> None:
    query = await room.asked()
    await room.inbox.answer(query, WORDS, by=CY)
    await asyncio.gather(*(room.tick() for _ in range(4)))
    assert len(await room.sent(query)) == 1


async def test_the_same_answer_again_changes_nothing_and_another_is_refused(room: Room) -> None:
    query = await room.asked()
    first = await room.inbox.answer(query, WORDS, by=CY)
    room.clock.advance(timedelta(hours=1))
    assert await room.inbox.answer(query, WORDS, by=UNA) == first
    with pytest.raises(Refused, match=f"{CY} answered this query on Mon 2 Nov 2026, 09:00"):
        await room.inbox.answer(query, OTHER, by=UNA)
    assert await room.entry(query) == first
    assert len(await room.decisions(query)) == 1


async def test_of_two_at_the_same_moment_one_answers(room: Room) -> None:
    query = await room.asked()
    outcomes = await asyncio.gather(
        *(room.inbox.answer(query, words, by=CY) for words in (WORDS, OTHER, WORDS, OTHER)),
        return_exceptions=True,
    )
    refused = [each for each in outcomes if isinstance(each, Refused)]
    assert len(refused) == 2
    assert len(await room.decisions(query)) == 1


@pytest.mark.parametrize("by", ["", "Sid Scrutineer", "Nobody", "\ud83d"])
async def test_only_the_group_answers(room: Room, by: str) -> None:
    query = await room.asked()
    with pytest.raises(Refused, match="is not the name of a coordinator or approver"):
        await room.inbox.answer(query, WORDS, by=by)
    assert (await room.entry(query)).settled_at is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("  \n ", "Please write something first"),
        ("please ask\n" * 300, "under 2000 characters"),
        ("Jack Smith, aged 7, told us.", "may identify somebody"),
    ],
)
async def test_words_that_cannot_be_sent(room: Room, words: str, said: str) -> None:
    query = await room.asked()
    with pytest.raises(InputError, match=said) as caught:
        await room.inbox.answer(query, words, by=CY)
    assert [problem.where for problem in caught.value.problems] == ["words"]
    assert "Jack" not in str(caught.value)
    assert (await room.entry(query)).settled_at is None
    assert await room.decisions(query) == []


async def test_there_is_no_such_query(room: Room) -> None:
    with pytest.raises(NotFound, match="There is no query"):
        await room.inbox.answer(uuid4(), WORDS, by=CY)


async def test_nobody_is_written_to_at_night_or_at_the_weekend(room: Room) -> None:
    query = await room.asked()
    room.clock.set(START + timedelta(days=4, hours=12))  # Friday evening
    await room.inbox.answer(query, WORDS, by=CY)
    monday = START + timedelta(days=7, hours=-1)
    assert await room.tick() == monday
    assert await room.sent(query) == []
    room.clock.set(monday)
    assert await room.tick() is None
    assert len(await room.sent(query)) == 1


async def test_a_pause_holds_it_back(room: Room) -> None:
    query = await room.asked()
    await room.inbox.answer(query, WORDS, by=CY)
    until = START + timedelta(days=5)  # a Saturday
    await room.rows(_PAUSE, it=query, until=until)
    assert await room.tick() == START + timedelta(days=7, hours=-1)
    assert await room.sent(query) == []


async def _delivery(room: Room) -> Delivery:
    (row,) = await room.rows("SELECT id FROM deliveries WHERE state = 'planned'")
    return await load_delivery(room.database, row["id"])


async def test_a_pause_in_the_last_moment_holds_it_back_too(room: Room) -> None:
    query = await room.asked()
    await room.inbox.answer(query, WORDS, by=CY)
    await room.tick()
    delivery = await _delivery(room)
    compose = ComposeAnswer(room.clock.now)
    async with room.database.begin() as connection:
        said = await compose(connection, delivery)
    assert not isinstance(said, Needless)
    assert WORDS in plain_text(said)

    await room.rows(_PAUSE, it=query, until=START + timedelta(hours=2))
    async with room.database.begin() as connection:
        held = await compose(connection, delivery)
        await connection.execute(text("UPDATE deliveries SET state = 'skipped', reason = 'Held.'"))
    assert held == Needless("The person has paused private messages; it is sent later.")
    assert await room.tick() == START + timedelta(hours=2)
    room.clock.advance(timedelta(hours=2))
    assert await room.tick() is None
    assert len(await room.sent(query)) == 2
    async with room.database.begin() as connection:
        assert not isinstance(await compose(connection, delivery), Needless)
        latest, before = await went_out(connection, query)
    assert (latest.state, before.state, before.reason) == (State.PLANNED, State.SKIPPED, "Held.")


async def test_what_was_erased_is_not_sent(room: Room) -> None:
    query = await room.asked()
    await room.inbox.answer(query, WORDS, by=CY)
    await room.tick()
    delivery = await _delivery(room)
    await room.rows("DELETE FROM queries RETURNING id")
    async with room.database.begin() as connection:
        said = await ComposeAnswer(room.clock.now)(connection, delivery)
    assert said == Needless("The query is not there any more.")


async def test_a_query_about_what_was_stopped_is_answered(room: Room) -> None:
    query = await room.asked()
    await room.stop(query)
    await room.inbox.answer(query, WORDS, by=CY)
    await room.tick()
    assert len(await room.sent(query)) == 1


async def test_an_answer_that_was_given_up_is_not_sent_anew(room: Room) -> None:
    query = await room.asked()
    await room.inbox.answer(query, WORDS, by=CY)
    await room.tick()
    async with room.inbox.database.begin() as connection:
        await connection.execute(
            text("UPDATE deliveries SET state = 'halted', reason = 'Blocked.'")
        )
        (one,) = await went_out(connection, query)
        assert one.state is State.HALTED
    (which,) = await room.rows("SELECT id FROM deliveries WHERE member IS NOT NULL")
    letters = Letters(
        room.inbox.database, room.inbox.errands.queue, room.inbox.directory, room.clock.now
    )
    given_up = await letters.give_up(UUID(str(which["id"])), by=CY, reason="The person left.")
    assert (given_up.outcome, given_up.title) == (State.SKIPPED, (await room.entry(query)).briefing)
    room.clock.advance(timedelta(days=1))
    assert await room.tick() is None
    assert len(await room.sent(query)) == 1
    async with room.database.begin() as connection:
        (one,) = await went_out(connection, query)
    assert (one.given_up, one.reason) == (True, "Given up: The person left.")
