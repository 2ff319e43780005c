"""A survey answered without a name: put to a channel, answered once, reminded of, closed, and its
results back in the channel; and the one about practice, weeks after a briefing."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.sandbox.world import FieldTrouble, Person, Post, Screen, Shown
from bot.store.content.shelf import SURVEYS
from bot.surveys.planning import plan_survey
from content.compose.survey import option_label
from content.survey import CHANGED, CONFIDENT, TALKED_OVER
from schedules.calendar import PARTNERSHIP
from schedules.followups import FollowUps
from tests.fakes.surveys import small_survey
from tests.scenario.acting import Posted, Reader
from tests.scenario.saying import says
from tests.scenario.seen import note, page, wire
from tests.scenario.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

PRACTICE = FollowUps(recall=None, cascade=None)
IDENTIFYING = "Jack Smith, aged 7, of 14 Acacia Avenue told us. Who do we ring?"
CHATTY = ("slack_bolt", "slack_sdk", "httpx", "httpcore", "apscheduler", "procrastinate")
"""Libraries that `config.logs` lets speak of trouble only."""
YES = {"talked": "yes", "sure": "agree"}
NO = {"talked": "no", "sure": "neither"}


async def put(stage: Stage, platform: str, *, days: float = 10) -> Posted:
    """Put the small survey to a channel of this test's own."""
    await stage.monday()
    key = stage.spare(platform)
    survey = small_survey(f"s-{key}")
    bot = stage.sevenbot
    async with bot.database.begin() as connection:
        await SURVEYS.save(connection, survey, bot.now())
    identity = await plan_survey(
        bot.database,
        bot.directory,
        survey.slug,
        version=None,
        audience=key,
        opens_at=bot.now(),
        closes_at=bot.now() + timedelta(days=days),
        now=bot.now,
    )
    post = await comes(stage, key, "A small survey")
    return Posted(stage, stage.sandbox.faces[platform], post, identity)


async def comes(stage: Stage, key: str, saying: str) -> Post:
    """Let the clock do what is due, and wait for a post in the channel that says this. On a bank
    holiday nothing of a survey comes: whatever day this test is run on, the next working day is as
    good."""
    at = PARTNERSHIP.next_allowed(stage.clock.now()).at
    await stage.later(seconds=max(0.0, (at - stage.clock.now()).total_seconds()))
    channel = stage.channel(key)
    async with asyncio.timeout(30):
        while True:
            for post in reversed(stage.sandbox.world.posts):
                if post.channel == channel.id and saying in wire(post.body):
                    return post
            await asyncio.sleep(0.02)


async def sends(
    reader: Reader, screen: Screen, chosen: Mapping[str, str], words: str = ""
) -> Shown:
    """Fill the page in, by the keys of questions and options, and send it."""
    filled: dict[str, tuple[str, ...]] = {}
    ways = [control for control in screen.controls if control.kind == "one of"]
    for control, option in zip(ways, chosen.values(), strict=True):
        values = {label: value for value, label in control.options}
        filled[control.name] = (values[option_label(option)],)
    (box,) = [control for control in screen.controls if control.kind == "text"]
    if words:
        filled[box.name] = (words,)
    return await reader.posted.face.submit(screen, filled)


async def answers(reader: Reader, chosen: Mapping[str, str], words: str = "") -> Screen:
    """Answer the survey, and return the page that comes."""
    return page(await sends(reader, await reader.opens("Answer"), chosen, words))


async def kept(stage: Stage, survey: UUID) -> dict[str, object]:
    """Return what stands in the database about a survey's answers."""
    counts = await stage.rows(
        "SELECT question, option, n FROM survey_counts WHERE survey = :it AND n > 0", it=survey
    )
    tokens = await stage.rows(
        "SELECT token FROM survey_participation WHERE survey = :it", it=survey
    )
    comments = await stage.rows("SELECT text FROM survey_comments WHERE survey = :it", it=survey)
    return {
        "counts": {(row["question"], row["option"]): row["n"] for row in counts},
        "tokens": len(tokens),
        "comments": sorted(row["text"] for row in comments),
    }


async def test_it_is_answered_once_reminded_of_closed_and_brought_back(
    stage: Stage, platform: str
) -> None:
    posted = await put(stage, platform)
    key = posted.channel.name
    said = wire(posted.post.body)
    assert "To see how it is." in said
    assert "Anonymous here means" in said
    assert "Was it talked over" not in said
    reader = posted.reader(1)
    before = await stage.counts()
    thanks = await answers(reader, YES, "A quiet room, <once> & for all.")
    assert "Your answers are counted." in wire(thanks.body)
    first = await kept(stage, posted.dissemination)
    assert first == {
        "counts": {("talked", "yes"): 1, ("sure", "agree"): 1},
        "tokens": 1,
        "comments": ["A quiet room, <once> & for all."],
    }
    # The same request again, and a second thought: kindly told, and nothing changes.
    _, again = await reader.resend()
    assert "You have answered this one" in again.decode()
    assert "You have answered this one" in wire((await reader.opens("Answer")).body)
    assert await kept(stage, posted.dissemination) == first

    for number, person in enumerate(posted.members[2:12]):
        await answers(posted.as_(person), YES if number % 2 else NO)
    # No fact, no member and no query came of it.
    assert await stage.counts() == before
    answered = len(posted.members[1:12])
    assert (await kept(stage, posted.dissemination))["tokens"] == answered

    await stage.later(days=7)
    reminder = await comes(stage, key, "This goes to the whole channel")
    assert f"At least {answered // 5 * 5} people have answered." in wire(reminder.body)
    late = Reader(Posted(stage, posted.face, reminder, posted.dissemination), posted.members[0])
    assert "Your answers are counted." in wire((await answers(late, NO)).body)

    await stage.later(days=3)
    results = wire((await comes(stage, key, "What you said")).body)
    assert f"{answered + 1} of {len(posted.members)} people answered." in results
    assert "Was it talked over in your team?" in results
    assert "This is still being decided." in results
    assert "A quiet room" not in results
    assert await kept(stage, posted.dissemination) == {"counts": {}, "tokens": 0, "comments": []}
    assert "This survey has closed" in wire((await reader.opens("Answer")).body)
    assert list(stage.sevenbot.settings.pulse_keys_dir.glob(f"*{posted.dissemination}*")) == []

    quoted = "A quiet room, <once> & for all, Jack Smith."
    await says(stage, posted, "A quiet room by March.", refusable=quoted)
    doing = wire((await comes(stage, key, "A quiet room by March.")).body)
    assert f"{answered + 1} of {len(posted.members)} people answered." in doing
    console = await stage.page(f"/surveys/{posted.dissemination}")
    assert "A quiet room, &lt;once&gt; &amp; for all." in console
    assert all(person.account not in console for person in posted.members)


async def test_who_was_not_asked_is_not_counted(stage: Stage, platform: str) -> None:
    posted = await put(stage, platform)
    before = await stage.counts()
    refused = note(await posted.as_(posted.guest).press("Answer"))
    assert "This survey asks the people of the partnership" in refused
    assert "nothing was opened or counted" in refused
    assert "briefing" not in refused
    outside = joined_later(stage, posted)
    assert "you came later" in note(await posted.as_(outside).press("Answer"))
    assert await stage.registered(outside) is None
    assert await stage.counts() == before
    assert (await kept(stage, posted.dissemination))["tokens"] == 0


async def test_no_log_tells_who_answered_or_what(
    stage: Stage, platform: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for chatty in CHATTY:
        caplog.set_level(logging.WARNING, logger=chatty)
    posted = await put(stage, platform)
    reader = posted.reader(3)
    caplog.clear()
    await answers(reader, YES, "A word that nobody else uses.")
    await reader.opens("Answer")
    member = await stage.registered(reader.person)
    told = [record.getMessage() for record in caplog.records]
    for secret in (reader.person.account, str(member), "nobody else uses", "q-talked"):
        assert not [line for line in told if secret in line]


def joined_later(stage: Stage, posted: Posted) -> Person:
    """Let somebody of the workspace, who is in no channel of these tests, come into this one."""
    world = stage.sandbox.world
    newcomer = next(
        person
        for person in world.people.values()
        if person.workspace == posted.post.workspace
        and not (person.bot or person.outsider)
        and person.account not in posted.accounts
    )
    world.channels[posted.post.channel] = replace(
        posted.channel, members=(*posted.accounts, newcomer.account)
    )
    return newcomer


async def test_identifying_words_are_handed_back_and_nothing_is_counted(
    stage: Stage, platform: str
) -> None:
    posted = await put(stage, platform)
    reader = posted.reader(2)
    shown = await sends(reader, await reader.opens("Answer"), YES, IDENTIFYING)
    if isinstance(shown, FieldTrouble):
        (trouble,) = shown.errors.values()
        still = shown.screen
    else:
        still = page(shown)
        trouble = wire(still.body)
        assert IDENTIFYING in trouble
        assert '"value": "yes"' in trouble
    assert "This may identify somebody" in trouble
    assert (await kept(stage, posted.dissemination))["tokens"] == 0
    thanks = page(await sends(reader, still, YES, "More time for each child."))
    assert "Your answers are counted." in wire(thanks.body)
    assert (await kept(stage, posted.dissemination))["comments"] == ["More time for each child."]


async def test_too_few_are_held_back_in_the_channel_too(stage: Stage, platform: str) -> None:
    posted = await put(stage, platform)
    for number in range(3):
        await answers(posted.reader(number), YES if number else NO)
    await stage.later(days=10)
    results = wire((await comes(stage, posted.channel.name, "What you said")).body)
    assert "Held back" in results
    assert "people were asked." in results
    assert "3 of " not in results


async def test_weeks_after_a_briefing_people_are_asked_what_has_changed(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    briefing = await stage.posted(platform, follow_ups=PRACTICE)
    key = briefing.channel.name
    title = stage.library["professional-curiosity"].title
    await stage.later(days=42)
    assert not [
        post
        for post in stage.sandbox.world.posts
        if post.channel == briefing.post.channel and "Pulse survey" in wire(post.body)
    ]
    await stage.later(days=7, minutes=1)
    post = await comes(stage, key, f"Since “{title}”")
    posted = Posted(stage, briefing.face, post, briefing.dissemination)
    for number, person in enumerate(posted.members[:11]):
        option = ("yes", "no", "not-sure")[number % 3]
        chosen = {CHANGED: option, TALKED_OVER: option, CONFIDENT: "agree"}
        thanks = await answers(posted.as_(person), chosen)
        assert "Your answers are counted." in wire(thanks.body)
    await stage.later(days=10)
    results = wire((await comes(stage, key, "What you said")).body)
    assert "This is what people say of themselves." in results
    assert f"11 of {len(posted.members)} people answered." in results
    console = await stage.page(f"/disseminations/{briefing.dissemination}")
    assert "Practice change, self-reported" in console
    assert "4 of 11" in console
