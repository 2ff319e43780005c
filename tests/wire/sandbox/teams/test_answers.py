"""What the bot answers is shown as Teams would, or refused where Teams cannot use it."""

import asyncio
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import Json, Note, Nothing, Person, Post, Refusal, World
from content.actions import ActionName
from tests.wire.sandbox.teams.dialogs import READING, posted
from tests.wire.sandbox.teams.fakes import BASE, BOT, FakeBot, card, continued, fetch, words

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
