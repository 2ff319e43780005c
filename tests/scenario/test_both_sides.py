"""What the Learning group reads of the loop: who answered again, and both sides of passing on."""

import re

import pytest

from bot.sandbox.world import Person
from content.survey import CHANGED, CONFIDENT, TALKED_OVER
from schedules.followups import FollowUps
from tests.scenario.acting import Posted, Reader
from tests.scenario.seen import page, wire
from tests.scenario.stage import BRIEFING, Stage
from tests.scenario.test_cascade import asked, fills
from tests.scenario.test_pulse import answers, comes
from tests.scenario.test_recall import AGAIN, answered, asked_for

pytestmark = pytest.mark.asyncio(loop_scope="module")

TAGS = re.compile(r"<[^>]*>")


async def section(stage: Stage, posted: Posted, heading: str) -> str:
    """Return the words of a section of the dissemination's page in the console."""
    console = await stage.page(f"/disseminations/{posted.dissemination}")
    return " ".join(TAGS.sub(" ", console.split(heading, 1)[1].split("</section>")[0]).split())


async def answers_again(stage: Stage, posted: Posted, person: Person, before: int) -> None:
    """Wait for the question that returns, and answer it as it fits."""
    message = await stage.private(person, AGAIN, after=before)
    own = asked_for(posted, posted.as_(person), message)
    screen = await own.opens("Answer")
    for question in stage.library[BRIEFING].questions:
        fitting = [answer.key for answer in question.variants[0].answers if answer.fits]
        screen = await own.sends(await own.sends(screen, *fitting))


async def test_answers_are_paired_and_those_of_few_are_held_back(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=FollowUps(cascade=None, practice=None))
    people = posted.members[1:11]
    for person in people:
        await answered(stage, posted, posted.as_(person), fits=False)
    had = {person: len(stage.private_posts(person, AGAIN)) for person in people}
    await stage.later(days=7, hours=2)
    for person in people[:4]:
        await answers_again(stage, posted, person, had[person])
    few = await section(stage, posted, "Recalled weeks later")
    assert "held back" in few
    assert "points" not in few
    for person in people[4:]:
        await answers_again(stage, posted, person, had[person])
    said = await section(stage, posted, "Recalled weeks later")
    # Ten were asked again and ten answered; none fitted at first, and all do now.
    assert "10 10 of 10 0 of 10 10 of 10 +100 points 95% interval" in said
    for person in people:
        assert person.account not in said


async def test_what_a_lead_tells_stands_beside_what_the_people_say(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=FollowUps(recall=None))
    _, reader = await asked(stage, posted)
    form = await reader.opens("Confirm")
    whole = {"teams": "All teams", "on": "today", "reached": "20", "eligible": "20"}
    receipt = page(await fills(reader, form, "team_meeting", **whole))
    assert "All 20 people reached" in wire(receipt.body)
    assert "not asked yet" in await section(stage, posted, "Passed on: both sides")

    await stage.later(days=49, minutes=1)
    post = await comes(stage, posted.channel.name, f"Since “{stage.library[BRIEFING].title}”")
    survey = Posted(stage, posted.face, post, posted.dissemination)
    for number, person in enumerate(survey.members[:11]):
        option = "yes" if number < 3 else "no"
        chosen = {CHANGED: option, TALKED_OVER: option, CONFIDENT: "agree"}
        await answers(Reader(survey, person), chosen)
    # Until it closes nothing is told of it, and nothing is compared.
    assert "3 of 11" not in await section(stage, posted, "Passed on: both sides")
    await stage.later(days=10)
    await comes(stage, posted.channel.name, "What you said")
    said = await section(stage, posted, "Passed on: both sides")
    assert "20 of 20 people reached" in said
    assert "3 of 11 say that it was talked over" in said
    assert "The account reaches further than what people say." in said
    assert "worth asking what would help" in said
