"""People press and submit; what goes out is what Teams sends, and what comes back is shown."""

import asyncio
import json
from typing import Any

import httpx
import jwt
import pytest
from starlette.responses import Response

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import (
    Control,
    FieldTrouble,
    Json,
    Note,
    Nothing,
    Person,
    Post,
    Refusal,
    Screen,
    World,
)
from content.actions import ActionName
from tests.unit.sandbox_teams.fakes import (
    ANNA,
    BASE,
    BEN,
    BOT,
    POLICE,
    TENANT,
    FakeBot,
    action,
    card,
    channel_post,
    continued,
    fetch,
    message,
    said,
    words,
)

CONVERSATIONS = "/teams/v3/conversations"
READING = card(
    words("Background", style="heading"),
    words("Long text"),
    actions=[
        {
            "type": "Action.Submit",
            "title": "I've read it",
            "data": {"action": action(ActionName.ACKNOWLEDGE)},
        }
    ],
)
QUESTION = card(
    words("Question 1 of 3", style="heading"),
    {
        "type": "Input.ChoiceSet",
        "id": "answer",
        "label": "What fits?",
        "isRequired": True,
        "errorMessage": "Please choose an answer first.",
        "style": "expanded",
        "choices": [{"title": "This", "value": "a"}, {"title": "That", "value": "b"}],
    },
    {
        "type": "Input.ChoiceSet",
        "id": "several",
        "label": "And?",
        "isMultiSelect": True,
        "choices": [{"title": "This", "value": "a"}, {"title": "That", "value": "b"}],
    },
    {
        "type": "Input.Text",
        "id": "words",
        "label": "Why?",
        "maxLength": 10,
        "regex": "^[a-z ]*$",
        "errorMessage": "Small letters only.",
    },
    {"type": "Input.Toggle", "id": "sure", "title": "I am sure"},
    {
        "type": "ActionSet",
        "actions": [
            {
                "type": "Action.Submit",
                "title": "Ask a question",
                "data": {"action": action(ActionName.ASK)},
                "associatedInputs": "none",
            }
        ],
    },
    actions=[
        {
            "type": "Action.Submit",
            "title": "Answer",
            "data": {"action": action(ActionName.ANSWER)},
        }
    ],
)


@pytest.fixture
def anna(world: World) -> Person:
    return world.people["north-teams", ANNA]


@pytest.fixture
async def post(world: World, live_api: httpx.AsyncClient) -> Post:
    await live_api.post(CONVERSATIONS, json=channel_post())
    return world.posts[0]


async def opened(live: TeamsFace, bot: FakeBot, post: Post, anna: Person, page: Json) -> Screen:
    bot.reply = lambda _: continued(page)
    screen = await live.press(anna, post, live.controls(post)[0])
    assert isinstance(screen, Screen)
    return screen


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


async def test_a_dialog_goes_on_and_ends(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person, world: World
):
    reading = await opened(live, bot, post, anna, READING)
    bot.reply = lambda _: continued(QUESTION)
    question = await live.submit(reading, {})
    assert isinstance(question, Screen)
    assert bot.heard[1]["name"] == "task/submit"
    assert bot.heard[1]["value"]["data"] == {"action": action(ActionName.ACKNOWLEDGE)}
    assert bot.heard[1]["conversation"] == bot.heard[0]["conversation"]
    assert question.controls == (
        Control("one of", "answer", "What fits?", options=(("a", "This"), ("b", "That"))),
        Control(
            "several of", "several", "And?", options=(("a", "This"), ("b", "That")), optional=True
        ),
        Control("text", "words", "Why?", optional=True),
        Control(
            "one of",
            "sure",
            "I am sure",
            options=(("true", "I am sure"), ("false", "")),
            optional=True,
        ),
        Control("button", "action-1", "Ask a question", value=action(ActionName.ASK)),
    )
    bot.reply = lambda _: said("Thank you.")
    filled = {"answer": ["b"], "several": ["a", "b"], "words": ["because"], "other": ["x"]}
    note = await live.submit(question, filled)
    assert note == Note(anna, {"type": "message", "value": "Thank you."})
    assert world.notes == [note]
    assert bot.heard[2]["value"]["data"] == {
        "action": action(ActionName.ANSWER),
        "answer": "b",
        "several": "a,b",
        "words": "because",
        "sure": "false",
    }
    assert set(world.tally.shown) == {f"{POLICE}|Background", f"{POLICE}|Question 1 of 3"}


async def test_what_is_left_empty_is_sent_as_the_client_does(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    screen = await opened(live, bot, post, anna, QUESTION)
    bot.reply = lambda _: Response(status_code=200)
    assert await live.submit(screen, {"answer": ["a"], "sure": ["true"]}) == Nothing()
    assert bot.heard[1]["value"]["data"] == {
        "action": action(ActionName.ANSWER),
        "answer": "a",
        "words": "",
        "sure": "true",
    }


@pytest.mark.parametrize(
    ("filled", "errors"),
    [
        ({}, {"answer": "Please choose an answer first."}),
        ({"answer": [" "]}, {"answer": "Please choose an answer first."}),
        ({"answer": ["c"]}, {"answer": "Choose from what is offered."}),
        ({"answer": ["a", "b"]}, {"answer": "Only one answer fits here."}),
        (
            {"answer": ["a"], "words": ["eleven chars"]},
            {"words": "At most 10 characters fit here."},
        ),
        ({"answer": ["a"], "words": ["UPPER"]}, {"words": "Small letters only."}),
    ],
)
async def test_what_the_client_finds_missing_never_reaches_the_bot(
    *,
    live: TeamsFace,
    bot: FakeBot,
    post: Post,
    anna: Person,
    filled: dict[str, list[str]],
    errors: dict[str, str],
):
    screen = await opened(live, bot, post, anna, QUESTION)
    assert await live.submit(screen, filled) == FieldTrouble(screen, errors)
    assert len(bot.heard) == 1


async def test_another_button_of_a_dialog_leaves_the_inputs_alone(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    screen = await opened(live, bot, post, anna, QUESTION)
    bot.reply = lambda _: continued(READING)
    assert isinstance(await live.submit(screen, {"action-1": [""]}), Screen)
    assert bot.heard[1]["value"]["data"] == {"action": action(ActionName.ASK)}


async def test_a_dialog_without_a_submit_can_only_be_closed(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    screen = await opened(live, bot, post, anna, card(words("Done.")))
    assert screen.submit is None
    assert isinstance(await live.submit(screen, {}), Refusal)
    assert len(bot.heard) == 1


async def test_a_press_twice_gets_the_same_page_twice(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    first = await opened(live, bot, post, anna, READING)
    bot.reply = lambda _: continued(QUESTION)
    once, twice = await live.submit(first, {}), await live.submit(first, {})
    assert isinstance(once, Screen)
    assert isinstance(twice, Screen)
    assert once.body == twice.body
    assert once.id != twice.id


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


BROKEN = {"task": {"type": "continue", "value": {"title": "x", "card": {"contentType": "html"}}}}


@pytest.mark.parametrize(
    ("reply", "status", "detail"),
    [
        (Response(status_code=501), 501, ""),
        (Response("no such button", status_code=403), 403, "no such button"),
        (Response("<html>", status_code=200), 502, "no JSON"),
        (Response("[]", status_code=200), 502, "no object"),
        ({"tasks": 1}, 502, "neither task nor card"),
        ({"task": {"type": "message", "value": 3}}, 502, "neither a message nor a dialog"),
        (BROKEN, 502, "needs a title and an Adaptive Card"),
        (continued(READING, title=" "), 502, "needs a title"),
        (continued(card({"type": "Nope"})), 502, "body[0].type: 'Nope'"),
        (continued(card(words("x"), actions=[fetch("x", ActionName.READ)])), 502, "no place"),
    ],
)
async def test_answers_that_teams_cannot_use(
    *,
    live: TeamsFace,
    bot: FakeBot,
    post: Post,
    anna: Person,
    world: World,
    reply: Any,
    status: int,
    detail: str,
):
    bot.reply = lambda _: reply
    refusal = await live.press(anna, post, live.controls(post)[0])
    assert isinstance(refusal, Refusal)
    assert refusal.status == status
    assert detail in refusal.detail
    assert world.tally.refused == {"answer to an activity": 1}


async def test_an_empty_answer_shows_nothing(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    bot.reply = lambda _: {}
    assert await live.press(anna, post, live.controls(post)[0]) == Nothing()


async def test_a_bot_that_answers_too_late_or_not_at_all(world: World, post: Post, anna: Person):
    class Silent(httpx.AsyncBaseTransport):
        failure: Exception = httpx.ReadTimeout("late")

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(0)
            raise self.failure

    silent = Silent()
    face = TeamsFace(world, bot_url=BOT, base_url=BASE, transport=silent, patience=0.5)
    late = await face.press(anna, post, face.controls(post)[0])
    assert late == Refusal(504, "no answer within 0.5 seconds")
    silent.failure = httpx.ConnectError("refused")
    gone = await face.press(anna, post, face.controls(post)[0])
    assert gone == Refusal(502, "the bot cannot be reached (ConnectError)")
    await face.stop()


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


async def posted(live_api: httpx.AsyncClient, world: World, pressed: Json) -> Post:
    activity = message(card(words("x"), actions=[pressed]))
    answer = await live_api.post(CONVERSATIONS, json=channel_post(activity=activity))
    assert answer.status_code == 201, answer.text
    return world.posts[-1]


ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        (
            {
                "statusCode": 200,
                "type": "application/vnd.microsoft.activity.message",
                "value": "Thank you.",
            },
            {"type": "message", "value": "Thank you."},
        ),
        (
            {"statusCode": 200, "type": ADAPTIVE_CARD, "value": READING},
            READING,
        ),
    ],
)
async def test_a_universal_action(
    *,
    live: TeamsFace,
    bot: FakeBot,
    live_api: httpx.AsyncClient,
    anna: Person,
    world: World,
    reply: Json,
    shown: Json,
):
    execute = {"type": "Action.Execute", "title": "Do", "verb": "do", "id": "do", "data": {"a": 1}}
    post = await posted(live_api, world, execute)
    bot.reply = lambda _: reply
    (control,) = live.controls(post)
    assert control.name == "do"
    assert await live.press(anna, post, control) == Note(anna, shown)
    (heard,) = bot.heard
    assert heard["name"] == "adaptiveCard/action"
    pressed = {"type": "Action.Execute", "verb": "do", "id": "do", "data": {"a": 1}}
    assert heard["value"] == {"action": pressed, "trigger": "manual"}


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ({"statusCode": 200, "type": ADAPTIVE_CARD, "value": {}}, 502),
        ({"statusCode": 400, "type": "application/vnd.microsoft.error", "value": {}}, 400),
        ({"statusCode": "x"}, 502),
    ],
)
async def test_a_universal_action_that_fails(
    *,
    live: TeamsFace,
    bot: FakeBot,
    live_api: httpx.AsyncClient,
    anna: Person,
    world: World,
    reply: Json,
    status: int,
):
    post = await posted(live_api, world, {"type": "Action.Execute", "title": "Do"})
    bot.reply = lambda _: reply
    refusal = await live.press(anna, post, live.controls(post)[0])
    assert isinstance(refusal, Refusal)
    assert refusal.status == status


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
