"""What is asked again: in which order, in how many messages, and after a doubt."""

import asyncio
from datetime import timedelta

import pytest

from bot.store.recall import recalls
from tests.integration.loop.conftest import Loop, reworded


async def test_the_oldest_answers_come_first_however_they_were_held(loop: Loop) -> None:
    member = await loop.joins("U-1")
    first = await loop.briefs(member, briefing=reworded("first", questions=4))
    second = await loop.briefs(member, briefing=reworded("second", questions=4))
    await loop.keeps(*(loop.answered(first, member, f"q{n}", fits=False) for n in (1, 2)))
    loop.clock.advance(timedelta(minutes=1))
    await loop.keeps(*(loop.answered(second, member, f"q{n}", fits=False) for n in (3, 4)))
    loop.clock.advance(timedelta(minutes=1))
    await loop.keeps(*(loop.answered(first, member, f"q{n}", fits=False) for n in (3, 4)))
    await loop.turn()
    await loop.preferences.pause(member.id, loop.clock.now() + timedelta(days=11))
    for days in (4, 4, 4, 4, 1):
        await loop.later(days=days)
    assert await loop.asked_again(member) == [["q1", "q2", "q3"], ["q4", "q3", "q4"]]


async def test_a_doubt_after_an_answer_that_fitted_brings_it_back_sooner(loop: Loop) -> None:
    member, other = await loop.joins("U-1"), await loop.joins("U-2")
    sent = await loop.briefs(member, other, briefing=reworded())
    await loop.keeps(
        *(loop.answered(sent, whose, q) for whose in (member, other) for q in ("q1", "q2"))
    )
    await loop.turn()
    await loop.later(days=2)
    await loop.keeps(loop.unsure(sent, member))
    await loop.turn()
    assert await loop.asked_again(member) == []
    await loop.later(days=5)
    assert await loop.asked_again(member) == [["q1", "q2"]]
    await loop.later(days=23)
    assert await loop.asked_again(member) == [["q1", "q2"]] * 2
    assert await loop.asked_again(other) == [["q1", "q2"]]


async def test_a_doubt_changes_nothing_that_was_asked_again(loop: Loop) -> None:
    member = await loop.joins("U-1")
    sent = await loop.briefs(member, briefing=reworded())
    await loop.keeps(loop.answered(sent, member, "q1"))
    await loop.turn()
    await loop.later(days=30)
    await loop.keeps(loop.unsure(sent, member))
    for _ in range(12):
        await loop.later(days=7)
    assert await loop.asked_again(member) == [["q1"]]


async def test_one_turn_takes_members_whole(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalls, "MOST_MEMBERS", 1)
    people = await loop.crowd(3)
    sent = await loop.briefs(*people, briefing=reworded(questions=3))
    await loop.keeps(
        *(loop.answered(sent, who, f"q{n}", fits=False) for who in people for n in (1, 2, 3))
    )
    ahead = await loop.turn()
    assert ahead == loop.clock.now() + timedelta(days=7)
    await loop.later(days=7)
    assert sorted([len(await loop.asked_again(who)) for who in people]) == [0, 0, 1]
    while (ahead := await loop.turn()) is not None and ahead <= loop.clock.now():
        pass
    for who in people:
        assert await loop.asked_again(who) == [["q1", "q2", "q3"]]


async def test_two_clocks_ask_once(loop: Loop) -> None:
    people = await loop.crowd(12)
    sent = await loop.briefs(*people, briefing=reworded())
    await loop.keeps(*(loop.answered(sent, who, "q1", fits=False) for who in people))
    await loop.turn()
    loop.clock.advance(timedelta(days=7))
    await asyncio.gather(*(loop.turn() for _ in range(4)))
    for who in people:
        assert await loop.asked_again(who) == [["q1"]]


async def test_a_pause_that_outlasts_what_is_due_is_when_to_come_back(loop: Loop) -> None:
    member = await loop.joins("U-1")
    sent = await loop.briefs(member, briefing=reworded())
    await loop.keeps(loop.answered(sent, member, "q1", fits=False))
    until = loop.clock.now() + timedelta(days=20)
    await loop.preferences.pause(member.id, until)
    assert await loop.turn() == until
    assert await loop.later(days=9) == until
    assert await loop.asked_again(member) == []
