"""A survey's course: opened, reminded of, closed, and brought back."""

import asyncio
from datetime import timedelta

import pytest

from bot.surveys.results import comments_of, results_of
from config.errors import Refused
from content.results import Shown, Suppressed
from tests.integration.surveys.conftest import Room, said
from tests.integration.surveys.course import answered, post


async def test_it_is_opened_reminded_of_closed_and_brought_back(room: Room) -> None:
    survey, people = await room.opened({"police": 12, "health": 14})
    assert await room.slots(survey) == [
        f"opening {channel}" for channel in ("health-team", "leads", "police-team", "school-team")
    ]
    assert "Was it talked over" not in await post(room, survey, "opening")
    assert "Open until" in await post(room, survey, "opening")
    await answered(room, survey, people[:12])
    assert (await room.later(days=5)) == (await room.survey(survey)).remind_at
    assert len(await room.slots(survey)) == 4
    await room.later(days=2)
    assert (await room.slots(survey))[4:] == ["reminder health-team", "reminder police-team"]
    said_so_far = await post(room, survey, "reminder")
    assert "At least 10 people have answered." in said_so_far
    assert "12" not in said_so_far.replace("12 ", "")
    await room.later(days=1)
    assert len(await room.slots(survey)) == 6
    await answered(room, survey, people[12:], talked="not-sure")

    key = room.keys.read(survey)
    await room.later(days=2)
    closed = await room.survey(survey)
    assert closed.closed_at is not None
    assert list(room.keys.folder.iterdir()) == []
    assert key not in str(closed).encode()
    assert await room.left(survey) == {
        "survey_counts": 0,
        "survey_comments": 0,
        "survey_participation": 0,
    }
    assert (await room.slots(survey))[6:] == ["results health-team", "results police-team"]
    results = results_of(closed)
    # The school was asked and nobody reached there: it is not told of.
    assert list(results.agencies) == ["health", "police"]
    assert results.agencies["health"].answers["talked"]["not-sure"] == Shown(14)
    assert "26 of 26 people answered" in await post(room, survey, "results")
    assert "closed before this was posted" in await post(room, survey, "opening")
    assert len(comments_of(closed).shown) == 13
    told = await post(room, survey, "results")
    assert not any(words in told for words in closed.comments)
    before = await room.slots(survey)
    await room.later(days=1)
    assert await room.slots(survey) == before


async def test_two_clocks_at_once_do_it_once(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    await answered(room, survey, people)
    for days in (7, 4):
        room.clock.advance(timedelta(days=days))
        await asyncio.gather(*(room.tick() for _ in range(4)))
    assert await room.slots(survey) == [
        *(f"opening {key}" for key in ("health-team", "leads", "police-team", "school-team")),
        "reminder police-team",
        "results police-team",
    ]
    assert results_of(await room.survey(survey)).everyone.answered == Shown(12)


async def test_a_small_group_is_held_back_and_comments_of_few_are_gone(room: Room) -> None:
    survey, people = await room.opened({"police": 4, "health": 5})
    await answered(room, survey, people)
    await room.later(days=11)
    closed = await room.survey(survey)
    results = results_of(closed)
    assert isinstance(results.agencies["police"].answered, Suppressed)
    assert isinstance(results.everyone.answered, Suppressed)
    assert closed.comments == ()
    assert "9 people were asked." in await post(room, survey, "results")
    one = results_of(closed, {"police"})
    assert isinstance(one.everyone.answered, Suppressed)
    with pytest.raises(KeyError):
        results_of(closed, {"fire"})


async def test_results_wait_for_working_hours(room: Room) -> None:
    survey, people = await room.opened({"police": 12}, days=10.5)
    await answered(room, survey, people)
    # Opened on a Monday at nine, it closes on a Thursday at nine in the evening.
    back = await room.later(days=10.5)
    closed = await room.survey(survey)
    assert closed.closed_at is not None
    assert closed.shared_at is None
    assert back == closed.closed_at + timedelta(hours=11)
    await room.later(hours=11)
    assert (await room.slots(survey))[-1] == "results police-team"


async def test_a_comment_that_we_learn_to_doubt_is_held_back(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    # As if the check had not known this one when it was written.
    await room.desk.answer(survey, people[0], said(words="Ring me on 07700 900123"))
    await answered(room, survey, people[1:])
    await room.later(days=11)
    told = comments_of(await room.survey(survey))
    assert told.held_back == 1
    assert len(told.shown) == 5


async def test_a_survey_that_reaches_nobody_is_called_off(room: Room) -> None:
    survey = await room.planned()
    await room.tick()
    key = room.keys.folder / f"{survey}.key"
    assert key.exists()
    await room.later(days=11)
    ended = await room.survey(survey)
    assert "nobody" in ended.called_off
    assert not key.exists()
    with pytest.raises(Refused, match="no results"):
        results_of(ended)
    assert len(await room.slots(survey)) == 4


async def test_a_survey_whose_time_passed_without_a_clock_is_never_posted(room: Room) -> None:
    survey = await room.planned(days=2)
    await room.later(days=3)
    assert "Its time was over" in (await room.survey(survey)).called_off
    assert await room.slots(survey) == []


async def test_closing_one_survey_leaves_the_others_as_they_were(room: Room) -> None:
    first, people = await room.opened({"police": 12}, days=5)
    second, others = await room.opened({"health": 7}, days=10)
    await answered(room, first, people)
    await answered(room, second, others[:6])
    before = await room.counted(second)
    await room.later(days=6)
    assert (await room.survey(first)).closed_at is not None
    assert await room.counted(second) == before
    assert not await room.desk.answer(second, others[0], said())
    assert await room.desk.answer(second, others[6], said())
    left = await room.left(second)
    assert (left["survey_participation"], left["survey_comments"]) == (7, 3)


async def test_a_key_that_cannot_be_made_is_tried_again(room: Room) -> None:
    room.keys.folder.parent.joinpath("keys").touch()
    survey = await room.planned()
    assert await room.tick() == room.clock.now() + timedelta(seconds=30)
    assert await room.slots(survey) == []
    room.keys.folder.unlink()
    await room.later(seconds=30)
    assert (await room.survey(survey)).opened_at is not None
