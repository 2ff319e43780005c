"""What the bot sends, over real connections on loopback."""

import asyncio

import aiohttp
import pytest

from bot.platforms.results import Broken, CannotLook, Receipt, Sent, Stopped, TryLater, Unclear
from content.message import View
from tests.wire.teams.names import APP_ID, CHANNEL, DELIVERY, PERSON, TENANT, WORKSPACE
from tests.wire.teams.sending import MESSAGE, PLACE
from tests.wire.teams.server import Answer, refusal
from tests.wire.teams.standin import Rig


async def test_a_post_starts_a_thread_in_the_channel(rig: Rig) -> None:
    sent = await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
    assert sent == Sent(Receipt(f"{CHANNEL};messageid=171", "171"))
    (call,) = rig.connector.calls
    assert (call.method, call.path) == ("POST", "/teams/v3/conversations")
    assert call.headers["authorization"] == "Bearer token-1"
    assert call.body["isGroup"] is True
    assert call.body["channelData"] == {"channel": {"id": CHANNEL}, "tenant": {"id": TENANT}}
    activity = call.body["activity"]
    assert activity["summary"] == "All of it."
    assert "text" not in activity
    assert len(activity["attachments"]) == 1


async def test_an_update_replaces_the_message(rig: Rig) -> None:
    receipt = Receipt(f"{CHANNEL};messageid=171", "171")
    assert await rig.teams.update(PLACE, receipt, MESSAGE) == Sent(receipt)
    (call,) = rig.connector.calls
    assert call.method == "PUT"
    assert call.path == f"/teams/v3/conversations/{CHANNEL};messageid=171/activities/171"
    assert call.body["id"] == "171"


async def test_a_private_message_is_replaced_in_its_chat(rig: Rig) -> None:
    receipt = Receipt("a:chat", "172")
    assert await rig.teams.update_private(WORKSPACE, receipt, MESSAGE) == Sent(receipt)
    (call,) = rig.connector.calls
    assert (call.method, call.path) == ("PUT", "/teams/v3/conversations/a:chat/activities/172")
    assert call.body["id"] == "172"
    rig.connector.script.append(refusal(404, "ConversationNotFound"))
    gone = await rig.teams.update_private(WORKSPACE, receipt, MESSAGE)
    assert isinstance(gone, Stopped)
    assert "no chat with this person" in gone.reason


async def test_a_message_that_somebody_deleted_is_not_changed_later(rig: Rig) -> None:
    receipt = Receipt(f"{CHANNEL};messageid=171", "171")
    rig.connector.script.extend([refusal(404, "ActivityNotFoundInConversation")] * 2)
    gone = Broken("The message is no longer there: it was deleted in Teams.")
    assert await rig.teams.update(PLACE, receipt, MESSAGE) == gone
    assert await rig.teams.update_private(WORKSPACE, receipt, MESSAGE) == gone


async def test_one_person_is_written_to_in_their_chat(rig: Rig) -> None:
    sent = await rig.teams.post_private(WORKSPACE, PERSON, MESSAGE, delivery=DELIVERY)
    assert sent == Sent(Receipt("a:chat", "172"))
    opened, said = rig.connector.calls
    assert opened.body["members"] == [{"id": PERSON}]
    assert opened.body["tenantId"] == TENANT
    assert opened.body["bot"] == {"id": f"28:{APP_ID}"}
    assert said.path == "/teams/v3/conversations/a:chat/activities"
    assert said.body["type"] == "message"


async def test_opening_a_chat_may_be_repeated_but_not_the_message_in_it(rig: Rig) -> None:
    rig.connector.script.append(Answer(cut=True))
    lost = await rig.teams.post_private(WORKSPACE, PERSON, MESSAGE, delivery=DELIVERY)
    assert isinstance(lost, TryLater)
    rig.connector.script.extend([Answer(201, {"id": "a:chat"}), Answer(cut=True)])
    lost = await rig.teams.post_private(WORKSPACE, PERSON, MESSAGE, delivery=DELIVERY)
    assert isinstance(lost, Unclear)
    rig.connector.script.append(refusal(403, "ConversationBlockedByUser"))
    stopped = await rig.teams.post_private(WORKSPACE, PERSON, MESSAGE, delivery=DELIVERY)
    assert isinstance(stopped, Stopped)


async def test_teams_has_no_look(rig: Rig) -> None:
    assert isinstance(await rig.teams.look(PLACE, delivery=DELIVERY), CannotLook)
    assert rig.connector.calls == []


async def test_the_newest_address_of_a_tenant_is_used(rig: Rig) -> None:
    rig.notebook.pages["north-teams"] = {"service_url": rig.connector.origin + "/uk/tenant"}
    await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
    assert rig.connector.calls[0].path == "/uk/tenant/v3/conversations"


async def test_starting_and_stopping_twice_is_harmless(rig: Rig) -> None:
    await rig.teams.start()
    await rig.teams.listen()
    await rig.teams.stop()
    await rig.teams.stop()
    assert isinstance(await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY), Sent)


async def test_no_secret_and_no_token_shows_itself(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", logger="bot"):
        await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
        rig.connector.script.append(refusal(403, "Whatever"))
        await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
    kept = rig.teams._connector._tokens._kept
    shown = caplog.text + repr(rig.teams._configuration) + repr(kept)
    assert "s3cret" not in shown
    assert "token-1" not in shown


async def test_many_calls_at_once_fetch_one_token(rig: Rig) -> None:
    await asyncio.gather(*(rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY) for _ in range(8)))
    assert len(rig.tokens.token_calls) == 1


async def test_a_public_document_is_fetched_over_the_wire(rig: Rig) -> None:
    fetch = rig.teams._connector.fetch
    rig.connector.script.append(Answer(200, {"jwks_uri": "x"}))
    assert await fetch(rig.connector.address) == b'{"jwks_uri": "x"}'
    rig.connector.script.append(Answer(404))
    with pytest.raises(aiohttp.ClientError):
        await fetch(rig.connector.address)


def test_the_platform_renders_for_previews(rig: Rig) -> None:
    assert rig.teams.render_message(MESSAGE)["summary"] == "All of it."
    assert rig.teams.render_view(View("Title", MESSAGE))["title"] == "Title"
