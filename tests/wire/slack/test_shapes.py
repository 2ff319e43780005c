"""Whatever shape a signed body has, it is answered, taken and left alone, or refused in words:
never an error of ours."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.misshapen import misshapen
from tests.wire.slack.standin import Rig, press, signed, submission

SAME_RIG = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T0NORTH",
    "event_id": "Ev1",
    "event": {"type": "app_home_opened", "user": "U0MEMBER", "tab": "home", "view": {"id": "V"}},
    "authorizations": [{"team_id": "T0NORTH", "user_id": "U0BOT"}],
}
RESPOND = "https://hooks.slack.example/respond"
INPUT = {"words": {"written": {"type": "plain_text_input", "value": "as written"}}}
CHOICE = {"choice": {"chosen": {"type": "radio_buttons", "selected_option": {"value": "a"}}}}
INTERACTIONS = (
    press(),
    press(response_url=RESPOND, container={"type": "message"}),
    press(view=submission(CHOICE)["view"]),
    submission({}),
    submission(INPUT),
    submission(CHOICE),
    {"type": "view_closed", "team": {"id": "T0NORTH"}, "view": {"id": "V"}},
)
EVENTS = (
    EVENT,
    {**EVENT, "event": {"type": "message", "subtype": "message_changed", "message": {"user": "U"}}},
    {**EVENT, "event": {"type": "function_executed", "inputs": {}, "function": {"id": "F"}}},
    {**EVENT, "is_ext_shared_channel": True},
    {"type": "url_verification", "challenge": "abc", "token": "x"},
)
COMMAND = {"command": "/learning", "text": "help", "team_id": "T0NORTH", "user_id": "U0MEMBER"}


async def sent(rig: Rig, body: bytes, content_type: str = "application/json") -> tuple[int, str]:
    headers = signed(body, rig.clock.now().timestamp()) | {"content-type": content_type}
    answer = await rig.raw(body, headers)
    return answer.status_code, answer.text


@pytest.mark.parametrize("event", [None, [], "x", 5, True, {}, {"type": None}, ["type"], "absent"])
async def test_an_event_that_is_none_is_malformed(rig: Rig, event: object) -> None:
    payload = {**EVENT, "event": event}
    if event == "absent":
        del payload["event"]
    status, text = await sent(rig, json.dumps(payload).encode())
    assert (status, json.loads(text)["error"]) == (400, "The payload is malformed.")
    assert rig.house.visited == []


@SAME_RIG
@given(payload=misshapen(EVENTS))
async def test_whatever_shape_an_event_has(rig: Rig, payload: dict[str, Any]) -> None:
    status, text = await sent(rig, json.dumps(payload).encode())
    assert status in {200, 400, 403}, text


@pytest.mark.parametrize("url", [None, "x", "", "//host", "https://", "https://[", "ftp://a.b"])
async def test_a_press_that_happened_nowhere_is_malformed(rig: Rig, url: str | None) -> None:
    payload = {**press(response_url=url), "channel": None}
    answer = await rig.send(payload)
    assert (answer.status_code, answer.json()["error"]) == (400, "The payload is malformed.")
    assert rig.house.handled == []


@SAME_RIG
@given(payload=misshapen(INTERACTIONS))
async def test_whatever_shape_an_interaction_has(rig: Rig, payload: dict[str, Any]) -> None:
    if payload.get("response_url") == RESPOND:
        payload["response_url"] = f"{rig.api.origin}/respond/note"
    answer = await rig.send(payload)
    assert answer.status_code in {200, 400, 403}, answer.text


@SAME_RIG
@given(payload=misshapen((COMMAND,)))
async def test_whatever_shape_a_command_has(rig: Rig, payload: dict[str, Any]) -> None:
    status, text = await sent(rig, json.dumps(payload).encode())
    assert status in {200, 400, 403}, text


@SAME_RIG
@given(
    body=st.one_of(
        st.binary(max_size=60),
        st.text('payload=command&%7B"{}[]:,0123456789.eE+-ntruefalsx\\ud', max_size=60).map(
            str.encode
        ),
    ),
    content_type=st.sampled_from(["application/json", "application/x-www-form-urlencoded", ""]),
)
async def test_whatever_the_bytes_are(rig: Rig, body: bytes, content_type: str) -> None:
    status, text = await sent(rig, body, content_type)
    assert status in {200, 400, 401, 403}, text
