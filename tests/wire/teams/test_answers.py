"""What each answer of the connector means, and each way in which a connection dies."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.results import Broken, Receipt, Sent, Stopped, TryLater, Unclear
from tests.wire.teams.names import DELIVERY, PERSON, WORKSPACE
from tests.wire.teams.sending import MESSAGE, PLACE
from tests.wire.teams.server import Answer, refusal
from tests.wire.teams.standin import Rig

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


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
        (Answer(408, raw=b""), Unclear, "408"),
        (Answer(502, raw=b"<html>"), Unclear, "502"),
        (Answer(503, raw=b""), TryLater, "not available"),
        (Answer(504, {"error": None}), Unclear, "504"),
        (Answer(529, raw=b"<html>"), Unclear, "529"),
        (Answer(302, None, {"Location": "https://elsewhere.example/"}), Stopped, "302"),
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


@pytest.mark.parametrize("status", [408, 412, 500, 502, 503, 504, 529])
async def test_what_does_no_harm_twice_may_be_tried_again(rig: Rig, status: int) -> None:
    answer = Answer(status, raw=b"<html>", headers={"Retry-After": "7"})
    rig.connector.script.extend([answer] * 5)
    receipt = Receipt("a:chat", "172")
    refusals = [
        await rig.teams.update(PLACE, receipt, MESSAGE),
        await rig.teams.update_private(WORKSPACE, receipt, MESSAGE),
        await rig.teams.roster(PLACE),
        await rig.teams.ready_private(WORKSPACE, PERSON),
        await rig.teams.post_private(WORKSPACE, PERSON, MESSAGE, delivery=DELIVERY),
    ]
    assert len(rig.connector.calls) == len(refusals)
    for refused in refusals:
        assert isinstance(refused, TryLater)
        assert str(status) in refused.reason
    assert isinstance(refusals[0], TryLater)
    assert refusals[0].after == timedelta(seconds=7)


@pytest.mark.parametrize("status", [408, 500, 502, 504])
async def test_a_message_in_an_open_chat_may_stand_after_a_failure(rig: Rig, status: int) -> None:
    rig.connector.script.extend([Answer(201, {"id": "a:chat"}), Answer(status, raw=b"<html>")])
    said = await rig.teams.post_private(WORKSPACE, PERSON, MESSAGE, delivery=DELIVERY)
    assert isinstance(said, Unclear)
    assert len(rig.connector.calls) == 2


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
    "address",
    ["ftp://x", "nowhere", "http://user@127.0.0.1/", "http://[/", "http://127.0.0.1\x7f/"],
)
async def test_a_noted_address_that_is_none_is_not_called(rig: Rig, address: str) -> None:
    rig.notebook.pages["north-teams"] = {"service_url": address}
    assert isinstance(await rig.teams.post(PLACE, MESSAGE, delivery=DELIVERY), Stopped)
