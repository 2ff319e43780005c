"""People write a command, and what the bot says to it is seen by them alone."""

from typing import Any

import pytest
from starlette.responses import Response

from bot.sandbox.world import Note, Nothing, Post, Refusal
from tests.wire.sandbox.slack.modals import LAST, POST


async def test_a_command_is_sent_as_slack_sends_it(rig: Any) -> None:
    await rig.face.command(rig.person(), "pause until 3 August & more", "C1")
    (fields,) = rig.bot.received
    assert fields["command"] == "/learning"
    assert fields["text"] == "pause until 3 August & more"
    assert (fields["user_id"], fields["team_id"]) == ("U1", "T1")
    assert (fields["channel_id"], fields["channel_name"]) == ("C1", "learning")
    assert fields["is_enterprise_install"] == "false"
    assert fields["response_url"].startswith("http://127.0.0.1:8000/slack/actions/")
    assert "payload" not in fields
    await rig.face.command(rig.person(), "")
    assert rig.bot.received[1]["channel_id"] == "D1"
    assert rig.bot.received[1]["channel_name"] == "directmessage"


async def test_the_answer_is_for_the_one_person(rig: Any) -> None:
    rig.bot.answer = lambda _: {"response_type": "ephemeral", "text": "Yours", "blocks": POST}
    note = await rig.face.command(rig.person(), "help", "C1")
    assert isinstance(note, Note)
    assert (note.person, note.channel, note.body["text"]) == (rig.person(), "C1", "Yours")
    assert rig.world.notes == [note]
    assert rig.world.posts == []


async def test_the_answers_buttons_can_be_pressed(rig: Any) -> None:
    rig.bot.answer = lambda _: {"text": "Yours", "blocks": POST}
    note = await rig.face.command(rig.person(), "help", "C1")
    rig.bot.answer = lambda _: None
    await rig.face.press(rig.person(), note, rig.face.controls(note)[0])
    payload = rig.bot.received[-1]
    assert payload["container"] == {
        "type": "message",
        "message_ts": note.id,
        "channel_id": "C1",
        "is_ephemeral": True,
    }
    assert "message" not in payload
    assert payload["actions"][0]["value"] == "1.read"


async def test_an_answer_may_be_words_alone_or_for_all_or_nothing(rig: Any) -> None:
    assert await rig.face.command(rig.person(), "help", "C1") == Nothing()
    rig.bot.answer = lambda _: "Only words"
    note = await rig.face.command(rig.person(), "help", "C1")
    assert note.body == {"text": "Only words"}
    rig.bot.answer = lambda _: "7"
    assert (await rig.face.command(rig.person(), "help", "C1")).body == {"text": "7"}
    rig.bot.answer = lambda _: {"response_type": "in_channel", "text": "For all"}
    post = await rig.face.command(rig.person(), "help", "C1")
    assert isinstance(post, Post)
    assert (post.body, post.private_to) == ({"text": "For all"}, None)


async def test_an_answer_may_come_by_the_response_address(rig: Any) -> None:
    async def later(fields: Any) -> None:
        await rig.http.post(fields["response_url"], json={"text": "A little later"})

    rig.bot.answer = later
    note = await rig.face.command(rig.person(), "help")
    assert note.body == {"text": "A little later"}
    assert note.channel == "D1"


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ({"response_type": "ephemeral"}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": [{"type": "pigeon"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "none"}, "invalid_blocks_format"),
        ({"text": {"type": "plain_text"}}, "no_text"),
    ],
)
async def test_an_answer_that_slack_could_not_use_is_said(rig: Any, answer: Any, word: str) -> None:
    rig.bot.answer = lambda _: answer
    refusal = await rig.face.command(rig.person(), "help", "C1")
    assert isinstance(refusal, Refusal)
    assert word in refusal.detail
    assert rig.world.notes == []


async def test_an_error_status_is_shown(rig: Any) -> None:
    rig.bot.answer = lambda _: Response(status_code=500)
    assert (await rig.face.command(rig.person(), "help")).status == 500


async def test_a_command_sent_again_is_the_same_to_the_byte(rig: Any) -> None:
    rig.bot.answer = lambda _: {"text": "Yours"}
    await rig.face.command(rig.person(), "help")
    first, second = await rig.face.resend(rig.person())
    assert first == second
    assert rig.bot.received[0] == rig.bot.received[1]


async def test_a_commands_trigger_opens_one_modal(rig: Any) -> None:
    await rig.face.command(rig.person(), "help", "C1")
    trigger = rig.bot.received[0]["trigger_id"]
    assert (await rig.call("views.open", trigger_id=trigger, view=LAST))["ok"]
    again = await rig.call("views.open", trigger_id=trigger, view=LAST)
    assert again["error"] == "exchanged_trigger_id"
