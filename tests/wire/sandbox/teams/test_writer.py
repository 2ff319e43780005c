"""People write to the bot: what goes out is what Teams sends, and what comes back is for one."""

import asyncio
import json

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.teams.people import chat_id, user_id
from bot.sandbox.world import Control, Json, Note, Nothing, Person, Post, Refusal, Screen, World
from tests.wire.sandbox.teams.dialogs import CONVERSATIONS, READING
from tests.wire.sandbox.teams.fakes import (
    ANNA,
    BASE,
    BEN,
    BOT,
    HEALTH,
    POLICE,
    TENANT,
    FakeBot,
    card,
    continued,
    message,
    words,
)


@pytest.fixture
async def quick(world: World, bot: FakeBot):
    """A face whose people do not wait for an answer."""
    face = TeamsFace(
        world, bot_url=BOT, base_url=BASE, answer_patience=0, transport=bot.transport()
    )
    bot.face = face
    yield face
    await face.stop()


class Talker:
    """A bot that answers in the person's chat, beside the request."""

    def __init__(self, face: TeamsFace, bot: FakeBot) -> None:
        self.face = face
        self.tasks: set[asyncio.Task[None]] = set()
        bot.reply = self.reply

    def reply(self, activity: Json) -> Response:
        if activity["type"] == "message" or activity.get("membersAdded"):
            self.tasks.add(asyncio.create_task(self.say(activity)))
        return Response(status_code=200)

    async def say(self, activity: Json) -> None:
        token = self.face.tokens.sign(self.face.tokens.claims())
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(Starlette(routes=list(self.face.routes()))),
            base_url=BASE,
            headers={"Authorization": f"Bearer {token}"},
        ) as client:
            body = {"members": [{"id": activity["from"]["id"]}], "tenantId": TENANT}
            chat = (await client.post(CONVERSATIONS, json=body)).json()["id"]
            said = message(card(words(f"You wrote {activity.get('text', 'nothing')}")))
            answer = await client.post(f"{CONVERSATIONS}/{chat}/activities", json=said)
            assert answer.status_code == 201, answer.text


@pytest.fixture
async def talker(live: TeamsFace, bot: FakeBot):
    made = Talker(live, bot)
    yield made
    await asyncio.gather(*made.tasks)


async def test_the_chat_begins_by_adding_the_app(
    live: TeamsFace, bot: FakeBot, talker: Talker, anna: Person
):
    page = await live.home(anna)
    assert isinstance(page, Post)
    assert page.private_to == ANNA
    installed, updated = bot.heard
    assert (installed["type"], installed["action"]) == ("installationUpdate", "add")
    assert updated["type"] == "conversationUpdate"
    assert updated["membersAdded"] == [{"id": f"28:{live.registration.app_id}"}]
    for heard in (installed, updated):
        assert heard["conversation"] == {
            "id": chat_id(anna),
            "conversationType": "personal",
            "tenantId": TENANT,
        }
        assert heard["channelData"] == {"tenant": {"id": TENANT}}
        assert heard["from"]["aadObjectId"] == ANNA
    assert installed["id"] != updated["id"]
    again = await live.home(anna)
    assert isinstance(again, Post)
    assert "You wrote what is open" in json.dumps(again.body)
    assert [heard["type"] for heard in bot.heard[2:]] == ["message"]


async def test_words_in_the_chat_go_out_as_they_are(
    live: TeamsFace, bot: FakeBot, talker: Talker, anna: Person, world: World
):
    answer = await live.command(anna, "ask what <data> & co means")
    assert isinstance(answer, Post)
    assert "ask what <data> & co means" in json.dumps(answer.body)
    assert [heard["type"] for heard in bot.heard] == [
        "installationUpdate",
        "conversationUpdate",
        "message",
    ]
    heard = bot.heard[2]
    assert heard["text"] == "ask what <data> & co means"
    assert heard["textFormat"] == "plain"
    assert heard["attachments"] == [
        {"contentType": "text/html", "content": "<p>ask what &lt;data&gt; &amp; co means</p>"}
    ]
    assert {entity["type"] for entity in heard["entities"]} == {"clientInfo"}
    assert heard["from"]["id"] == user_id(anna)
    assert "replyToId" not in heard
    assert [post.private_to for post in world.posts] == [ANNA, ANNA]
    await live.command(anna, "history")
    assert [heard["type"] for heard in bot.heard[3:]] == ["message"]


async def test_a_mention_in_a_channel_names_the_bot(
    live: TeamsFace, bot: FakeBot, talker: Talker, anna: Person
):
    answer = await live.command(anna, "history", POLICE)
    assert isinstance(answer, Post)
    assert (answer.channel, answer.private_to) == (chat_id(anna), ANNA)
    (heard,) = bot.heard
    assert heard["text"] == "<at>Sevenbot</at> history\n"
    (mention,) = [entity for entity in heard["entities"] if entity["type"] == "mention"]
    assert mention == {
        "type": "mention",
        "mentioned": {"id": f"28:{live.registration.app_id}", "name": "Sevenbot"},
        "text": "<at>Sevenbot</at>",
    }
    assert heard["conversation"]["id"] == f"{POLICE};messageid={heard['id']}"
    assert heard["conversation"]["conversationType"] == "channel"
    assert heard["channelData"]["channel"] == {"id": POLICE}
    await live.command(anna, "", POLICE)
    assert bot.heard[1]["id"] != heard["id"]
    assert bot.heard[1]["text"] == "<at>Sevenbot</at> \n"


async def test_answers_go_to_whom_they_are_for(
    live: TeamsFace, talker: Talker, anna: Person, world: World
):
    ben = world.people["north-teams", BEN]
    asked = [live.command(person, f"{person.name} {n}") for n in (1, 2) for person in (anna, ben)]
    answers = await asyncio.gather(*asked)
    assert [answer.private_to for answer in answers] == [ANNA, BEN, ANNA, BEN]
    assert len({answer.id for answer in answers}) == 4


async def test_a_bot_that_says_nothing(quick: TeamsFace, bot: FakeBot, anna: Person):
    assert await quick.home(anna) == Nothing()
    assert await quick.command(anna, "hello") == Nothing()
    assert await quick.command(anna, "hello", POLICE) == Nothing()
    assert len(bot.heard) == 4


async def test_a_bot_that_refuses(quick: TeamsFace, bot: FakeBot, anna: Person):
    bot.reply = lambda _: Response("no", 500)
    assert await quick.command(anna, "hello") == Refusal(500, "no")
    assert await quick.command(anna, "hello") == Refusal(500, "no")


async def test_who_says_nothing_picks_from_the_menu(quick: TeamsFace, bot: FakeBot, anna: Person):
    await quick.command(anna, "  ")
    assert bot.heard[-1]["text"] == "what is open"


async def test_nobody_writes_where_they_are_not(quick: TeamsFace, bot: FakeBot, anna: Person):
    for elsewhere in (HEALTH, "19:gone", "C1"):
        with pytest.raises(KeyError):
            await quick.command(anna, "hello", elsewhere)
    assert bot.heard == []


async def test_what_was_written_can_be_sent_again(quick: TeamsFace, bot: FakeBot, anna: Person):
    await quick.command(anna, "hello", POLICE)
    await quick.resend(anna)
    assert bot.bodies[0] == bot.bodies[1]


async def test_a_button_in_the_chat_opens_a_dialog(
    live: TeamsFace, live_api: httpx.AsyncClient, bot: FakeBot, anna: Person, world: World
):
    chat = (
        await live_api.post(CONVERSATIONS, json={"members": [{"id": ANNA}], "tenantId": TENANT})
    ).json()["id"]
    await live_api.post(f"{CONVERSATIONS}/{chat}/activities", json=message())
    bot.reply = lambda _: continued(READING)
    screen = await live.press(anna, world.posts[0], live.controls(world.posts[0])[0])
    assert isinstance(screen, Screen)
    assert isinstance(await live.submit(screen, {}), Screen)
    assert [heard["name"] for heard in bot.heard] == ["task/fetch", "task/submit"]
    assert {heard["conversation"]["id"] for heard in bot.heard} == {chat_id(anna)}


async def test_a_note_has_nothing_to_press(live: TeamsFace, anna: Person):
    note = Note(anna, {"type": "message", "value": "Thank you."})
    assert live.controls(note) == []
    with pytest.raises(KeyError):
        await live.press(anna, note, Control("button", "x", "X"))


async def test_the_bot_cannot_write_to_who_does_not_have_the_app(
    face: TeamsFace, api: httpx.AsyncClient, world: World
):
    body = {"members": [{"id": ANNA}], "tenantId": TENANT}
    world.barriers.without_bot.add(POLICE)
    answer = await api.post(CONVERSATIONS, json=body)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "BotNotInConversationRoster"
    face.threads.open(world.people["north-teams", ANNA])
    assert (await api.post(CONVERSATIONS, json=body)).status_code == 201
