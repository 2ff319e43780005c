"""A survey by its plan: opened, reminded of and closed at its moments, in the channel alone; and
what is said about it afterwards, as often as that changes."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.sandbox.world import Post
from bot.store.content.shelf import SURVEYS
from bot.surveys.planning import plan_survey
from content.checks.survey import MAX_QUESTIONS
from content.survey import Agreement, YesNo
from schedules.calendar import PARTNERSHIP
from schedules.followups import days_after
from tests.fakes.surveys import small_survey
from tests.scenario.acting import Posted
from tests.scenario.saying import says, times_said
from tests.scenario.seen import wire
from tests.scenario.stage import Stage
from tests.scenario.test_pulse import NO, YES, answers, comes, kept, put

pytestmark = pytest.mark.asyncio(loop_scope="module")

MINUTE = timedelta(minutes=1)
FOUR = {"talked": "yes", "sure": "agree", "time": "no", "asked": "disagree"}


async def planned(stage: Stage, key: str, *, opens_at: datetime, closes_at: datetime) -> UUID:
    """Plan a survey of five questions for a channel."""
    small = small_survey(f"plan-{key}")
    talked, sure, box = small.questions
    more = (YesNo("time", "Is there time to?"), Agreement("asked", "I know whom to ask."))
    survey = replace(small, questions=(talked, sure, *more, box))
    assert len(survey.questions) == MAX_QUESTIONS
    bot = stage.sevenbot
    async with bot.database.begin() as connection:
        await SURVEYS.save(connection, survey, bot.now())
    return await plan_survey(
        bot.database,
        bot.directory,
        survey.slug,
        version=None,
        audience=key,
        opens_at=opens_at,
        closes_at=closes_at,
        now=bot.now,
    )


async def test_it_is_opened_reminded_of_and_closed_at_its_moments_in_the_channel_alone(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    key = stage.spare(platform)
    now = stage.clock.now()
    opens_at, closes_at = days_after(now, 3), days_after(now, 13)
    survey = await planned(stage, key, opens_at=opens_at, closes_at=closes_at)
    everything = len(stage.sandbox.world.posts)

    def posts() -> list[Post]:
        here = stage.channel(key).id
        return [post for post in stage.sandbox.world.posts if post.channel == here]

    await stage.until(opens_at - MINUTE)
    assert posts() == []
    await stage.until(opens_at + MINUTE)
    (opening,) = posts()
    assert "Open until" in wire(opening.body)

    posted = Posted(stage, stage.sandbox.faces[platform], opening, survey)
    form = await posted.reader(1).opens("Answer")
    assert [control.kind for control in form.controls] == ["one of"] * 4 + ["text"]
    for number in range(1, 12):
        thanks = await answers(posted.reader(number), FOUR)
        assert "Your answers are counted." in wire(thanks.body)
    counted = await kept(stage, survey)
    assert counted["counts"] == dict.fromkeys(FOUR.items(), 11)

    await stage.until(closes_at - MINUTE)
    opening, reminder = posts()
    assert "This goes to the whole channel" in wire(reminder.body)
    assert "At least 10 people have answered." in wire(reminder.body)
    assert "Your answers are counted." in wire((await answers(posted.reader(12), FOUR)).body)
    await stage.until(closes_at + MINUTE)
    assert "This survey has closed" in wire((await posted.reader(0).opens("Answer")).body)
    assert await kept(stage, survey) == {"counts": {}, "tokens": 0, "comments": []}

    await stage.until(PARTNERSHIP.next_allowed(stage.clock.now()).at + MINUTE)
    *_, results = posts()
    assert f"12 of {len(posted.members)} people answered." in wire(results.body)
    await stage.until(days_after(closes_at, 60))
    assert posts() == [opening, reminder, results]
    # Nobody was ever written to alone, whether they had answered or not.
    alone = [it for it in stage.sandbox.world.posts[everything:] if it.private_to is not None]
    assert [post for post in alone if "A small survey" in wire(post.body)] == []


async def test_what_will_be_done_is_posted_once_for_every_change_of_its_words(
    stage: Stage, platform: str
) -> None:
    posted = await put(stage, platform)
    for number, person in enumerate(posted.members):
        await answers(posted.as_(person), YES if number % 2 else NO)
    await stage.later(days=10)
    await comes(stage, posted.channel.name, "What you said")
    first, other = "A quiet room by March.", "A quiet room by May."
    for words, times in ((first, (1, 0)), (other, (1, 1)), (first, (2, 1)), (other, (2, 2))):
        await says(stage, posted, words)
        await stage.at_rest()
        await stage.later(days=1)
        await stage.at_rest()
        assert tuple(times_said(stage, posted, it) for it in (first, other)) == times
    assert times_said(stage, posted, "What you said") == 5
