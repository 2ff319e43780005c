"""Who may act: checked again on the server at every press, whatever the button says."""

import copy
import json
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.sandbox.world import Person, Post, Refusal
from config.errors import NotFound, Refused
from content.actions import Action, ActionName
from tests.scenario.acting import Posted
from tests.scenario.scene import GROUNDS
from tests.scenario.seen import note, page, wire
from tests.scenario.stage import BRIEFING, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOT_FOR_YOU = "This briefing is for another group, so nothing was opened or recorded"
GONE = "This briefing is no longer here. Nothing was recorded"
LABELS = ("Read it", "Check my understanding", "Ask a question", "I'm unsure", "Where this")


async def refused(stage: Stage, posted: Posted, who: Person, why: str = NOT_FOR_YOU) -> None:
    """Press every button as somebody who may not, and see that nothing came of it."""
    before = await stage.counts()
    for label in LABELS:
        assert why in note(await posted.as_(who).press(label))
    assert await stage.counts() == before
    assert await posted.facts() == []


async def test_a_guest_is_refused_and_not_registered(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    await refused(stage, posted, posted.guest)
    assert await stage.registered(posted.guest) is None


async def test_another_workspaces_member_is_refused(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    # The last of them: an agency's leads are registered, since they are written to.
    *_, stranger = (
        person
        for person in stage.sandbox.world.people.values()
        if person.workspace == GROUNDS[platform].elsewhere and not person.bot
    )
    # Teams cannot vouch for somebody who is nowhere in the tenant, and says so.
    why = NOT_FOR_YOU if platform == "slack" else "could not check your account"
    await refused(stage, posted, stranger, why)
    assert await stage.registered(stranger) is None


async def test_a_post_in_a_channel_it_was_not_sent_to(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    elsewhere = stage.channel(stage.spare(platform))
    posted.post = replace(posted.post, channel=elsewhere.id)
    await refused(stage, posted, posted.members[0])


def with_buttons(posted: Posted, **changed: object) -> Post:
    """Return the post with other opaque ids in its buttons."""
    delivery = changed.get("delivery")
    body = wire(posted.post.body)
    for control in posted.face.controls(posted.post):
        old = Action.decode(control.value)
        new = replace(old, delivery=delivery).encode() if delivery else str(changed["prefix"])
        body = body.replace(control.value, new if delivery else new + control.value[1:])
    return replace(posted.post, body=json.loads(body))


async def test_a_button_of_an_unknown_delivery_gets_a_kind_note(
    stage: Stage, platform: str
) -> None:
    posted = await stage.posted(platform)
    posted.post = with_buttons(posted, delivery=uuid4())
    await refused(stage, posted, posted.members[0], GONE)


async def test_a_button_of_a_version_nobody_reads_is_not_believed(
    stage: Stage, platform: str
) -> None:
    posted = await stage.posted(platform)
    posted.post = with_buttons(posted, prefix="0")
    before = await stage.counts()
    shown = await posted.reader().press("Read it")
    if platform == "slack":
        assert "This button no longer works, and nothing was changed" in note(shown)
    else:
        assert isinstance(shown, Refusal)
    assert await stage.counts() == before


async def test_an_answer_that_was_not_on_offer_keeps_nothing(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    screen = await reader.opens("Check my understanding")
    other = Action.decode(posted.face.controls(posted.post)[0].value)
    beyond = replace(other, name=ActionName.ANSWER, step=99).encode()
    right = replace(other, name=ActionName.ANSWER, step=0).encode()
    key = stage.library[BRIEFING].questions[0].answers[0].key
    body = copy.deepcopy(screen.body)
    forged = replace(screen, body=json.loads(wire(body).replace(right, beyond)))
    assert wire(forged.body) != wire(screen.body)
    assert "That answer did not fit the question" in wire(page(await reader.send(forged, key)).body)
    assert await posted.facts() == []


async def test_a_restricted_briefing_opens_to_leads_alone(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform, briefing="restricted", channel=f"leads-{platform}")
    lead, practitioner = posted.members
    await refused(stage, posted, practitioner)
    reader = posted.as_(lead)
    await reader.sends(await reader.opens("Read it"))
    assert await reader.kinds() == ["acknowledged", "opened"]


async def test_a_restricted_briefing_is_sent_to_no_open_channel(
    stage: Stage, platform: str
) -> None:
    before = len(stage.sandbox.world.posts)
    with pytest.raises(Refused, match="is restricted to leads, and others can see"):
        await stage.send(stage.spare(platform), briefing="restricted")
    assert len(stage.sandbox.world.posts) == before


async def test_what_nobody_else_approved_is_not_sent(stage: Stage, platform: str) -> None:
    before = await stage.rows("SELECT count(*) FROM disseminations")
    with pytest.raises(Refused, match="not approved by a second person"):
        await stage.send(stage.spare(platform), briefing="draft")
    with pytest.raises(NotFound, match="sevenbot import"):
        await stage.send(stage.spare(platform), briefing="never-imported")
    assert await stage.rows("SELECT count(*) FROM disseminations") == before


async def test_every_forged_or_stale_request_is_refused(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    before = await stage.counts()
    attempts = await posted.face.attack()
    assert len(attempts) >= 20
    assert [a for a in attempts if not 400 <= a.status < 500] == []
    assert await stage.counts() == before
