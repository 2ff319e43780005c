"""The same learning asked again, weeks later, in private and in other words."""

import pytest

from bot.decisions.plans import stop_plan
from bot.sandbox.world import FieldTrouble
from schedules.followups import FollowUps
from tests.scenario.acting import Posted, Reader
from tests.scenario.seen import note, page, wire
from tests.scenario.stage import BRIEFING, Stage

AGAIN = "Asked again in other words"
RECALL = FollowUps(cascade=None, practice=None)

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def answered(stage: Stage, posted: Posted, reader: Reader, *, fits: bool) -> None:
    """Read, and answer every question."""
    questions = stage.library[BRIEFING].questions
    screen = await reader.opens("Check my understanding")
    for question in questions:
        chosen = [a.key for a in question.answers if a.fits is fits]
        screen = await reader.sends(screen, *(chosen if fits else chosen[:1]))
        screen = await reader.sends(screen)


def asked_for(posted: Posted, reader: Reader, post: object) -> Reader:
    """Let the person act on a private message."""
    face = posted.face
    return Reader(Posted(posted.stage, face, post, posted.dissemination), reader.person)  # type: ignore[arg-type]


async def test_what_did_not_fit_returns_reworded_and_is_paired_with_the_first_answer(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader = posted.reader(2)
    await answered(stage, posted, reader, fits=False)
    before = len(stage.private_posts(reader.person, AGAIN))
    await stage.later(days=6)
    assert len(stage.private_posts(reader.person, AGAIN)) == before
    await stage.later(days=1, hours=2)
    message = await stage.private(reader.person, AGAIN, after=before)
    said = wire(message.body)
    assert "A week ago you read" in said
    assert "3 questions" in said
    for question in stage.library[BRIEFING].questions:
        assert question.scenario not in said
        assert all(variant.scenario not in said for variant in question.variants)

    own = asked_for(posted, reader, message)
    screen = await own.opens("Answer them")
    for question in stage.library[BRIEFING].questions:
        variant = question.variants[0]
        assert variant.scenario.split("\n\n")[0][:60] in wire(screen.body)
        fitting = [answer.key for answer in variant.answers if answer.fits]
        screen = await own.sends(screen, *fitting)
        assert "This fits practice" in wire(screen.body)
        screen = await own.sends(screen)
    assert "All 3 of your answers fitted practice." in wire(screen.body)
    assert "Something of it returns about" in wire(screen.body)
    recalled = [detail for kind, detail in await posted.facts(reader.person) if kind == "recalled"]
    assert [detail["fits"] for detail in recalled] == [True] * 3
    assert [detail["first_fits"] for detail in recalled] == [False] * 3
    assert {detail["days"] for detail in recalled} == {7}
    assert {detail["turn"] for detail in recalled} == {1}


async def test_what_is_delivered_can_be_answered_when_it_is_stopped_and_nothing_more_comes(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader = posted.reader(4)
    await answered(stage, posted, reader, fits=False)
    before = len(stage.private_posts(reader.person, AGAIN))
    await stage.later(days=7, hours=2)
    message = await stage.private(reader.person, AGAIN, after=before)
    await stop_plan(stage.sevenbot.database, posted.dissemination, "Cy", stage.sevenbot.now)
    own = asked_for(posted, reader, message)
    screen = await own.opens("Answer them")
    for question in stage.library[BRIEFING].questions:
        answers = question.variants[0].answers
        screen = await own.sends(screen, *(answer.key for answer in answers if answer.fits))
        screen = await own.sends(screen)
    recalled = [detail for kind, detail in await posted.facts(reader.person) if kind == "recalled"]
    assert [detail["fits"] for detail in recalled] == [True] * 3
    for _ in range(4):
        await stage.later(days=30)
    turns = await stage.rows(
        "SELECT t.turn FROM recalls c JOIN recall_turns t ON t.recall = c.id"
        " WHERE c.dissemination = :it",
        it=posted.dissemination,
    )
    assert [row["turn"] for row in turns] == [1] * 3


async def test_what_fitted_returns_once_a_month_later(stage: Stage, platform: str) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader = posted.reader(3)
    await answered(stage, posted, reader, fits=True)
    before = len(stage.private_posts(reader.person, AGAIN))
    await stage.later(days=28)
    assert len(stage.private_posts(reader.person, AGAIN)) == before
    await stage.later(days=2, hours=2)
    message = await stage.private(reader.person, AGAIN, after=before)
    assert "weeks ago you read" in wire(message.body)
    await stage.later(days=70)
    assert len(stage.private_posts(reader.person, AGAIN)) == before + 1


async def test_leave_is_respected_and_several_become_one(stage: Stage, platform: str) -> None:
    await stage.monday()
    one, two = [await stage.posted(platform, follow_ups=RECALL) for _ in range(2)]
    person = one.members[12]
    for posted in (one, two):
        await answered(stage, posted, posted.as_(person), fits=False)
    before = len(stage.private_posts(person, AGAIN))
    await stage.later(days=7, hours=2)
    message = await stage.private(person, AGAIN, after=before)
    # Three questions, however often their briefing was sent.
    assert "3 questions" in wire(message.body)
    own = asked_for(one, one.as_(person), message)
    paused = await own.opens("Pause")
    done = await own.sends(paused, words="in 20 days")
    assert "No private message comes before" in wire(done.body)
    for _ in range(18):
        await stage.later(days=1)
    assert len(stage.private_posts(person, AGAIN)) == before + 1
    await stage.later(days=5)
    await stage.private(person, AGAIN, after=before + 1)
    assert len(stage.private_posts(person, AGAIN)) == before + 2
    await stage.later(minutes=10)
    assert len(stage.private_posts(person, AGAIN)) == before + 2, "never more than one a day"


async def test_a_pause_until_a_day_that_nobody_can_read_is_handed_back(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader = posted.reader(5)
    await answered(stage, posted, reader, fits=False)
    before = len(stage.private_posts(reader.person, AGAIN))
    await stage.later(days=7, hours=2)
    message = await stage.private(reader.person, AGAIN, after=before)
    own = asked_for(posted, reader, message)
    box = await own.opens("Pause")
    shown = await own.send(box, words="when I am back")
    trouble = shown.errors if isinstance(shown, FieldTrouble) else wire(page(shown).body)
    assert trouble
    rows = await stage.rows(
        "SELECT 1 FROM preferences WHERE member = :it", it=await stage.registered(reader.person)
    )
    assert rows == []


async def test_it_is_nobody_elses(stage: Stage, platform: str) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader, other = posted.reader(6), posted.reader(7)
    await answered(stage, posted, reader, fits=False)
    await other.opens("Read it")
    before = len(stage.private_posts(reader.person, AGAIN))
    await stage.later(days=7, hours=2)
    message = await stage.private(reader.person, AGAIN, after=before)
    facts = await stage.counts()
    refused = await asked_for(posted, other, message).press("Answer")
    assert "meant for somebody else" in note(refused)
    assert await stage.counts() == facts


async def test_recalled_twice_it_never_returns(stage: Stage, platform: str) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader = posted.reader(8)
    await answered(stage, posted, reader, fits=False)
    for asked, days in enumerate((7, 30)):
        before = len(stage.private_posts(reader.person, AGAIN))
        await stage.later(days=days, hours=2)
        message = await stage.private(reader.person, AGAIN, after=before)
        own = asked_for(posted, reader, message)
        screen = await own.opens("Answer")
        for question in stage.library[BRIEFING].questions:
            variant = question.variants[asked]
            screen = await own.sends(screen, *[a.key for a in variant.answers if a.fits])
            screen = await own.sends(screen)
    assert "Nothing of it returns any more." in wire(screen.body)
    before = len(stage.private_posts(reader.person, AGAIN))
    await stage.later(days=100)
    assert len(stage.private_posts(reader.person, AGAIN)) == before


async def test_the_same_briefing_sent_again_is_not_asked_twice(stage: Stage, platform: str) -> None:
    await stage.monday()
    one, two = [await stage.posted(platform, follow_ups=RECALL) for _ in range(2)]
    person = one.members[9]
    for posted in (one, two):
        await answered(stage, posted, posted.as_(person), fits=False)
    before = len(stage.private_posts(person, AGAIN))
    for _ in range(14):
        await stage.later(days=1)
    assert len(stage.private_posts(person, AGAIN)) == before + 1


async def test_two_answers_on_one_day_are_not_recalled_twice(stage: Stage, platform: str) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader = posted.reader(10)
    await answered(stage, posted, reader, fits=False)
    messages = []
    for days in (7, 28):
        before = len(stage.private_posts(reader.person, AGAIN))
        await stage.later(days=days, hours=2)
        messages.append(await stage.private(reader.person, AGAIN, after=before))
    for turn, message in enumerate(messages):
        own = asked_for(posted, reader, message)
        screen = await own.opens("Answer")
        for question in stage.library[BRIEFING].questions:
            fitting = [a.key for a in question.variants[turn].answers if a.fits]
            screen = await own.sends(await own.sends(screen, *fitting))
    rows = await stage.rows(
        "SELECT recalled, ended FROM recalls WHERE dissemination = :it", it=posted.dissemination
    )
    assert [(row["recalled"], row["ended"]) for row in rows] == [(1, None)] * 3
