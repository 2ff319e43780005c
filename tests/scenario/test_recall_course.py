"""How often a question returns, and when: told from the first answer, and from what was said with
it."""

from datetime import datetime, timedelta

import pytest

from bot.sandbox.world import Person
from config.now import LONDON
from schedules.followups import days_after
from tests.scenario.acting import Posted, Reader
from tests.scenario.seen import wire
from tests.scenario.stage import BRIEFING, Stage
from tests.scenario.test_recall import AGAIN, RECALL, answered, asked_for

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARGIN = timedelta(hours=2)


def days_on_which_asked(stage: Stage, person: Person, since: datetime) -> list[int]:
    """Return on which days after the first answer the person was asked again, by London's days."""
    first = since.astimezone(LONDON).date()
    posts = [post for post in stage.private_posts(person, AGAIN) if post.at > since]
    return [(post.at.astimezone(LONDON).date() - first).days for post in posts]


async def day(stage: Stage, since: datetime, number: int) -> None:
    """Let time pass until so many days after, and all of it come that then comes."""
    await stage.until(days_after(since, number) + MARGIN)


async def answers_the_newest(stage: Stage, posted: Posted, reader: Reader, *, asked: int) -> None:
    """Answer what was asked last, the time number `asked` (from 1), as it does not fit."""
    own = asked_for(posted, reader, stage.private_posts(reader.person, AGAIN)[-1])
    screen = await own.opens("Answer")
    for question in stage.library[BRIEFING].questions:
        variant = question.variants[(asked - 1) % len(question.variants)]
        wrong = next(answer.key for answer in variant.answers if not answer.fits)
        screen = await own.sends(screen, wrong)
        assert "Not quite" in wire(screen.body)
        screen = await own.sends(screen)


async def test_a_right_answer_returns_in_a_month_and_in_a_week_where_one_is_unsure(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    sure, doubter = posted.reader(2), posted.reader(3)
    for reader in (sure, doubter):
        await answered(stage, posted, reader, fits=True)
    since = stage.clock.now()
    await doubter.sends(await doubter.opens("I'm unsure"))
    for number in (1, 6):
        await day(stage, since, number)
    assert days_on_which_asked(stage, doubter.person, since) == []
    for number in (7, 8, 29):
        await day(stage, since, number)
        assert days_on_which_asked(stage, doubter.person, since) == [7]
        assert days_on_which_asked(stage, sure.person, since) == []
    for number in (30, 31, 60):
        await day(stage, since, number)
        assert days_on_which_asked(stage, doubter.person, since) == [7, 30]
        assert days_on_which_asked(stage, sure.person, since) == [30]


async def test_a_doubt_told_days_after_a_right_answer_brings_it_back_in_the_week(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader = posted.reader(4)
    await answered(stage, posted, reader, fits=True)
    since = stage.clock.now()
    await day(stage, since, 3)
    await reader.sends(await reader.opens("I'm unsure"), words="When do we ring, and whom?")
    await day(stage, since, 6)
    assert days_on_which_asked(stage, reader.person, since) == []
    await day(stage, since, 7)
    assert days_on_which_asked(stage, reader.person, since) == [7]


async def test_it_is_asked_three_times_at_most_whether_it_is_answered_or_not(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    silent, tries = posted.reader(5), posted.reader(6)
    for reader in (silent, tries):
        await answered(stage, posted, reader, fits=False)
    since = stage.clock.now()
    for asked, number in enumerate((7, 30, 90), start=1):
        await day(stage, since, number - 1)
        await day(stage, since, number)
        for reader in (silent, tries):
            came = days_on_which_asked(stage, reader.person, since)
            assert came == [7, 30, 90][:asked]
        await answers_the_newest(stage, posted, tries, asked=asked)
    for number in (91, 97, 120, 180, 400):
        await day(stage, since, number)
    for reader in (silent, tries):
        assert days_on_which_asked(stage, reader.person, since) == [7, 30, 90]
    questions = len(stage.library[BRIEFING].questions)
    rows = await stage.rows(
        "SELECT turn, recalled, next_at, ended FROM recalls WHERE dissemination = :it",
        it=posted.dissemination,
    )
    ends = {(row["turn"], row["recalled"], row["next_at"], row["ended"]) for row in rows}
    assert len(rows) == 2 * questions
    assert ends == {(3, 0, None, "asked as often as planned")}
