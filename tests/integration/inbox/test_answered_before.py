"""Which of a member's queries were answered, as the use cases are told."""

from datetime import timedelta

from bot.store.inbox.queries import QueryReader
from tests.integration.conftest import Facts
from tests.integration.inbox.conftest import CY, OTHER, UNA, WORDS, Room


async def test_what_was_answered_stands_in_the_order_of_the_answers(room: Room) -> None:
    dissemination = await room.plant.dissemination()
    delivery = await room.plant.delivery(dissemination)
    facts = Facts(dissemination, delivery, "police", room.clock.now())
    member, another = await room.plant.members(2)
    first, second, _ = [await room.asked(facts=facts, member=member) for _ in range(3)]
    theirs = await room.asked(facts=facts, member=another)
    elsewhere = await room.asked(member=member)
    reader = QueryReader(room.database)
    assert await reader.answered(dissemination, member) == []

    for query in (theirs, elsewhere):
        await room.inbox.answer(query, WORDS, by=CY)
    written = await room.inbox.clarify(second, OTHER, by=CY)
    assert await reader.answered(dissemination, member) == []
    room.clock.advance(timedelta(hours=1))
    await room.inbox.approve(written.id, by=UNA)
    assert await reader.answered(dissemination, member) == [second]
    room.clock.advance(timedelta(hours=1))
    for query in (first, second):
        await room.inbox.answer(query, WORDS, by=CY)
    assert await reader.answered(dissemination, member) == [second, first]
    # The clarification is taken back: the private answer still stands, and came later.
    room.clock.advance(timedelta(hours=1))
    await room.inbox.withdraw(written.id, by=CY)
    assert set(await reader.answered(dissemination, member)) == {first, second}


async def test_a_clarification_that_is_taken_back_answers_nothing(room: Room) -> None:
    (member,) = await room.plant.members(1)
    query = await room.asked(member=member)
    written = await room.inbox.clarify(query, OTHER, by=CY)
    await room.inbox.approve(written.id, by=UNA)
    reader, about = QueryReader(room.database), (await room.entry(query)).dissemination
    assert await reader.answered(about, member) == [query]
    await room.inbox.withdraw(written.id, by=CY)
    assert await reader.answered(about, member) == []
