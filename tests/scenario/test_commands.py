"""What people write to the bot, and their own page, on both platforms."""

import asyncio
import json
from dataclasses import replace

import pytest

from bot.sandbox.world import Person
from content.actions import Action, ActionName
from schedules.followups import FollowUps
from tests.scenario.acting import Posted
from tests.scenario.scene import GROUNDS
from tests.scenario.seen import note, wire
from tests.scenario.stage import BRIEFING, Stage
from tests.scenario.test_query import IDENTIFYING, SAFETY
from tests.scenario.test_recall import answered
from tests.scenario.writing import Answered, comes_home, writes

RECALL = FollowUps(cascade=None, practice=None)

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def fresh(
    stage: Stage, platform: str, briefing: str, number: int = 4
) -> tuple[Posted, Person]:
    """Post a briefing that no other test here posts, and return it with somebody who could see
    it and has done nothing about it."""
    posted = await stage.posted(platform, briefing=briefing, follow_ups=RECALL)
    return posted, posted.members[number]


async def test_what_is_open_is_read_and_finished_from_the_answer(
    stage: Stage, platform: str
) -> None:
    posted, person = await fresh(stage, platform, "neglect")
    title = stage.library["neglect"].title
    owed = await writes(stage, platform, person, "")
    assert "Open for you" in owed.words
    assert title in owed.words
    assert "not read yet" in owed.words
    own = owed.reader()
    screen = await own.opens("Read it")
    screen = await own.sends(screen)
    assert await posted.kinds(person) == ["acknowledged", "opened"]
    owed = await writes(stage, platform, person, "what do I owe?")
    assert "3 questions are still open" in owed.words
    screen = await owed.reader().opens("Check my understanding")
    for question in stage.library["neglect"].questions:
        fitting = [a.key for a in question.answers if a.fits]
        screen = await owed.reader().sends(screen, *fitting)
        screen = await owed.reader().sends(screen)
    assert title not in (await writes(stage, platform, person, "")).words
    history = await writes(stage, platform, person, "history")
    assert title in history.words
    assert "read on" in history.words
    assert "3 of 3 first answers fitted practice" in history.words


async def test_a_list_opens_only_what_one_could_see(stage: Stage, platform: str) -> None:
    posted, _ = await fresh(stage, platform, "domestic-abuse")
    outside = next(
        it
        for it in stage.sandbox.world.people.values()
        if it.workspace == GROUNDS[platform].workspace
        and not (it.bot or it.outsider)
        and it.account not in posted.accounts
    )
    # Their own answer, its one button made over into that of somebody else's list.
    own = await writes(stage, platform, outside, "pause for two weeks")
    delivery = await stage.delivery(posted.dissemination)
    (button,) = own.reader().posted.face.controls(own.said)
    for name in (ActionName.READ_MINE, ActionName.CHECK_MINE):
        forged = Action(name, delivery).encode()
        body = json.loads(wire(own.said.body).replace(button.value, forged))
        said = replace(own.said, body=body)
        shown = await posted.face.press(outside, said, replace(button, value=forged))
        assert "for another group" in note(shown)
    assert await posted.facts() == []


async def test_a_question_goes_to_the_newest_briefing(stage: Stage, platform: str) -> None:
    posted, person = await fresh(stage, platform, "child-exploitation")
    asked = await writes(stage, platform, person, "ask Who do we ring at night?")
    assert "The Learning group has it" in asked.words
    assert stage.library["child-exploitation"].title in asked.words
    assert SAFETY in asked.words
    (query,) = await posted.queries()
    assert (query["about"], query["text"]) == ("question", "Who do we ring at night?")
    again = await writes(stage, platform, person, "ask Who do we ring at night?")
    assert "The Learning group has it" in again.words
    assert len(await posted.queries()) == 1


async def test_a_question_that_may_identify_somebody_is_handed_back(
    stage: Stage, platform: str
) -> None:
    posted, person = await fresh(stage, platform, "child-exploitation")
    before = await stage.counts()
    refused = await writes(stage, platform, person, f"ask {IDENTIFYING}")
    assert "This may identify somebody" in refused.words
    assert "14 Acacia Avenue" in refused.words
    assert await stage.counts() == before
    assert await posted.queries() == []


async def test_a_pause_holds_what_is_due_and_its_end_brings_it(stage: Stage, platform: str) -> None:
    posted, person = await fresh(stage, platform, "mental-health-and-wellbeing")
    await answered(stage, posted, posted.as_(person), fits=False)
    await comes_home(stage, platform, person)  # Teams welcomes whoever comes for the first time
    had = len(stage.private_posts(person))
    paused = await writes(stage, platform, person, "pause for two weeks")
    assert "No private message comes before" in paused.words
    assert "End the pause now" in paused.labels
    await stage.later(days=7, minutes=5)
    assert len(stage.private_posts(person)) == had + (platform == "teams")
    assert "You have paused private messages" in (await comes_home(stage, platform, person)).words
    before = len(stage.private_posts(person))
    assert "The pause has ended" in note(await paused.reader().press("End the pause now"))
    await stage.later(minutes=1)
    message = await stage.private(person, after=before)
    assert "A week ago you read" in wire(message.body)


async def test_a_pause_without_a_day_asks_for_one(stage: Stage, platform: str) -> None:
    person = (await stage.posted(platform)).members[4]
    unclear = await writes(stage, platform, person, "pause until the cows come home")
    assert "I could not read that as one day" in unclear.words
    assert "Until when" in (await writes(stage, platform, person, "pause")).words
    assert "The pause has ended" in (await writes(stage, platform, person, "resume")).words


async def test_status_is_for_leads_and_of_their_own_agency(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    lead, practitioner = posted.members[0], posted.members[5]
    reader = posted.as_(practitioner)
    await reader.sends(await reader.opens("Read it"))
    status = await writes(stage, platform, lead, "status")
    (mine,) = [
        agency
        for agency in stage.sevenbot.directory.agencies
        if agency.key == posted.channel.agency
    ]
    assert f"How {mine.name} stands" in status.words
    assert stage.library[BRIEFING].title in status.words
    assert "What was understood is not shown yet" in status.words
    for agency in stage.sevenbot.directory.agencies:
        assert agency is mine or agency.name not in status.words
    others = await writes(stage, platform, practitioner, "status")
    assert "leads and deputies" in others.words
    assert mine.name not in others.words


async def test_connect_is_for_administrators(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    refused = await writes(stage, platform, posted.members[5], "connect")
    assert "administrators" in refused.words
    assert posted.channel.id not in refused.words
    told = await writes(stage, platform, posted.members[4], "connect")
    workspace = stage.sevenbot.directory.workspace(GROUNDS[platform].workspace)
    for words in (workspace.key, workspace.id, workspace.agency, posted.members[4].account):
        assert words in told.words
    other = stage.sevenbot.directory.workspace(GROUNDS[platform].elsewhere)
    assert other.id not in told.words


async def test_unknown_words_and_help_get_help(stage: Stage, platform: str) -> None:
    person = (await stage.posted(platform)).members[4]
    unknown = await writes(stage, platform, person, "please make me a sandwich")
    assert "I did not understand that" in unknown.words
    assert "pause until Friday" in unknown.words
    assert (
        "I bring short safeguarding briefings"
        in (await writes(stage, platform, person, "help")).words
    )


async def test_a_guest_is_told_kindly_and_not_registered(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    before = await stage.counts()
    for words in ("", "history", "pause until Friday", "ask What now?", "privacy", "help"):
        told = await writes(stage, platform, posted.guest, words)
        assert "Nothing was kept" in told.words
    assert await stage.registered(posted.guest) is None
    assert await stage.counts() == before


async def test_the_own_page_shows_it_all_and_changes_with_what_is_pressed(
    stage: Stage, platform: str
) -> None:
    posted, person = await fresh(stage, platform, "information-sharing", 3)
    home = await comes_home(stage, platform, person)
    assert "Your learning" in home.words
    assert stage.library["information-sharing"].title in home.words
    assert {"Read it", "Check my understanding", "What is held about me"} <= set(home.labels)
    assert "Turn digests off" not in home.labels
    screen = await home.reader().opens("Read it")
    await home.reader().sends(screen)
    assert await posted.kinds(person) == ["acknowledged", "opened"]


async def test_a_new_colleague_is_welcomed_and_not_registered(stage: Stage, platform: str) -> None:
    elsewhere = GROUNDS[platform].elsewhere
    stranger = [
        person
        for person in stage.sandbox.world.people.values()
        if person.workspace == elsewhere and not (person.bot or person.outsider)
    ][3]
    assert await stage.registered(stranger) is None
    home = await comes_home(stage, platform, stranger)
    assert "Nothing is held about you yet" in home.words
    assert "I bring short safeguarding briefings" in home.words
    assert await stage.registered(stranger) is None
    assert "Nothing is held about you" in (await writes(stage, platform, stranger, "privacy")).words


async def test_slacks_home_tab_is_made_anew_once_something_was_pressed(stage: Stage) -> None:
    posted = await stage.posted("slack", briefing="mental-health-and-wellbeing")
    person = posted.members[2]
    home = await comes_home(stage, "slack", person)
    box = await home.reader().opens("Pause private messages")
    await home.reader().sends(box, words="two weeks")

    async def shows(words: str, *, gone: str) -> Answered:
        async with asyncio.timeout(20):
            while True:
                page = stage.sandbox.world.homes[person.workspace, person.account]
                if words in wire(page.body) and gone not in wire(page.body):
                    return Answered(stage, "slack", person, page)
                await asyncio.sleep(0.02)

    paused = await shows("You have paused private messages", gone="Pause private messages")
    await paused.reader().press("End the pause now")
    await shows("Pause private messages", gone="You have paused private messages")
