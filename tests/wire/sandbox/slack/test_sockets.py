"""Socket Mode over a real WebSocket on this machine."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.slack import senders
from bot.sandbox.slack.face import SlackFace
from bot.sandbox.world import Note, Nothing, Post, Refusal, World

BASE = "http://127.0.0.1:8000"


@dataclass
class App:
    """A bot that opens sockets and acknowledges envelopes as a test says."""

    face: SlackFace
    http: httpx.AsyncClient
    session: aiohttp.ClientSession
    answer: Callable[[dict[str, Any]], Any] = lambda _: {}
    received: list[dict[str, Any]] = field(default_factory=list)
    reading: list[asyncio.Task[None]] = field(default_factory=list)

    async def address(self, token: str | None = None) -> Any:
        given = token if token is not None else self.environ["SLACK_REGISTRATIONS__MAIN__APP_TOKEN"]
        headers = {"Authorization": f"Bearer {given}"} if given else {}
        return (await self.http.post("/slack/api/apps.connections.open", headers=headers)).json()

    @property
    def environ(self) -> Any:
        return self.face.environ()

    async def connect(self) -> None:
        socket = await self.session.ws_connect((await self.address())["url"])
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        self.reading.append(asyncio.create_task(self._read(socket)))

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            envelope = message.json()
            self.received.append(envelope)
            acknowledged = self.answer(envelope)
            if envelope["type"] == "interactive" and acknowledged is not None:
                await socket.send_json({"envelope_id": envelope["envelope_id"], **acknowledged})


@pytest.fixture
async def app(
    make_world: Callable[[], World], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[App]:
    monkeypatch.setattr("bot.sandbox.slack.face.GRACE_SECONDS", 0.05)
    face = SlackFace(make_world(), bot_url="http://127.0.0.1:9", base_url=BASE, socket_mode=True)
    await face.start()
    await face.start()
    served = httpx.ASGITransport(Starlette(routes=list(face.routes())))
    async with (
        httpx.AsyncClient(transport=served, base_url=BASE) as http,
        aiohttp.ClientSession() as session,
    ):
        made = App(face, http, session)
        yield made
        await face.stop()
        await face.stop()
        async with asyncio.timeout(10):
            await asyncio.gather(*made.reading)


def posted(app: App) -> Post:
    memory = app.face.memory
    button = {"type": "button", "action_id": "read", "text": {"type": "plain_text", "text": "Read"}}
    body = {"blocks": [{"type": "actions", "elements": [button]}]}
    post = Post("north-slack", "C1", memory.timestamp(), body, memory.now())
    memory.world.posts.append(post)
    return post


async def press(app: App) -> Any:
    post = posted(app)
    person = app.face.memory.world.people["north-slack", "U1"]
    return await app.face.press(person, post, app.face.controls(post)[0])


async def test_what_people_do_comes_in_envelopes(app: App) -> None:
    await app.connect()
    assert await press(app) == Nothing()
    (envelope,) = app.received
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", True)
    assert envelope["payload"]["type"] == "block_actions"
    assert envelope["payload"]["user"]["id"] == "U1"


async def test_an_envelope_sent_again_is_the_same(app: App) -> None:
    await app.connect()
    app.answer = lambda _: {"payload": {"response_action": "clear"}}
    await press(app)
    person = app.face.memory.world.people["north-slack", "U1"]
    first, second = await app.face.resend(person)
    assert first == second == b'{"response_action": "clear"}'
    assert app.received[0] == app.received[1]


async def test_an_answer_may_come_over_the_web_api(app: App) -> None:
    await app.connect()
    token = {"Authorization": f"Bearer {app.environ['SLACK_TOKENS__NORTH_SLACK']}"}
    said = {"channel": "C1", "user": "U1", "text": "Only you"}
    sent: list[asyncio.Task[Any]] = []

    def whisper(_: Any) -> dict[str, Any]:
        call = app.http.post("/slack/api/chat.postEphemeral", headers=token, json=said)
        sent.append(asyncio.create_task(call))
        return {}

    app.answer = whisper
    assert isinstance(await press(app), Note)


async def test_without_a_socket_nothing_reaches_the_bot(app: App) -> None:
    refused = await press(app)
    assert refused == Refusal(502, "The bot has opened no Socket Mode connection.")
    with pytest.raises(ConnectionError):
        await app.face._sockets.deliver("{}", 1)  # pyright: ignore[reportOptionalMemberAccess]


async def test_an_envelope_wants_its_acknowledgement(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(senders, "ACK_SECONDS", 0.05)
    await app.connect()
    app.answer = lambda _: None
    assert (await press(app)).status == 408


async def test_a_stray_acknowledgement_is_ignored(app: App) -> None:
    await app.connect()
    app.answer = lambda _: {"envelope_id": "another"}
    asking = asyncio.create_task(press(app))
    await asyncio.sleep(0.05)
    assert not asking.done()
    asking.cancel()


async def test_the_address_is_for_the_app_and_for_one_use(app: App) -> None:
    assert (await app.address(token="xapp-other"))["error"] == "invalid_auth"
    assert (await app.address(token=""))["error"] == "not_authed"
    url = (await app.address())["url"]
    await (await app.session.ws_connect(url)).close()
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await app.session.ws_connect(url)
    assert refused.value.status == 403


async def test_an_app_of_the_other_kind_gets_no_address(rig: Any) -> None:
    answer = await rig.raw("apps.connections.open", headers={"Authorization": "Bearer xapp-1"})
    assert answer.json()["error"] == "invalid_auth"


async def test_the_bot_is_told_when_it_ends(app: App) -> None:
    await app.connect()
    await app.face.stop()
    async with asyncio.timeout(10):
        await asyncio.gather(*app.reading)
    assert app.received == [{"type": "disconnect", "reason": "link_disabled"}]


async def test_the_settings_name_the_app_token_alone(app: App) -> None:
    assert "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET" not in app.environ
    assert app.environ["SLACK_REGISTRATIONS__MAIN__APP_TOKEN"].startswith("xapp-")
