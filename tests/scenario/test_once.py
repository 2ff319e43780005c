"""Told twice, kept once: double clicks, platforms' retries, replays byte for byte."""

import asyncio

import pytest

from tests.scenario.acting import Reader
from tests.scenario.seen import wire
from tests.scenario.stage import BRIEFING, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_double_click_on_different_options_keeps_one(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    question = stage.library[BRIEFING].questions[0]
    for number in range(4):
        reader = posted.reader(number)
        screen = await reader.opens("Check my understanding")
        keys = [answer.key for answer in question.answers]
        shown = await asyncio.gather(*(reader.sends(screen, key) for key in keys))
        for key, result in zip(keys, shown, strict=True):
            (why,) = [answer.why for answer in question.answers if answer.key == key]
            assert why in wire(result.body)
        answers = await posted.first_answers(reader.person)
        (chosen, fits) = answers[question.key]
        assert len(chosen) == 1
        assert fits == next(a.fits for a in question.answers if a.key == chosen[0])
        # Each choice is a fact; which came first is settled, and stays.
        assert await reader.kinds() == ["answered"] * len(keys)
        await reader.sends(await reader.opens("Read it"))
        assert (await posted.first_answers(reader.person))[question.key] == (chosen, fits)


async def test_the_same_answer_many_times_at_once_is_one_fact(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    key = stage.library[BRIEFING].questions[0].answers[0].key
    screen = await reader.opens("Check my understanding")
    shown = await asyncio.gather(*(reader.sends(screen, key) for _ in range(8)))
    assert (
        len({wire({"card": s.body.get("body"), "blocks": s.body.get("blocks")}) for s in shown})
        == 1
    )
    assert await reader.kinds() == ["answered"]


async def test_everybody_at_once(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)

    async def act(reader: Reader) -> None:
        screen = await reader.sends(await reader.opens("Read it"))
        for question in stage.library[BRIEFING].questions:
            fits = [answer.key for answer in question.answers if answer.fits]
            screen = await reader.sends(await reader.sends(screen, *fits))

    people = range(len(posted.members))
    await asyncio.gather(*(act(posted.reader(number)) for number in people))
    for number in people:
        reader = posted.reader(number)
        assert await reader.kinds() == ["acknowledged", *["answered"] * 3, "opened"]
        assert [fits for _, fits in (await posted.first_answers(reader.person)).values()] == [
            True,
            True,
            True,
        ]


async def test_a_replay_of_any_submission_gets_the_same_reply_and_changes_nothing(
    stage: Stage, platform: str
) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    questions = stage.library[BRIEFING].questions

    async def replayed() -> None:
        before = await stage.counts(), await posted.facts()
        first, second = await reader.resend()
        assert first == second
        assert first
        assert (await stage.counts(), await posted.facts()) == before

    screen = await reader.sends(await reader.opens("Read it"))
    await replayed()
    for question in questions:
        screen = await reader.sends(screen, question.answers[0].key)
        await replayed()
        screen = await reader.sends(screen)
        await replayed()
    box = await reader.sends(screen)
    await replayed()
    await reader.sends(box, words="What about under-ones?")
    await replayed()
    assert len(await posted.queries()) == 1


async def test_a_replay_of_a_press_changes_nothing(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    for label in ("Read it", "Check my understanding", "Ask a question", "Where this comes from"):
        await reader.opens(label)
        before = await stage.counts(), await posted.facts()
        first, second = await reader.resend()
        assert first == second
        assert (await stage.counts(), await posted.facts()) == before


async def test_the_same_question_again_is_one_query(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    for words in ("Who do we ring?", "  Who do  we ring? ", "And at night?"):
        await reader.sends(await reader.opens("Ask a question"), words=words)
    texts = sorted(query["text"] for query in await posted.queries())
    assert texts == ["And at night?", "Who do we ring?"]
