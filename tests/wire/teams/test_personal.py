"""What people write to the bot, and what it answers them alone, over the signed wire."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from content.message import Message
from handlers.interaction import Command, Respondent
from tests.wire.teams.chatting import (
    ANSWER,
    CHAT,
    MENTION,
    READ,
    SAID,
    added,
    in_channel,
    in_chat,
    settled,
)
from tests.wire.teams.names import CHANNEL, PERSON, Json
from tests.wire.teams.server import Answer, member, refusal
from tests.wire.teams.standin import Rig


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.teams.patience.LONGEST_WAIT", 0.01)


def card(body: Mapping[str, Any]) -> Json:
    (attachment,) = body["attachments"]
    return attachment["content"]


# --- in the person's own chat -------------------------------------------------------------


async def test_what_is_written_in_the_chat_is_done_and_answered_there(rig: Rig) -> None:
    rig.house.answer = ANSWER
    assert (await rig.send(in_chat(rig, text="/learning pause until fri"))).status_code == 200
    await settled(rig)
    assert rig.house.obeyed == [Command(Respondent("north-teams", PERSON), "pause until fri")]
    (call,) = rig.connector.calls
    assert (call.method, call.path) == ("POST", SAID)
    assert call.body["summary"] == "One is waiting."
    heading, row = card(call.body)["body"]
    assert heading["text"] == "What is waiting"
    assert row["actions"][0]["data"]["msteams"] == {"type": "task/fetch"}
    assert rig.house.handled == []


async def test_the_same_message_again_is_done_once(rig: Rig) -> None:
    body, authorization = in_chat(rig), rig.bearer()
    for _ in range(3):
        assert (await rig.send(body, authorization=authorization)).status_code == 200
    await settled(rig)
    assert len(rig.house.obeyed) == len(rig.connector.calls) == 1
    await rig.send(in_chat(rig, id="f:2"))
    await rig.send(in_chat(rig, conversation=CHAT | {"id": "a:another"}))
    for _ in range(2):
        nameless = {name: value for name, value in in_chat(rig).items() if name != "id"}
        await rig.send(nameless)
    await settled(rig)
    assert len(rig.house.obeyed) == 5


async def test_an_empty_message_is_a_command_too(rig: Rig) -> None:
    await rig.send(in_chat(rig, text="<p>&nbsp;</p>"))
    await settled(rig)
    assert [command.text for command in rig.house.obeyed] == [""]


async def test_a_button_that_opens_nothing_is_no_command(rig: Rig) -> None:
    for text in ("", None):
        await rig.send(in_chat(rig, text=text, value={"action": READ.encode()}))
    await settled(rig)
    assert rig.house.obeyed == []


async def test_a_guest_is_named_as_such(rig: Rig) -> None:
    rig.house.known.clear()
    rig.connector.script.append(Answer(200, member(userRole="guest")))
    await rig.send(in_chat(rig))
    await settled(rig)
    assert rig.house.obeyed == [Command(Respondent("north-teams", PERSON, outsider=True), "hello")]
    asked, _ = rig.connector.calls
    assert asked.path == "/teams/v3/conversations/a:chat/members/29:person"


async def test_who_cannot_be_checked_is_told_and_nothing_is_done(rig: Rig) -> None:
    rig.house.known.clear()
    rig.connector.script.append(refusal(403, "BotNotInConversationRoster"))
    await rig.send(in_chat(rig))
    await settled(rig)
    assert rig.house.obeyed == []
    assert "check your account" in rig.connector.calls[-1].raw.decode()


async def test_a_bot_is_not_answered(rig: Rig) -> None:
    sender = {"id": "28:another", "aadObjectId": "x"}
    await rig.send(in_chat(rig) | {"from": sender})
    await rig.send(in_channel(rig) | {"from": sender})
    for body in added(rig, **{"from": sender}):
        await rig.send(body)
    await settled(rig)
    assert (rig.house.obeyed, rig.house.visited, rig.connector.calls) == ([], [], [])


# --- in a channel -------------------------------------------------------------------------


async def test_a_mention_in_a_channel_is_answered_to_that_person_alone(rig: Rig) -> None:
    rig.house.answer = ANSWER
    assert (await rig.send(in_channel(rig))).status_code == 200
    await settled(rig)
    assert rig.house.obeyed == [Command(Respondent("north-teams", PERSON), "history")]
    opened, said = rig.connector.calls
    assert opened.body["members"] == [{"id": PERSON}]
    assert said.path == SAID
    assert not any(CHANNEL in call.path for call in rig.connector.calls)


@pytest.mark.parametrize(
    "entities",
    [None, [], [MENTION | {"mentioned": {"id": "29:pat"}}], [{"type": "clientInfo"}], "x"],
)
async def test_who_does_not_mention_the_bot_is_left_alone(rig: Rig, entities: object) -> None:
    assert (await rig.send(in_channel(rig, entities=entities))).status_code == 200
    await settled(rig)
    assert (rig.house.obeyed, rig.connector.calls) == ([], [])


async def test_a_person_without_the_app_gets_no_answer_anywhere(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.connector.script.append(refusal(403, "BotNotInConversationRoster"))
    await rig.send(in_channel(rig))
    await settled(rig)
    assert len(rig.connector.calls) == 1
    assert "does not have the app" in caplog.text


# --- when it does not work ----------------------------------------------------------------


async def test_what_fails_is_told_and_logged_without_words(
    rig: Rig, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(command: Command) -> Message:
        raise OSError(command.text)

    inbound = replace(rig.house.inbound(), obey=lost)
    monkeypatch.setattr(rig.teams._chats, "_inbound", inbound)
    await rig.send(in_chat(rig, text="ask about a secret"))
    await settled(rig)
    (call,) = rig.connector.calls
    assert "try again in a minute" in call.raw.decode()
    assert "OSError" in caplog.text
    assert "secret" not in caplog.text


async def test_an_answer_that_is_refused_is_logged_without_words(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.connector.script.append(refusal(403, "ConversationBlockedByUser"))
    await rig.send(in_chat(rig))
    await settled(rig)
    assert "blocked the bot" in caplog.text
    assert "hello" not in caplog.text
    assert len(rig.connector.calls) == 1


async def test_a_busy_platform_gets_the_answer_later_but_an_unclear_one_is_not_repeated(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.connector.script.extend([refusal(429, "Throttled"), refusal(412, "Bad")])
    await rig.send(in_chat(rig))
    await settled(rig)
    assert len(rig.connector.calls) == 3
    assert caplog.text == ""
    rig.connector.script.extend([refusal(429, "Throttled")] * 3)
    await rig.send(in_chat(rig, id="f:2"))
    await settled(rig)
    assert len(rig.connector.calls) == 6
    assert "slow down" in caplog.text
    rig.connector.script.append(Answer(cut=True))
    await rig.send(in_chat(rig, id="f:3"))
    await settled(rig)
    assert len(rig.connector.calls) == 7


async def test_answers_under_way_are_finished_before_the_bot_stops(
    rig: Rig, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rig.send(in_chat(rig))
    await rig.teams.stop()
    assert len(rig.connector.calls) == 1

    async def no_notebook(_: object) -> str:
        raise OSError("no database")

    monkeypatch.setattr(rig.teams._notes, "service_url", no_notebook)
    await rig.send(in_chat(rig, id="f:2"))
    await rig.teams.stop()
    assert "OSError" in caplog.text


async def test_only_so_many_messages_are_remembered(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.teams.once._REMEMBERED", 2)
    for number in (1, 2, 3, 3, 2):
        await rig.send(in_chat(rig, id=f"f:{number}"))
    await settled(rig)
    assert len(rig.house.obeyed) == 3
