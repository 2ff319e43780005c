"""People press: what goes out is what Teams sends."""

import json

import httpx
import jwt
import pytest

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import Control, Nothing, Person, Post, World
from content.actions import ActionName
from tests.wire.sandbox.teams.dialogs import CONVERSATIONS, READING, opened, posted
from tests.wire.sandbox.teams.fakes import (
    ANNA,
    BASE,
    BEN,
    POLICE,
    TENANT,
    FakeBot,
    action,
    continued,
    message,
)


async def test_a_posts_controls_with_more_last(live: TeamsFace, post: Post):
    assert [(c.name, c.label, c.value) for c in live.controls(post)] == [
        ("action-1", "Read it (6 min)", action(ActionName.READ)),
        ("action-3", "Check my understanding", action(ActionName.CHECK)),
        ("action-2", "Ask a question", action(ActionName.ASK)),
    ]


async def test_pressing_opens_the_dialog_that_the_bot_answers(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person, world: World
):
    screen = await opened(live, bot, post, anna, READING)
    assert (screen.title, screen.submit, screen.body) == ("Briefing", "I've read it", READING)
    assert screen.controls == ()
    assert world.tally.shown == {f"{POLICE}|Background": {ANNA}}
    (heard,) = bot.heard
    assert (heard["type"], heard["name"]) == ("invoke", "task/fetch")
    assert heard["value"] == {
        "data": {"action": action(ActionName.READ), "msteams": {"type": "task/fetch"}},
        "context": {"theme": "default"},
    }
    assert heard["from"]["aadObjectId"] == ANNA
    assert heard["from"]["id"].startswith("29:")
    assert heard["conversation"] == {
        "id": f"{POLICE};messageid={post.id}",
        "conversationType": "channel",
        "tenantId": TENANT,
        "isGroup": True,
    }
    assert heard["channelData"]["tenant"] == {"id": TENANT}
    assert heard["channelData"]["channel"] == {"id": POLICE}
    assert heard["channelData"]["team"]["id"].endswith("@thread.tacv2")
    assert heard["replyToId"] == post.id
    assert heard["recipient"]["id"] == f"28:{live.registration.app_id}"
    assert heard["serviceUrl"] == f"{BASE}/teams/"
    claims = jwt.decode(bot.tokens[0], options={"verify_signature": False})
    assert claims["serviceurl"] == heard["serviceUrl"]
    assert claims["exp"] - claims["nbf"] == 3600


async def test_the_same_person_is_known_by_the_same_ids_everywhere(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person, live_api: httpx.AsyncClient
):
    await opened(live, bot, post, anna, READING)
    sender = bot.heard[0]["from"]
    member = (await live_api.get(f"{CONVERSATIONS}/{POLICE}/members/{ANNA}")).json()
    assert (member["id"], member["aadObjectId"]) == (sender["id"], sender["aadObjectId"])


async def test_a_resent_request_is_the_same_byte_for_byte(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person, world: World
):
    await opened(live, bot, post, anna, READING)
    first, second = await live.resend(anna)
    assert first == second
    assert json.loads(first) == continued(READING)
    assert bot.bodies[0] == bot.bodies[1]
    assert bot.tokens[0] == bot.tokens[1]
    with pytest.raises(KeyError):
        await live.resend(world.people["north-teams", BEN])


async def test_pressing_in_a_chat(
    live: TeamsFace, bot: FakeBot, live_api: httpx.AsyncClient, anna: Person, world: World
):
    body = {"members": [{"id": ANNA}], "tenantId": TENANT}
    chat = (await live_api.post(CONVERSATIONS, json=body)).json()["id"]
    await live_api.post(f"{CONVERSATIONS}/{chat}/activities", json=message())
    await opened(live, bot, world.posts[0], anna, READING)
    conversation = bot.heard[0]["conversation"]
    assert conversation == {"id": chat, "conversationType": "personal", "tenantId": TENANT}
    assert "channel" not in bot.heard[0]["channelData"]


async def test_a_submit_that_opens_no_dialog_is_a_message(
    live: TeamsFace, bot: FakeBot, live_api: httpx.AsyncClient, anna: Person, world: World
):
    post = await posted(live_api, world, {"type": "Action.Submit", "title": "x", "data": {"a": 1}})
    assert await live.press(anna, post, live.controls(post)[0]) == Nothing()
    (heard,) = bot.heard
    assert (heard["type"], heard["value"], heard["replyToId"]) == ("message", {"a": 1}, post.id)
    assert "text" not in heard


async def test_a_button_that_is_not_there_cannot_be_pressed(
    live: TeamsFace, post: Post, anna: Person
):
    with pytest.raises(KeyError):
        await live.press(anna, post, Control("button", "gone", "Gone"))


async def test_a_post_of_nowhere_cannot_be_pressed(live: TeamsFace, post: Post, anna: Person):
    post.channel = "19:gone@thread.tacv2"
    with pytest.raises(KeyError):
        await live.press(anna, post, live.controls(post)[0])


async def test_installation_is_told_for_every_team(live: TeamsFace, bot: FakeBot):
    assert list(await live.install()) == [200] * 4
    assert [heard["type"] for heard in bot.heard] == [
        "conversationUpdate",
        "installationUpdate",
    ] * 2
    first = bot.heard[0]
    assert first["serviceUrl"] == f"{BASE}/teams/"
    assert first["membersAdded"] == [{"id": f"28:{live.registration.app_id}"}]
    assert first["channelData"]["eventType"] == "teamMemberAdded"
    assert first["channelData"]["tenant"] == {"id": TENANT}
    assert bot.heard[1]["action"] == "add"
    tenants = {heard["conversation"]["tenantId"] for heard in bot.heard}
    assert len(tenants) == 2
