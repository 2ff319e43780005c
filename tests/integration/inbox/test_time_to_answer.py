"""What is open, since when, and how long answering takes."""

from datetime import datetime, timedelta

import pytest

from bot.store.inbox.queries import (
    OpenQueries,
    TimeToAnswer,
    list_open,
    list_queries,
    list_settled,
    open_queries,
    time_to_answer,
)
from config.now import LONDON
from tests.fakes.clock import START
from tests.integration.inbox.conftest import CY, OTHER, UNA, WORDS, Room


async def _figures(room: Room) -> tuple[OpenQueries, TimeToAnswer]:
    async with room.database.begin() as connection:
        return await open_queries(connection), await time_to_answer(connection)


async def test_nothing_was_asked(room: Room) -> None:
    assert await _figures(room) == (OpenQueries(0, None), TimeToAnswer(0, None))


async def test_the_first_of_answer_and_clarification_counts(room: Room) -> None:
    first, second, third = [await room.asked() for _ in range(3)]
    room.clock.advance(timedelta(hours=2))
    fourth = await room.asked("", about="unsure")
    assert await _figures(room) == (OpenQueries(4, START), TimeToAnswer(0, None))

    # Privately after six hours, to everybody after ten: six.
    room.clock.set(START + timedelta(hours=6))
    await room.inbox.answer(first, WORDS, by=CY)
    written = await room.inbox.clarify(first, OTHER, by=CY)
    also = await room.inbox.clarify(second, OTHER, by=CY)
    assert await _figures(room) == (
        OpenQueries(3, START),
        TimeToAnswer(1, timedelta(hours=6)),
    )
    # To everybody after ten hours, privately after twelve: ten.
    room.clock.set(START + timedelta(hours=10))
    await room.inbox.approve(written.id, by=UNA)
    await room.inbox.approve(also.id, by=UNA)
    room.clock.set(START + timedelta(hours=12))
    await room.inbox.answer(second, WORDS, by=CY)
    assert await _figures(room) == (
        OpenQueries(2, START),
        TimeToAnswer(2, timedelta(hours=8)),
    )
    # Asked two hours later than the others, and answered after fourteen: twelve.
    room.clock.set(START + timedelta(hours=14))
    await room.inbox.answer(fourth, WORDS, by=CY)
    assert await _figures(room) == (
        OpenQueries(1, START),
        TimeToAnswer(3, timedelta(hours=10)),
    )
    async with room.database.begin() as connection:
        assert [entry.id for entry in await list_open(connection)] == [third]
        assert [entry.id for entry in await list_settled(connection)] == [fourth, second, first]
        assert [entry.id for entry in await list_settled(connection, limit=1)] == [fourth]


async def test_what_was_withdrawn_answers_nobody(room: Room) -> None:
    query = await room.asked()
    written = await room.inbox.clarify(query, WORDS, by=CY)
    await room.inbox.approve(written.id, by=UNA)
    assert (await _figures(room))[0].count == 0
    await room.inbox.withdraw(written.id, by=UNA)
    assert await _figures(room) == (OpenQueries(1, START), TimeToAnswer(0, None))


async def test_the_longest_waiting_stand_first(room: Room) -> None:
    asked: list[object] = []
    for _ in range(3):
        asked.append(await room.asked())
        room.clock.advance(timedelta(hours=1))
    async with room.database.begin() as connection:
        found = await list_open(connection)
        assert [entry.id for entry in found] == asked
        assert [entry.id for entry in await list_open(connection, limit=2)] == asked[:2]
        (only,) = await list_queries(connection, found[0].dissemination)
    assert only == found[0]
    assert "member" not in str(found)


@pytest.mark.parametrize(
    ("asked", "now", "days"),
    [
        ((2026, 11, 2, 9), (2026, 11, 2, 23), 0),
        ((2026, 11, 2, 23), (2026, 11, 3, 1), 1),
        ((2026, 10, 24, 12), (2026, 10, 26, 11), 2),  # the clocks go back between
        ((2026, 7, 1, 23), (2026, 7, 31, 1), 30),
    ],
)
async def test_days_are_londons(
    room: Room, asked: tuple[int, ...], now: tuple[int, ...], days: int
) -> None:
    room.clock.set(datetime(*asked, tzinfo=LONDON))  # type: ignore[arg-type, misc]
    entry = await room.entry(await room.asked())
    assert entry.days(datetime(*now, tzinfo=LONDON)) == days  # type: ignore[arg-type, misc]
