"""What each answer of the connector means, and each way in which a connection dies."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.results import Broken, Sent, Stopped, TryLater, Unclear
from tests.wire.teams.names import DELIVERY
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
        (Answer(502, raw=b"<html>"), TryLater, "502"),
        (Answer(503, raw=b""), TryLater, "not available"),
        (Answer(504, {"error": None}), TryLater, "504"),
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
