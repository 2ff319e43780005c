"""Whatever shape a genuine activity has, it is answered, taken and left alone, or refused: never
an error of ours."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.misshapen import misshapen
from tests.wire.teams.names import PERSON, TENANT
from tests.wire.teams.pressing import ANSWER, READ
from tests.wire.teams.standin import Rig

SAME_RIG = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
REFUSED = {400, 403, 501}
CHANGES: tuple[dict[str, Any], ...] = (
    {"value": {"data": {"action": READ.encode(), "msteams": {"type": "task/fetch"}}}},
    {
        "name": "task/submit",
        "value": {"data": {"action": ANSWER.encode(), "choices": ["c"], "c": "a,b", "words": "w"}},
    },
    {
        "name": "adaptiveCard/action",
        "value": {"action": {"type": "Action.Execute", "data": {"action": READ.encode()}}},
    },
    {
        "type": "message",
        "name": None,
        "text": "help",
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
        "entities": [{"type": "mention", "mentioned": {"id": "28:x"}, "text": "<at>Bot</at>"}],
    },
    {
        "type": "conversationUpdate",
        "name": None,
        "membersAdded": [{"id": "29:person", "aadObjectId": PERSON}],
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
    },
    {"type": "installationUpdate", "name": None, "action": "add"},
)


@pytest.mark.parametrize("place", ["team", "channel", "tenant"])
@pytest.mark.parametrize("name", ["19:\0", "\0", "a\nb", "\x7f", ""])
async def test_a_name_that_no_place_has_is_malformed(rig: Rig, place: str, name: str) -> None:
    activity = rig.activity()
    activity["channelData"] |= {place: {"id": name}}
    assert (await rig.send(activity)).status_code == 400


@SAME_RIG
@given(changed=misshapen(CHANGES), rest=st.data())
async def test_whatever_shape_an_activity_has(
    rig: Rig, changed: dict[str, Any], rest: st.DataObject
) -> None:
    activity = rest.draw(misshapen((rig.activity(**changed),)))
    answer = await rig.send(activity)
    assert answer.status_code in {200, *REFUSED}, activity


@SAME_RIG
@given(
    body=st.one_of(
        st.binary(max_size=60),
        st.text('"{}[]:,0123456789.eE+-ntruefalsx\\ud', max_size=60).map(str.encode),
        st.integers(1, 60_000).map(lambda depth: b'{"value":' * depth),
        st.just(json.dumps({"value": {"a": 10**400}}).encode()),
    )
)
async def test_whatever_the_bytes_are(rig: Rig, body: bytes) -> None:
    assert (await rig.send(body)).status_code in {*REFUSED, 413}
