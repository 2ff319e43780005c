"""Whether Slack would take a message, asked without sending one; and who says that it may."""

from typing import Any

import pytest

from bot.platforms.results import Ready, Stopped, TryLater
from tests.wire.slack.arrivals import enter, visit
from tests.wire.slack.standin import Rig, place, refusal

OPEN = {"is_member": True, "is_archived": False}


@pytest.mark.parametrize(
    ("channel", "said"),
    [(OPEN, None), ({**OPEN, "is_archived": True}, "archived"), ({}, "not in this channel")],
)
async def test_a_channel_is_asked_about(
    rig: Rig, channel: dict[str, Any], said: str | None
) -> None:
    rig.api.answers["conversations.info"].append({"channel": channel})
    found = await rig.slack.ready(place())
    if said is None:
        assert found == Ready()
    else:
        assert isinstance(found, Stopped)
        assert said in found.reason
    assert [call.method for call in rig.api.calls] == ["conversations.info"]


async def test_a_channel_that_cannot_be_asked_about(rig: Rig) -> None:
    rig.api.answers["conversations.info"] += [
        refusal("channel_not_found"),
        refusal("token_revoked"),
    ]
    for said in ("no such channel", "revoked"):
        found = await rig.slack.ready(place())
        assert isinstance(found, Stopped)
        assert said in found.reason
    rig.api.answers["conversations.info"].append(refusal("ratelimited"))
    assert isinstance(await rig.slack.ready(place()), TryLater)


async def test_a_person_is_asked_about_by_opening_their_chat(rig: Rig) -> None:
    rig.api.answers["conversations.open"] += [
        {"channel": {"id": "D0"}},
        refusal("user_disabled"),
    ]
    workspace = place().workspace
    assert await rig.slack.ready_private(workspace, "U0MEMBER") == Ready()
    assert isinstance(await rig.slack.ready_private(workspace, "U0MEMBER"), Stopped)
    assert {call.method for call in rig.api.calls} == {"conversations.open"}


@pytest.mark.parametrize("kind", ["channel_unarchive", "group_unarchive"])
async def test_a_channel_that_came_back_is_told(rig: Rig, kind: str) -> None:
    event = visit() | {"event": {"type": kind, "channel": "C0NORTH", "user": "U0MEMBER"}}
    assert (await enter(rig, event)).status_code == 200
    assert rig.house.mended == [("north-slack", "C0NORTH")]
    odd = visit() | {"event": {"type": kind, "channel": {"id": "C0NORTH"}}}
    assert (await enter(rig, odd)).status_code == 400
    assert len(rig.house.mended) == 1
