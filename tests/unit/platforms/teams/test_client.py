"""What the bot sends, and what each answer means, over real connections on loopback."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.platforms.base import (
    Broken,
    CannotLook,
    Place,
    Receipt,
    Roster,
    Sent,
    Stopped,
    TryLater,
    Unclear,
)
from bot.platforms.teams.client import MAX_PAGES
from bot.platforms.teams.errors import died, retry_after
from config.directory import Channel
from content.message import Message, Plain, Text, View
from tests.unit.platforms.teams.names import (
    APP_ID,
    CHANNEL,
    DELIVERY,
    DIRECTORY,
    OTHER_TENANT,
    PERSON,
    TENANT,
    WORKSPACE,
)
from tests.unit.platforms.teams.server import Answer, member, refusal
from tests.unit.platforms.teams.standin import Rig

PLACE = Place(WORKSPACE, CHANNEL)
MESSAGE = Message("All of it.", (Text((Plain("Words"),)),))
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        (refusal(400, "BadSyntax"), Broken, "BadSyntax"),
        (refusal(413, "MessageSizeTooBig"), Broken, "MessageSizeTooBig"),
        (refusal(403, "BotNotInConversationRoster"), Stopped, "add the app to the team"),
        (refusal(403, "BotDisabledByAdmin"), Stopped, "administrator"),
        (refusal(403, "Whatever"), Stopped, "Whatever"),
        (refusal(404, "ConversationNotFound"), Stopped, "ConversationNotFound"),
        (refusal(412, "PreconditionFailed"), TryLater, "412"),
        (refusal(429, "Throttled"), TryLater, "slow down"),
        (refusal(500, "ServiceError"), Unclear, "500"),
        (Answer(502, raw=b"<html>"), TryLater, "502"),
        (Answer(503, raw=b""), TryLater, "not available"),
        (Answer(504, {"error": None}), TryLater, "504"),
        (Answer(302, None, {"Location": "https://elsewhere.example/"}), Broken, "302"),
        (Answer(201, {"id": ""}), Unclear, "no id"),
        (Answer(201, raw=b"not json"), Unclear, "no id"),
    ],
)
async def test_each_answer_has_its_meaning(
    rig: Rig, answer: Answer, kind: type[Stopped], says: str
) -> None:
    rig.connector.script.append(answer)
    result = await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
    assert isinstance(result, kind)
    assert says in result.reason
    assert len(rig.connector.calls) == 1


async def test_a_busy_platform_says_how_long_to_wait(rig: Rig) -> None:
    rig.connector.script.append(refusal(429, "Throttled", **{"Retry-After": "1.5"}))
    result = await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
    assert isinstance(result, TryLater)
    assert result.after == timedelta(seconds=1.5)
    assert not result.everywhere
    rig.connector.script.append(Answer(503, None, {"Retry-After": "7"}))
    result = await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
    assert isinstance(result, TryLater)
    assert result.everywhere


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("3", 3),
        ("0.25", 0.25),
        ("-4", 0),
        ("nan", None),
        ("inf", 86_400),
        ("1e99", 86_400),
        ("soon", None),
        ("", None),
        ("Mon, 02 Nov 2026 09:00:30 GMT", 30),
        ("Mon, 02 Nov 2026 09:00:30 -0000", 30),
        ("Mon, 02 Nov 2026 08:00:00 GMT", 0),
    ],
)
def test_retry_after_in_every_form(value: str | None, seconds: float | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(value, NOW) == expected


async def test_a_refused_token_is_renewed_once(rig: Rig) -> None:
    rig.connector.script.append(refusal(401, "Unauthorized"))
    assert isinstance(await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY), Sent)
    tokens = [call.headers["authorization"] for call in rig.connector.calls]
    assert tokens == ["Bearer token-1", "Bearer token-2"]
    rig.connector.script.extend([refusal(401, "Unauthorized"), refusal(401, "Unauthorized")])
    result = await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
    assert isinstance(result, Stopped)
    assert "token" in result.reason


async def test_the_token_endpoint_may_refuse_the_renewal(rig: Rig) -> None:
    rig.connector.script.append(refusal(401, "Unauthorized"))
    await rig.teams.roster(PLACE)
    rig.connector.script.append(refusal(401, "Unauthorized"))
    wrong = {"error": "invalid_client", "error_description": "AADSTS7000222: expired."}
    rig.tokens.script.append(Answer(401, wrong))
    result = await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
    assert isinstance(result, Stopped)
    assert "expired" in result.reason


async def test_a_connection_cut_after_the_request_is_unclear(rig: Rig) -> None:
    rig.connector.script.append(Answer(cut=True))
    assert isinstance(await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY), Unclear)


async def test_a_connection_that_never_was_may_be_tried_again(rig: Rig) -> None:
    rig.notebook.pages["north-teams"] = {"service_url": "http://127.0.0.1:1/"}
    assert isinstance(await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY), TryLater)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectTimeout("x"), TryLater),
        (httpx.PoolTimeout("x"), TryLater),
        (httpx.ReadTimeout("x"), Unclear),
        (httpx.WriteError("x"), Unclear),
        (httpx.UnsupportedProtocol("x"), Stopped),
    ],
)
def test_how_a_connection_died(error: httpx.HTTPError, kind: type[Stopped]) -> None:
    assert isinstance(died(error), kind)


@pytest.mark.parametrize("address", ["ftp://x", "nowhere", "http://user@127.0.0.1/", "http://[/"])
async def test_a_noted_address_that_is_none_is_not_called(rig: Rig, address: str) -> None:
    rig.notebook.pages["north-teams"] = {"service_url": address}
    assert isinstance(await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY), Stopped)


async def test_an_address_that_httpx_cannot_call_stops(rig: Rig) -> None:
    rig.notebook.pages["north-teams"] = {"service_url": "http://127.0.0.1\x7f/"}
    assert isinstance(await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY), Stopped)
    assert rig.connector.calls == []


async def test_the_roster_is_the_tenants_own_people(rig: Rig) -> None:
    rig.connector.script.extend(
        [
            Answer(
                200,
                {
                    "members": [
                        member(),
                        member(aadObjectId="second", userRole="owner"),
                        member(aadObjectId="guest", userRole="guest"),
                        member(aadObjectId="nobody", userRole="anonymous"),
                        member(aadObjectId="ext", userPrincipalName="a_b.example#EXT#@n.example"),
                        member(aadObjectId="elsewhere", tenantId=OTHER_TENANT),
                    ],
                    "continuationToken": "more/of them",
                },
            ),
            Answer(
                200,
                {
                    "members": [
                        {"id": "29:bare"},
                        member(id="28:another-bot", aadObjectId=None),
                    ]
                },
            ),
        ]
    )
    roster = await rig.teams.roster(PLACE)
    assert roster == Roster(frozenset({PERSON, "second", "29:bare"}))
    first, second = rig.connector.calls
    assert first.path == f"/teams/v3/conversations/{CHANNEL}/pagedmembers"
    assert "continuationToken" not in first.query
    assert second.query == {"pageSize": "500", "continuationToken": "more/of them"}


async def test_a_roster_that_cannot_be_read(rig: Rig) -> None:
    rig.connector.script.append(refusal(429, "Throttled", **{"Retry-After": "2"}))
    limited = await rig.teams.roster(PLACE)
    assert isinstance(limited, TryLater)
    assert limited.after == timedelta(seconds=2)
    rig.connector.script.append(refusal(403, "BotNotInConversationRoster"))
    assert isinstance(await rig.teams.roster(PLACE), Stopped)
    rig.connector.script.append(Answer(cut=True))
    assert isinstance(await rig.teams.roster(PLACE), TryLater)
    rig.connector.script.append(refusal(400, "BadSyntax"))
    assert isinstance(await rig.teams.roster(PLACE), Stopped)


async def test_a_roster_without_an_end_is_given_up(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_PAGES >= 50
    monkeypatch.setattr("bot.platforms.teams.client.MAX_PAGES", 3)
    page = Answer(200, {"members": [member()], "continuationToken": "again"})
    rig.connector.script.extend([page] * 3)
    assert isinstance(await rig.teams.roster(PLACE), Stopped)


async def test_teams_has_no_look(rig: Rig) -> None:
    assert isinstance(await rig.teams.look(PLACE, delivery=DELIVERY), CannotLook)
    assert rig.connector.calls == []


async def test_the_newest_address_of_a_tenant_is_used(rig: Rig) -> None:
    rig.notebook.pages["north-teams"] = {"service_url": rig.connector.origin + "/uk/tenant"}
    await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY)
    assert rig.connector.calls[0].path == "/uk/tenant/v3/conversations"


async def test_the_doctor_finds_nothing_wrong(rig: Rig) -> None:
    assert list(await rig.teams.check()) == []


async def test_the_doctor_names_what_is_wrong(rig: Rig) -> None:
    rig.connector.script.append(refusal(404, "ConversationNotFound"))
    (sentence,) = await rig.teams.check()
    assert sentence.startswith("all: Teams does not know this conversation")
    rig.notebook.pages["north-teams"] = {f"channel:{CHANNEL}": "19:t", "team:19:t": "removed"}
    (sentence,) = await rig.teams.check()
    assert sentence == "all: the app was removed from this channel's team."


async def test_the_doctor_tells_of_a_wrong_secret(rig: Rig) -> None:
    await rig.teams.roster(PLACE)
    rig.clock.advance(timedelta(hours=2))
    wrong = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid."}
    rig.tokens.script.append(Answer(401, wrong))
    (sentence,) = await rig.teams.check()
    assert sentence.startswith("north-teams: ")
    assert "TEAMS_REGISTRATIONS__MAIN__" in sentence


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
    with pytest.raises(httpx.HTTPStatusError):
        await fetch(rig.connector.address)


def test_the_platform_renders_for_previews(rig: Rig) -> None:
    assert rig.teams.render_message(MESSAGE)["summary"] == "All of it."
    assert rig.teams.render_view(View("Title", MESSAGE))["title"] == "Title"


async def test_the_doctor_minds_the_channels_of_the_tenant_only(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = Channel(key="s", agency="north", workspace="north-slack", id="C1", name="S")
    directory = DIRECTORY.model_copy(update={"channels": (slack,)})
    monkeypatch.setattr(rig.teams, "_directory", directory)
    assert list(await rig.teams.check()) == []
    assert rig.connector.calls == []
