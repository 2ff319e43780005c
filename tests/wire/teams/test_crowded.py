"""More press at once than can be answered while people wait."""

import json
from dataclasses import replace

import pytest

from handlers.interaction import Interaction, Reply
from tests.wire.crowding import crowded, press, press_at_once, work
from tests.wire.teams.pressing import submit
from tests.wire.teams.standin import Rig

PATH = "/teams/main/messages"


async def test_some_are_answered_in_time_and_the_rest_told_at_once(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbound = rig.house.inbound()

    async def slow(interaction: Interaction) -> Reply:
        work()
        return await inbound.handle(interaction)

    monkeypatch.setattr(rig.teams._door, "_inbound", replace(inbound, handle=slow))
    bearer = rig.bearer()

    def request() -> tuple[bytes, dict[str, str]]:
        return json.dumps(submit(rig)).encode(), {"Authorization": bearer}

    async with crowded(rig.teams.routes()) as port:
        good, turned_away = await press_at_once(port, PATH, request, times=100)
        # Nothing was done for those who were turned away, and pressing again works.
        assert len(rig.house.handled) == len(good) >= 5
        assert len(turned_away) > 50
        (again,) = await press(port, PATH, request)
        assert again.status == 200
