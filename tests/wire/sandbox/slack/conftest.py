"""A world of two Slack workspaces, a clock that is held, and a bot written for the tests."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.slack import face as face_module
from bot.sandbox.slack.face import SlackFace
from bot.sandbox.slack.payloads import signature
from bot.sandbox.world import Person, SandboxChannel, SandboxWorkspace, World

BASE = "http://127.0.0.1:8000"


@dataclass
class HeldClock:
    """Stands still until it is moved."""

    at: datetime = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Bot:
    """Checks what comes in as Slack tells apps to, and does with it what a test says."""

    clock: HeldClock
    secret: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], Any] = lambda payload: None
    """What the bot does with a payload. It may return what to answer with: None, a dict, a str
    or a Response; awaitable or not."""

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/slack/main/events", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        stamp = request.headers.get("x-slack-request-timestamp", "")
        given = request.headers.get("x-slack-signature", "")
        fresh = stamp.isdecimal() and abs(self.clock().timestamp() - int(stamp)) <= 300
        if not fresh or given != signature(self.secret, stamp, body):
            return Response(status_code=401)
        payload = _read(body, request.headers["content-type"])
        team = payload["team"]["id"] if "team" in payload else payload["team_id"]
        if team not in ("T1", "T2"):
            return Response(status_code=403)
        self.received.append(payload)
        answer = self.answer(payload)
        if hasattr(answer, "__await__"):
            answer = await answer
        match answer:
            case None:
                return Response()
            case dict():
                return Response(json.dumps(answer), media_type="application/json")
            case str():
                return Response(answer)
            case _:
                return answer


def _read(body: bytes, kind: str) -> dict[str, Any]:
    """Read what Slack sends: an event is JSON, a command a form, the rest a form around JSON."""
    if kind == "application/json":
        return json.loads(body)
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
    return json.loads(fields["payload"]) if "payload" in fields else fields


@dataclass
class Rig:
    """The local Slack in one process, without a socket."""

    world: World
    clock: HeldClock
    face: SlackFace
    bot: Bot
    http: httpx.AsyncClient

    @property
    def token(self) -> str:
        return next(t for t, w in self.face.memory.tokens.items() if w.key == "north-slack")

    @property
    def other_token(self) -> str:
        return next(t for t, w in self.face.memory.tokens.items() if w.key == "south-slack")

    async def raw(self, method: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} | request.pop("headers", {})
        return await self.http.request(
            request.pop("verb", "POST"), f"/slack/api/{method}", headers=headers, **request
        )

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        return (await self.raw(method, json=arguments)).json()

    async def post(self, **message: Any) -> dict[str, Any]:
        answer = await self.call(
            "chat.postMessage", **({"channel": "C1", "text": "Hello"} | message)
        )
        assert answer["ok"], answer
        return answer

    def person(self, account: str = "U1") -> Person:
        return self.world.people["north-slack", account]


def _world() -> World:
    north = SandboxWorkspace("north-slack", "slack", "T1", "Northshire Police")
    south = SandboxWorkspace("south-slack", "slack", "T2", "Lantern")
    tenant = SandboxWorkspace("council", "teams", "tenant", "Council")
    people = [
        Person("north-slack", "UBOT", "Sevenbot", bot=True),
        Person("south-slack", "UBOT", "Sevenbot", bot=True),
        Person("north-slack", "U1", "Amina Rahman"),
        Person("north-slack", "U2", "Callum Hughes"),
        Person("north-slack", "U3", "Robin Guest", outsider=True),
        Person("south-slack", "U9", "Grace Adeyemi"),
        Person("council", "aad", "Mei Lin"),
    ]
    channels = [
        SandboxChannel("north-slack", "C1", "learning", "police", ("U1", "U2", "U3", "UBOT")),
        SandboxChannel("north-slack", "C2", "not-joined", "police", ("U1",)),
        SandboxChannel("south-slack", "C9", "team", "lantern", ("UBOT", "U9")),
        SandboxChannel("council", "19:x", "Team", "council", ("aad",)),
    ]
    return World(
        {w.key: w for w in (north, south, tenant)},
        {c.id: c for c in channels},
        {(p.workspace, p.account): p for p in people},
    )


@pytest.fixture
def make_world() -> Callable[[], World]:
    return _world


@pytest.fixture
async def rig(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    monkeypatch.setattr(face_module, "GRACE_SECONDS", 0.1)
    world, clock = _world(), HeldClock()
    bot = Bot(clock)
    face = SlackFace(
        world,
        bot_url="http://127.0.0.1:8001",
        base_url=BASE,
        now=clock,
        history_granted=frozenset({"north-slack"}),
        transport=httpx.ASGITransport(bot.app()),
    )
    bot.secret = face.memory.signing_secret
    await face.start()
    served = httpx.ASGITransport(Starlette(routes=list(face.routes())))
    async with httpx.AsyncClient(transport=served, base_url=BASE) as http:
        yield Rig(world, clock, face, bot, http)
    await face.stop()
