"""People press; what goes out is signed, and what comes back is shown."""

import asyncio
import hashlib
import hmac
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from bot.sandbox.slack import face as face_module
from bot.sandbox.slack import senders
from bot.sandbox.slack.payloads import signature
from bot.sandbox.world import Note, Nothing, Refusal
from tests.wire.sandbox.slack.blocks import words
from tests.wire.sandbox.slack.modals import POST, opened, posted, question, replace_bot


async def test_a_posts_buttons(rig: Any) -> None:
    post = await posted(rig)
    listed = [(c.kind, c.name, c.label, c.value) for c in rig.face.controls(post)]
    assert listed == [
        ("button", "read", "Read", "1.read"),
        ("button", "check", "Check", ""),
        ("button", "more", "Ask", "1.ask"),
        ("button", "more", "Unsure", "1.unsure"),
    ]


async def test_a_press_is_sent_as_slack_sends_it(rig: Any) -> None:
    post = await posted(rig)
    await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    (payload,) = rig.bot.received
    assert payload["type"] == "block_actions"
    assert payload["team"]["id"] == "T1"
    assert payload["user"]["id"] == "U1"
    assert payload["channel"] == {"id": "C1", "name": "learning"}
    assert payload["container"]["message_ts"] == post.id
    assert payload["message"]["blocks"][1]["elements"][0]["action_id"] == "read"
    (action,) = payload["actions"]
    assert (action["type"], action["action_id"], action["block_id"], action["value"]) == (
        "button",
        "read",
        "b1",
        "1.read",
    )
    assert payload["response_url"].startswith("http://127.0.0.1:8000/slack/actions/")


async def test_a_choice_from_a_menu_is_sent_as_slack_sends_it(rig: Any) -> None:
    post = await posted(rig)
    await rig.face.press(rig.person(), post, rig.face.controls(post)[3])
    (action,) = rig.bot.received[0]["actions"]
    assert action["type"] == "overflow"
    assert action["selected_option"] == {"text": words("Unsure"), "value": "1.unsure"}


async def test_a_press_in_a_private_chat(rig: Any) -> None:
    await rig.post(channel="U2", blocks=POST)
    post = rig.world.posts[-1]
    await rig.face.press(rig.person("U2"), post, rig.face.controls(post)[0])
    assert rig.bot.received[0]["channel"] == {"id": "D2", "name": "directmessage"}


async def test_the_signature_is_slacks() -> None:
    body, secret, stamp = b"payload=%7B%7D", "8f742231b10e8888abcd99yyyzzz85a5", "1531420618"
    base = b"v0:1531420618:" + body
    expected = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    assert signature(secret, stamp, body) == expected


async def test_a_press_may_show_nothing(rig: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_module, "GRACE_SECONDS", 0.01)
    post = await posted(rig)
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert shown == Nothing()


@pytest.mark.parametrize("how", ["ephemeral", "response_url"])
async def test_a_press_may_be_answered_privately(rig: Any, how: str) -> None:
    post = await posted(rig)

    async def whisper(payload: Any) -> None:
        if how == "ephemeral":
            await rig.call("chat.postEphemeral", channel="C1", user="U1", text="Not you")
        else:
            await rig.http.post(payload["response_url"], json={"text": "Not you"})

    rig.bot.answer = whisper
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert isinstance(shown, Note)
    assert shown.body == {"text": "Not you"}


async def test_an_error_status_is_shown(rig: Any) -> None:
    post = await posted(rig)
    rig.bot.answer = lambda _: Response(status_code=500)
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert shown == Refusal(500, "The bot answered with an error.")
    screen = await opened(rig)
    rig.bot.answer = lambda _: Response(status_code=503)
    assert (await rig.face.submit(screen, {"answer": ["a"]})).status == 503


async def test_three_seconds_and_no_more(rig: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(senders, "ACK_SECONDS", 0.02)
    post = await posted(rig)
    rig.bot.answer = lambda _: asyncio.sleep(1)
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert isinstance(shown, Refusal)
    assert shown.status == 408


async def test_a_bot_that_is_not_there(rig: Any) -> None:
    def unreachable(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    await replace_bot(rig, unreachable)
    post = await posted(rig)
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert shown == Refusal(502, "The bot could not be reached (ConnectError).")


async def test_it_must_be_started(rig: Any) -> None:
    post = await posted(rig)
    await rig.face.stop()
    await rig.face.stop()
    with pytest.raises(RuntimeError, match="not started"):
        await rig.face.press(rig.person(), post, rig.face.controls(post)[0])


async def test_a_request_sent_again_is_the_same_to_the_byte(rig: Any) -> None:
    screen = await opened(rig)
    rig.bot.answer = lambda _: {"response_action": "update", "view": question(2)}
    await rig.face.submit(screen, {"answer": ["b"]})
    first, second = await rig.face.resend(rig.person())
    assert first == second
    assert rig.bot.received[-1] == rig.bot.received[-2]
    with pytest.raises(KeyError):
        await rig.face.resend(rig.person("U2"))


@pytest.mark.parametrize("with_post", [True, False])
async def test_no_attack_succeeds_and_each_is_different(rig: Any, *, with_post: bool) -> None:
    if with_post:
        await posted(rig)
    made = await rig.face.attack()
    assert len({attempt.name for attempt in made}) == len(made) >= 20
    assert {attempt.status for attempt in made} == {401, 403, 404}
    assert rig.bot.received == []


async def test_a_bot_that_checks_nothing_is_found_out(rig: Any) -> None:
    await replace_bot(rig, lambda _: httpx.Response(200))
    assert {attempt.status for attempt in await rig.face.attack()} == {200}


async def test_it_draws_what_was_posted(rig: Any) -> None:
    post = await posted(rig)
    assert '<h3 class="header">A briefing</h3>' in rig.face.html(post.body)


async def test_the_settings_of_a_bot(rig: Any) -> None:
    environ = rig.face.environ()
    assert environ["SLACK_API_URL"] == "http://127.0.0.1:8000/slack/api/"
    assert environ["SLACK_TOKENS__NORTH_SLACK"] == rig.token
    assert environ["SLACK_TOKENS__SOUTH_SLACK"].startswith("xoxb-")
    assert environ["SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET"] == rig.bot.secret
