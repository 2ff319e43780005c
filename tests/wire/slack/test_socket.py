"""Socket Mode: the same path, over a connection that we open."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.fakes.clock import FakeClock
from tests.wire.slack.standin import (
    READ,
    House,
    StandIn,
    build,
    environment,
    press,
    refusal,
    submission,
)


class Gate:
    """Slack's end of the connection."""

    def __init__(self) -> None:
        self.socket: web.WebSocketResponse | None = None
        self.connected = asyncio.Event()
        self.answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        self.socket = web.WebSocketResponse()
        await self.socket.prepare(request)
        self.connected.set()
        async for message in self.socket:
            if message.type is WSMsgType.TEXT:
                self.answers.put_nowait(json.loads(message.data))
        return self.socket

    async def send(self, payload: dict[str, Any], kind: str = "interactive") -> dict[str, Any]:
        assert self.socket is not None
        envelope = {"type": kind, "envelope_id": "E1", "payload": payload}
        await self.socket.send_str(json.dumps(envelope))
        return await asyncio.wait_for(self.answers.get(), 3)


@pytest.fixture
def house() -> House:
    return House()


async def test_what_comes_over_the_socket_is_handled_as_over_http(
    api: StandIn, house: House, clock: FakeClock
) -> None:
    gate = Gate()
    app = web.Application()
    app.router.add_get("/link", gate.serve)
    server = TestServer(app)
    await server.start_server()
    api.answers["apps.connections.open"].append({"url": f"ws://127.0.0.1:{server.port}/link"})
    environ = environment(api.origin, SLACK_REGISTRATIONS__MAIN__APP_TOKEN="xapp-1")
    slack = build(environ, house, clock)
    await slack.start()
    assert api.calls == [], "only the process that listens connects"
    await slack.listen()
    await slack.listen()
    await asyncio.wait_for(gate.connected.wait(), 3)
    assert api.only("apps.connections.open").token == "xapp-1"

    assert await gate.send(press()) == {"envelope_id": "E1"}
    assert house.handled[0].action == READ
    answer = await gate.send(submission({}))
    assert answer["payload"]["response_action"] == "update"
    assert len(slack.routes()) == 1

    handled = len(house.handled)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await gate.send({**press(), "team": {"id": "T0FAR"}})
    assert len(house.handled) == handled
    await slack.stop()
    await slack.stop()
    await server.close()


async def test_a_socket_that_does_not_open_stops_nothing(
    api: StandIn, house: House, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    further = {"private": "words"}
    api.answers["apps.connections.open"].append(refusal("invalid_auth", **further))
    environ = environment(api.origin, SLACK_REGISTRATIONS__MAIN__APP_TOKEN="xapp-1")
    del environ["SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET"]
    slack = build(environ, house, clock)
    assert slack.routes() == ()
    await slack.listen()
    await asyncio.sleep(0.05)
    await slack.stop()
    assert "Failed to retrieve WSS URL" in caplog.text
    assert "Failed to connect [SlackApiError]" in caplog.text
    assert "words" not in caplog.text
