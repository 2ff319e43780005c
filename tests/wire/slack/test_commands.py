"""What somebody writes behind the command, and the answer that only they see."""

from typing import Any
from urllib.parse import urlencode

import pytest

from content.message import Button, Buttons, Heading, Message, Plain, Text
from handlers.interaction import Command, Respondent
from tests.wire.slack.arrivals import command, write
from tests.wire.slack.standin import READ, Rig, refusal, signed, status

MEMBER = Respondent("north-slack", "U0MEMBER")
PAGE = Message(
    "What you can do & see.",
    (
        Heading("What you can do"),
        Text((Plain("<!channel> & more"),)),
        Buttons((Button("Go", READ),)),
    ),
)


async def test_what_was_written_is_obeyed_and_answered_within_the_ack(rig: Rig) -> None:
    rig.house.answer = PAGE
    response = await write(rig, command("  pause until 3 August "))
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/json")
    assert rig.house.obeyed == [Command(MEMBER, "pause until 3 August")]
    answer = response.json()
    assert answer["response_type"] == "ephemeral"
    assert answer["text"] == "What you can do &amp; see."
    wire = rig.slack.render_message(PAGE)
    assert {"text": answer["text"], "blocks": answer["blocks"]} == wire
    assert "&amp;" not in str(answer["blocks"]), "plain and rich text are not escaped"
    assert rig.api.calls == []


@pytest.mark.parametrize(
    "text",
    ["", "payload", "a=b&payload=%7B%7D", "{}", '{"type": "block_actions"}', "<@U1> & 100% é +1"],
)
async def test_words_are_words_whatever_they_look_like(rig: Rig, text: str) -> None:
    assert (await write(rig, command(text))).status_code == 200
    assert rig.house.obeyed == [Command(MEMBER, text)]
    assert rig.house.handled == []


async def test_a_long_answer_stays_within_what_slack_takes(rig: Rig) -> None:
    many = tuple(Text((Plain("word " * 100),)) for _ in range(80))
    rig.house.answer = Message("All of it. " * 900, many)
    answer = (await write(rig, command("help"))).json()
    assert len(answer["blocks"]) <= 50
    assert len(answer["text"]) <= 3900


async def test_a_command_is_signed_as_everything_else(rig: Rig) -> None:
    body = urlencode(command("help")).encode()
    right = signed(body, rig.clock.now().timestamp())
    late = signed(body, rig.clock.now().timestamp() - 301)
    for headers in ({**right, "x-slack-signature": "v0=0"}, late):
        assert (await rig.raw(body, headers)).status_code == 401
    assert (await rig.raw(body + b"&text=other", right)).status_code == 401
    assert rig.house.obeyed == []


async def test_a_command_from_elsewhere_is_refused(rig: Rig) -> None:
    assert (await write(rig, command(team_id="T0FAR"))).status_code == 403
    assert rig.house.obeyed == []


@pytest.mark.parametrize(
    ("user", "outsider"),
    [
        ({"id": "U0NEW", "team_id": "T0NORTH"}, False),
        ({"id": "U0NEW", "team_id": "T0NORTH", "is_restricted": True}, True),
        ({"id": "U0NEW", "team_id": "T0FAR", "is_stranger": True}, True),
    ],
)
async def test_slack_is_asked_about_strangers(rig: Rig, user: dict, outsider: bool) -> None:  # noqa: FBT001
    rig.api.answers["users.info"].append({"user": user})
    await write(rig, command("record", user_id="U0NEW"))
    (obeyed,) = rig.house.obeyed
    assert obeyed.respondent.outsider is outsider


@pytest.mark.parametrize("answer", [status(503), refusal("ratelimited")])
async def test_when_slack_cannot_vouch_nothing_is_done(rig: Rig, answer: Any) -> None:
    rig.api.answers["users.info"].append(answer)
    response = await write(rig, command("record", user_id="U0NEW"))
    assert response.status_code == 200
    assert response.json()["response_type"] == "ephemeral"
    assert "Nothing was lost" in response.json()["text"]
    assert rig.house.obeyed == []


async def test_a_failure_behind_is_told_kindly_and_not_logged_in_words(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.house.failure = RuntimeError("private words")
    response = await write(rig, command("private words"))
    assert response.status_code == 200
    answer = response.json()
    assert answer["response_type"] == "ephemeral"
    assert answer["text"] == (
        "This could not be done just now. Nothing was lost: please try again in a minute."
    )
    assert "RuntimeError" in caplog.text
    assert "private words" not in caplog.text


@pytest.mark.parametrize(
    "further",
    [
        {"user_id": ""},
        {"user_id": "U" * 256},
        {"command": ""},
    ],
)
async def test_a_malformed_command_gets_400_and_names_the_field(rig: Rig, further: dict) -> None:
    response = await write(rig, command(**further))
    assert response.status_code == 400
    assert response.json()["fields"] == list(further)
    assert rig.house.obeyed == []


@pytest.mark.parametrize(
    "body",
    [
        b"command=/learning&team_id=T0NORTH",
        b"command=/learning&team_id=T0NORTH&user_id=U0MEMBER&user_id=U0OTHER",
        b"command=/learning&team_id=T0NORTH&user_id=U0MEMBER&text=%ff",
        b"command=/learning&team_id=T0NORTH&user_id=U0MEMBER" + b"&x=1" * 60,
        b"command=/learning&team_id=T0NORTH&user_id=U0MEMBER&payload=%7B",
        b'{"command": 7, "team_id": "T0NORTH", "user_id": "U0MEMBER"}',
        b'{"command": "/learning", "team_id": "T0NORTH", "user_id": ["U0MEMBER"]}',
        b'{"command": "/learning", "team_id": "T0NORTH", "user_id": "U1", "text": {}}',
    ],
)
async def test_a_form_that_is_none_gets_400(rig: Rig, body: bytes) -> None:
    response = await rig.raw(body, signed(body, rig.clock.now().timestamp()))
    assert response.status_code == 400
    assert rig.house.obeyed == []
