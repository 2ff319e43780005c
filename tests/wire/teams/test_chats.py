"""Chats with one person: how one begins, and which are known."""

import pytest

from bot.platforms.results import Broken, Ready, Sent, Stopped, TryLater
from handlers.interaction import Respondent
from tests.wire.teams.chatting import ANSWER, BOT, CHAT, SAID, added, in_chat, settled
from tests.wire.teams.names import DELIVERY, PERSON, WORKSPACE
from tests.wire.teams.server import refusal
from tests.wire.teams.standin import Rig

# --- a new chat ---------------------------------------------------------------------------


async def test_a_new_chat_begins_with_the_persons_page_once(rig: Rig) -> None:
    rig.house.answer = ANSWER
    for body in added(rig) * 2:
        assert (await rig.send(body)).status_code == 200
    await settled(rig)
    assert rig.house.visited == [Respondent("north-teams", PERSON)]
    (call,) = rig.connector.calls
    assert call.path == SAID
    assert call.body["summary"] == "One is waiting."


async def test_who_adds_it_again_sees_it_again(rig: Rig) -> None:
    await rig.send(added(rig)[1])
    await rig.send(added(rig)[1] | {"action": "remove"})
    assert rig.teams._connector.chats.find(WORKSPACE, PERSON) is None
    await rig.send(added(rig)[1])
    await rig.send(added(rig)[1] | {"action": "add-upgrade"})
    await settled(rig)
    assert len(rig.house.visited) == 2


async def test_other_events_bring_no_page(rig: Rig) -> None:
    update, installed = added(rig)
    await rig.send(update | {"membersAdded": [{"id": "29:person"}]})
    await rig.send(update | {"membersAdded": None})
    await rig.send(installed | {"action": None})
    team = rig.activity(type="installationUpdate", name=None, action="add")
    await rig.send(team)
    await rig.send(team | {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]})
    await settled(rig)
    assert (rig.house.visited, rig.connector.calls) == ([], [])


async def test_who_cannot_be_checked_is_not_welcomed(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.house.known.clear()
    rig.connector.script.append(refusal(403, "BotNotInConversationRoster"))
    await rig.send(added(rig)[0])
    await settled(rig)
    assert len(rig.connector.calls) == 1
    assert "could not be checked" in caplog.text


# --- chats that are known -----------------------------------------------------------------


async def test_a_chat_that_is_known_is_not_asked_for_again(rig: Rig) -> None:
    for _ in range(2):
        await rig.teams.post_private(WORKSPACE, PERSON, ANSWER, delivery=DELIVERY)
    assert [call.path for call in rig.connector.calls] == [
        "/teams/v3/conversations", SAID, SAID,
    ]  # fmt: skip


async def test_a_chat_is_known_from_what_is_heard_there(rig: Rig) -> None:
    await rig.send(in_chat(rig, conversation=CHAT | {"id": "a:heard"}))
    await settled(rig)
    await rig.teams.post_private(WORKSPACE, PERSON, ANSWER, delivery=DELIVERY)
    assert rig.connector.calls[-1].path == "/teams/v3/conversations/a:heard/activities"


async def test_a_chat_that_is_no_more_is_asked_for_anew(rig: Rig) -> None:
    await rig.teams.post_private(WORKSPACE, PERSON, ANSWER, delivery=DELIVERY)
    rig.connector.script.append(refusal(404, "ConversationNotFound"))
    sent = await rig.teams.post_private(WORKSPACE, PERSON, ANSWER, delivery=DELIVERY)
    assert isinstance(sent, Sent)
    paths = [call.path for call in rig.connector.calls]
    assert paths == ["/teams/v3/conversations", SAID, SAID, "/teams/v3/conversations", SAID]


async def test_a_chat_is_opened_ahead_of_its_message(rig: Rig) -> None:
    opens = rig.teams.opening(WORKSPACE, PERSON)
    assert opens is not None
    assert await opens() == Ready()
    assert rig.teams.opening(WORKSPACE, PERSON) is None
    rig.connector.script.append(refusal(429, "Throttled"))
    for kind in (TryLater, Sent):
        sent = await rig.teams.post_private(WORKSPACE, PERSON, ANSWER, delivery=DELIVERY)
        assert isinstance(sent, kind)
    assert rig.teams.opening(WORKSPACE, PERSON) is None
    assert [call.path for call in rig.connector.calls] == [
        "/teams/v3/conversations", SAID, SAID,
    ]  # fmt: skip


async def test_a_chat_that_takes_no_message_is_opened_again_the_next_time(rig: Rig) -> None:
    opens = rig.teams.opening(WORKSPACE, PERSON)
    assert opens is not None
    await opens()
    rig.connector.script.append(refusal(403, "ConversationBlockedByUser"))
    sent = await rig.teams.post_private(WORKSPACE, PERSON, ANSWER, delivery=DELIVERY)
    assert isinstance(sent, Stopped)
    assert len(rig.connector.calls) == 2
    assert rig.teams.opening(WORKSPACE, PERSON) is not None


async def test_what_comes_of_opening_a_chat_is_told(rig: Rig) -> None:
    opens = rig.teams.opening(WORKSPACE, PERSON)
    assert opens is not None
    for status, kind in ((429, TryLater), (502, TryLater), (403, Stopped), (400, Broken)):
        rig.connector.script.append(refusal(status, "Word"))
        assert isinstance(await opens(), kind)
    assert rig.teams.opening(WORKSPACE, PERSON) is not None


async def test_a_busy_chat_stays_known(rig: Rig) -> None:
    await rig.teams.post_private(WORKSPACE, PERSON, ANSWER, delivery=DELIVERY)
    rig.connector.script.append(refusal(429, "Throttled"))
    later = await rig.teams.post_private(WORKSPACE, PERSON, ANSWER, delivery=DELIVERY)
    assert isinstance(later, TryLater)
    assert rig.teams._connector.chats.find(WORKSPACE, PERSON) == "a:chat"


async def test_only_so_many_chats_are_remembered(monkeypatch: pytest.MonkeyPatch, rig: Rig) -> None:
    monkeypatch.setattr("bot.platforms.teams.chats._MOST", 2)
    chats = rig.teams._connector.chats
    for name in "abc":
        chats.note(WORKSPACE, name, f"a:{name}")
    chats.note(WORKSPACE, "b", "a:new")
    chats.note(WORKSPACE, "d", "a:d")
    assert [chats.find(WORKSPACE, name) for name in "abcd"] == [None, "a:new", None, "a:d"]
