"""Reading and answering: one flow, no dead ends. Every request signed, every reply on the wire."""

import pytest

from tests.scenario.acting import Reader
from tests.scenario.seen import asks, wire
from tests.scenario.stage import BRIEFING, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


def fitting(stage: Stage, number: int) -> tuple[str, ...]:
    question = stage.library[BRIEFING].questions[number - 1]
    return tuple(answer.key for answer in question.answers if answer.fits)


def unfitting(stage: Stage, number: int) -> str:
    question = stage.library[BRIEFING].questions[number - 1]
    return next(answer.key for answer in question.answers if not answer.fits)


def why(stage: Stage, number: int, key: str) -> str:
    question = stage.library[BRIEFING].questions[number - 1]
    return next(answer.why for answer in question.answers if answer.key == key)


async def test_the_post_is_calm_and_short(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    briefing = stage.library[BRIEFING]
    said = wire(posted.post.body)
    for words in (briefing.title, briefing.summary, *briefing.key_points):
        assert words.replace('"', '\\"') in said
    assert "7-minute briefing" in said
    assert "version 1" in said
    labels = [control.label for control in posted.face.controls(posted.post)]
    assert labels[0].startswith("Read it (")
    assert labels[1:] == [
        "Check my understanding",
        "Ask a question",
        "I'm unsure",
        "Where this comes from",
    ]
    assert briefing.format.sections[0].title not in said
    assert "<!" not in said
    assert await posted.facts() == []
    (delivered,) = await stage.rows(
        "SELECT state, receipt FROM deliveries WHERE dissemination = :it", it=posted.dissemination
    )
    assert delivered["state"] == "delivered"
    assert posted.post.id in wire(delivered["receipt"])


async def test_the_whole_flow(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    briefing = stage.library[BRIEFING]
    reader = posted.reader()

    reading = await reader.opens("Read it")
    for section in briefing.format.sections:
        assert section.title in wire(reading.body)
    assert reading.submit == "I've read it"
    assert await reader.kinds() == ["opened"]

    shown = await reader.sends(reading)
    assert await reader.kinds() == ["acknowledged", "opened"]
    titles = {reading.title, shown.title}
    for number in range(1, 4):
        assert f"Question {number} of 3" in wire(shown.body)
        assert shown.submit == "See what fits"
        chosen = (unfitting(stage, 2),) if number == 2 else fitting(stage, number)
        result = await reader.sends(shown, *chosen)
        said = wire(result.body)
        assert ("Not quite" if number == 2 else "This fits practice") in said
        for key in {*chosen, *fitting(stage, number)}:
            assert why(stage, number, key) in said
        assert result.submit == ("Finish" if number == 3 else "Next question")
        titles.add(result.title)
        shown = await reader.sends(result)
    assert "2 of your 3 first answers fitted practice" in wire(shown.body)
    assert not asks(shown)
    assert shown.submit == "Ask a question"
    assert len(titles) == 1

    assert await reader.kinds() == ["acknowledged", "answered", "answered", "answered", "opened"]
    answers = await posted.first_answers(reader.person)
    assert [fits for _, fits in answers.values()].count(True) == 2

    box = await reader.sends(shown)
    thanks = await reader.sends(box, words="Who do we ring at night?")
    assert "Thank you for raising a hand" in wire(thanks.body)
    assert thanks.submit is None
    assert [query["text"] for query in await posted.queries()] == ["Who do we ring at night?"]


async def test_closing_unread_keeps_that_it_was_opened(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    await posted.reader().opens("Read it")
    assert await posted.kinds() == ["opened"]
    reader = posted.reader(1)
    await reader.opens("Read it")
    await reader.opens("Read it")
    assert await reader.kinds() == ["opened"]


async def _answer_one(reader: Reader, stage: Stage) -> None:
    question = await reader.sends(await reader.opens("Read it"))
    await reader.sends(question, *fitting(stage, 1))


async def test_closing_half_way_and_coming_back(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    await _answer_one(reader, stage)
    again = await reader.opens("Check my understanding")
    assert "Question 2 of 3" in wire(again.body)
    through_reading = await reader.sends(await reader.opens("Read it"))
    assert "Question 2 of 3" in wire(through_reading.body)
    # What was answered counts, and coming back by either door is no second fact.
    assert await reader.kinds() == ["acknowledged", "answered", "opened"]


async def test_check_my_understanding_enters_at_the_questions(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    question = await reader.opens("Check my understanding")
    assert "Question 1 of 3" in wire(question.body)
    assert await reader.kinds() == []
    await reader.sends(question, *fitting(stage, 1))
    # Nothing is inferred: who answered has not said that they read it.
    assert await reader.kinds() == ["answered"]


async def test_a_first_answer_stays(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    question = await reader.opens("Check my understanding")
    await reader.sends(question, unfitting(stage, 1))
    result = await reader.sends(await _first_question_again(reader, stage), *fitting(stage, 1))
    assert "This fits practice" in wire(result.body)
    answers = await posted.first_answers(reader.person)
    assert answers[stage.library[BRIEFING].questions[0].key] == ([unfitting(stage, 1)], False)


async def _first_question_again(reader: Reader, stage: Stage) -> "object":
    """Answer what is open, and go in once more: this time for oneself."""
    for number in (2, 3):
        question = await reader.opens("Check my understanding")
        assert f"Question {number} of 3" in wire(question.body)
        await reader.sends(question, *fitting(stage, number))
    again = await reader.opens("Check my understanding")
    assert "Question 1 of 3" in wire(again.body)
    assert "This time it is for yourself" in wire(again.body)
    return again
