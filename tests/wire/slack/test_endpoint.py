"""Only what Slack signed, a moment ago, comes in."""

import json
import logging
from collections.abc import AsyncGenerator, MutableMapping
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.endpoint import MAX_BODY, Endpoint
from tests.fakes.clock import FakeClock
from tests.wire.slack.standin import Rig, encoded, press, signature, signed, submission

BODY = encoded(press())


async def _refused(rig: Rig, body: bytes, headers: dict[str, str]) -> httpx.Response:
    response = await rig.raw(body, headers)
    assert response.status_code == 401
    assert "signature" in response.json()["error"]
    assert rig.house.handled == []
    assert rig.api.calls == []
    return response


async def test_a_signed_request_is_handled(rig: Rig) -> None:
    response = await rig.send(press())
    assert response.status_code == 200
    assert len(rig.house.handled) == 1


async def test_a_replay_within_five_minutes_gets_the_same_reply(rig: Rig) -> None:
    payload = submission({})
    body = encoded(payload)
    headers = signed(body, rig.clock.now().timestamp())
    first, second = await rig.raw(body, headers), await rig.raw(body, headers)
    assert first.content == second.content
    assert rig.house.handled[0] == rig.house.handled[1]


@pytest.mark.parametrize("seconds", [-300, 0, 300])
async def test_the_edge_of_five_minutes_is_let_in(rig: Rig, seconds: int) -> None:
    response = await rig.raw(BODY, signed(BODY, rig.clock.now().timestamp() + seconds))
    assert response.status_code == 200


@pytest.mark.parametrize("seconds", [-86_400, -301, 301, 86_400])
async def test_beyond_five_minutes_is_refused(rig: Rig, seconds: int) -> None:
    await _refused(rig, BODY, signed(BODY, rig.clock.now().timestamp() + seconds))


@pytest.mark.parametrize("missing", ["x-slack-signature", "x-slack-request-timestamp"])
async def test_a_missing_header_is_refused(rig: Rig, missing: str) -> None:
    headers = signed(BODY, rig.clock.now().timestamp())
    await _refused(rig, BODY, {k: v for k, v in headers.items() if k != missing})


async def test_another_secret_is_refused(rig: Rig) -> None:
    now = rig.clock.now().timestamp()
    await _refused(rig, BODY, signed(BODY, now, "another-secret"))
    await _refused(rig, BODY, signed(BODY, now, ""))


@pytest.mark.parametrize(
    "timestamp", ["", "soon", "1e9", "nan", "9" * 400, "9" * 5000, "-1", "0x10", "²"]
)
async def test_a_time_that_is_none_is_refused(rig: Rig, timestamp: str) -> None:
    headers = {
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature(BODY, timestamp),
    }
    response = await rig.client.post(
        "/slack/main/events",
        content=BODY,
        headers={name: value.encode("utf-8") for name, value in headers.items()},
    )
    assert response.status_code == 401


@pytest.mark.parametrize("forged", ["", "v0=", "v1=", "sha256=", "v0=é"])
async def test_a_signature_that_is_none_is_refused(rig: Rig, forged: str) -> None:
    headers = signed(BODY, rig.clock.now().timestamp())
    genuine = headers["x-slack-signature"]
    for value in (forged, genuine.replace("v0=", forged), genuine[:-1], genuine + "0"):
        if value != genuine:
            response = await rig.client.post(
                "/slack/main/events",
                content=BODY,
                headers={**headers, "x-slack-signature": value.encode()},
            )
            assert response.status_code == 401


async def test_the_time_is_signed_too(rig: Rig) -> None:
    now = rig.clock.now().timestamp()
    headers = signed(BODY, now - 3600)
    await _refused(rig, BODY, {**headers, "x-slack-request-timestamp": str(int(now))})


@given(at=st.integers(0, len(BODY) - 1), flip=st.integers(1, 255))
def test_any_changed_byte_is_refused(at: int, flip: int) -> None:
    clock = FakeClock()
    endpoint = Endpoint(None, "the-signing-secret", clock.now)  # type: ignore[arg-type]  # no app
    headers = signed(BODY, clock.now().timestamp())
    changed = bytearray(BODY)
    changed[at] ^= flip
    assert endpoint._genuine(BODY, headers)
    assert not endpoint._genuine(bytes(changed), headers)


async def test_a_body_that_is_no_text_is_refused(rig: Rig) -> None:
    body = b"payload=\xff\xfe"
    await _refused(rig, body, signed(body, rig.clock.now().timestamp()))


async def test_a_refused_request_is_not_logged(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await _refused(rig, b"payload=private-words", signed(b"else", 0.0))
    assert "private-words" not in caplog.text


async def test_a_request_that_is_too_long_is_not_read(rig: Rig) -> None:
    body = b"x" * (MAX_BODY + 1)
    response = await rig.raw(body, signed(body, rig.clock.now().timestamp()))
    assert response.status_code == 413

    async def pieces() -> AsyncGenerator[bytes]:
        for _ in range(MAX_BODY // 100_000 + 1):
            yield b"x" * 100_000

    response = await rig.client.post("/slack/main/events", content=pieces())
    assert response.status_code == 413
    response = await rig.client.post(
        "/slack/main/events", content=b"", headers={"content-length": "many"}
    )
    assert response.status_code == 413


async def test_a_caller_who_hangs_up_does_no_harm(rig: Rig) -> None:
    route = rig.slack.routes()[0]
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/slack/main/events", "headers": []}
    await route.handle(scope, receive, send)
    assert not sent
    assert not rig.house.handled


@pytest.mark.parametrize(
    "body",
    [
        b"payload=%7Bbroken",
        b"payload=5",
        b"payload=null",
        b"payload=%5B1%5D",
        b"{",
        b"[]",
        b'{"team": {"id": ["T"]}, "view": 7, "authorizations": [3]}',
        b"{" + b'"a":{' * 5000,
    ],
)
async def test_what_cannot_be_read_gets_400_and_does_nothing(rig: Rig, body: bytes) -> None:
    response = await rig.raw(body, signed(body, rig.clock.now().timestamp()))
    assert response.status_code in (400, 403)
    assert rig.house.handled == []


@pytest.mark.parametrize(
    "payload",
    [
        {**press(), "user": {"id": 7}},
        {**press(), "actions": []},
        {**press(), "actions": "read"},
        {**press(), "trigger_id": None},
        {**press(), "channel": "C0NORTH"},
        {**submission({}), "view": {"id": "V", "state": {"values": {"b": 1}}}},
        {**submission({}), "user": None},
        {"type": "block_actions", "team": {"id": "T0NORTH"}},
    ],
)
async def test_a_malformed_payload_gets_400_and_names_the_field(rig: Rig, payload: dict) -> None:
    response = await rig.send(payload)
    assert response.status_code == 400
    assert response.json()["fields"]
    assert rig.house.handled == []
    assert rig.api.calls == []


@pytest.mark.parametrize("team", ["T0ELSEWHERE", "", None, ["T0NORTH"], {"id": "T0NORTH"}])
async def test_a_workspace_that_is_not_in_the_directory_is_refused(rig: Rig, team: object) -> None:
    payload = {**press(), "team": {"id": team}}
    payload["user"] = {"id": "U0MEMBER"}
    response = await rig.send(payload)
    assert response.status_code == 403
    assert rig.house.handled == []
    assert rig.api.calls == []


async def test_an_unknown_registration_is_not_found(rig: Rig) -> None:
    response = await rig.client.post(
        "/slack/other/events", content=BODY, headers=signed(BODY, rig.clock.now().timestamp())
    )
    assert response.status_code == 404


async def test_the_address_is_verified_when_slack_asks(rig: Rig) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
    headers = {
        **signed(body, rig.clock.now().timestamp()),
        "content-type": "application/json",
    }
    response = await rig.raw(body, headers)
    assert response.status_code == 200
    assert response.json() == {"challenge": "abc"}
    await _refused(rig, body, {**headers, "x-slack-signature": "v0=0"})


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "event_callback", "team_id": "T0NORTH", "event": {"type": "message"}},
        {"type": "view_closed", "team": {"id": "T0NORTH"}, "view": {"id": "V"}},
        {"type": "shortcut", "team": {"id": "T0NORTH"}, "callback_id": "x"},
        {"type": 7, "team": {"id": "T0NORTH"}},
        {"shortcut": "/learning", "team_id": "T0NORTH"},
    ],
)
async def test_what_we_do_not_use_is_taken_and_left_alone(rig: Rig, payload: dict) -> None:
    response = await rig.send(payload)
    assert response.status_code == 200
    assert rig.house.handled == []
