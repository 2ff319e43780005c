"""More press at once than Slack's three seconds allow to be answered."""

from dataclasses import replace

import pytest

from handlers.interaction import Interaction, Reply
from tests.wire.crowding import crowded, press, press_at_once, work
from tests.wire.slack.standin import Rig, encoded, signed, submission

PATH = "/slack/main/events"


async def test_some_are_answered_in_time_and_the_rest_told_at_once(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbound = rig.slack._desk._inbound

    async def slow(interaction: Interaction) -> Reply:
        work()
        return await inbound.handle(interaction)

    monkeypatch.setattr(rig.slack._desk, "_inbound", replace(inbound, handle=slow))

    def request() -> tuple[bytes, dict[str, str]]:
        body = encoded(submission({}))
        return body, signed(body, rig.clock.now().timestamp())

    async with crowded(rig.slack.routes()) as port:
        good, turned_away = await press_at_once(port, PATH, request, times=100)
        # Nothing was done for those who were turned away, and pressing again works.
        assert len(rig.house.handled) == len(good) >= 5
        assert len(turned_away) > 50
        (again,) = await press(port, PATH, request)
        assert again.status == 200
