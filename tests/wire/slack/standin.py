"""A stand-in for Slack on loopback: it keeps what it is sent and answers as it is told."""

import hashlib
import hmac
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
from aiohttp import web
from aiohttp.test_utils import TestServer
from starlette.applications import Starlette

from bot.platforms.base import Inbound, Place
from bot.platforms.slack import connect
from bot.platforms.slack.platform import Slack
from config.directory import Directory
from config.located import Located
from config.settings import Settings
from content.actions import Action, ActionName
from content.message import Message, Plain, Text
from handlers.events import EngagementEvent
from handlers.interaction import Command, Interaction, PrivateNote, Reply, Respondent
from tests.fakes.clock import FakeClock

SECRET = "the-signing-secret"
DELIVERY = UUID("5e7e9b07-0000-4000-8000-0000000000aa")
READ = Action(ActionName.READ, DELIVERY)
NOTE = Message("Just for you.", (Text((Plain("Just for you."),)),))
DIRECTORY = """
partnership: Northshire
agencies:
  - {key: police, name: Northshire Police, sector: police, head_count: 40}
workspaces:
  - {key: north-slack, platform: slack, id: T0NORTH, agency: police, may_read_history: true}
  - {key: south-slack, platform: slack, id: T0SOUTH, agency: police}
channels:
  - {key: north, agency: police, workspace: north-slack, id: C0NORTH, name: north}
  - {key: south, agency: police, workspace: south-slack, id: C0SOUTH, name: south}
"""

Answer = Mapping[str, Any] | Callable[[web.Request], Awaitable[web.StreamResponse]]


def directory() -> Directory:
    return Directory.parse(Located("directory.yaml", DIRECTORY), platforms=["slack"])


@dataclass(slots=True)
class Call:
    """One call of the Web API as it came over the wire."""

    method: str
    token: str
    body: Mapping[str, Any]


@dataclass(slots=True)
class StandIn:
    """Slack's Web API. What stands in `answers` for a method is given in turn, else "ok"."""

    calls: list[Call] = field(default_factory=list)
    answers: defaultdict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    server: TestServer | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        app.router.add_post("/respond/{method}", self._answer)
        self.server = TestServer(app)
        await self.server.start_server()

    async def stop(self) -> None:
        assert self.server is not None
        await self.server.close()

    @property
    def origin(self) -> str:
        assert self.server is not None
        return str(self.server.make_url("")).rstrip("/")

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def only(self, method: str) -> Call:
        (call,) = self.called(method)
        return call

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        posted = request.content_type == "application/json"
        body = await (request.json() if posted else request.post())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Call(method, token, dict(body)))
        queue = self.answers[method]
        answer = queue.popleft() if queue else _USUAL.get(method, {})
        if callable(answer):
            return await answer(request)
        return web.json_response({"ok": True, **answer})


_USUAL: Mapping[str, Mapping[str, Any]] = {
    "chat.postMessage": {"channel": "C0NORTH", "ts": "1700000000.000100"},
    "conversations.open": {"channel": {"id": "D0PERSON"}},
    "users.info": {"user": {"id": "U0NEW", "team_id": "T0NORTH"}},
    "auth.test": {"team_id": "T0NORTH"},
    "conversations.info": {"channel": {"id": "C0NORTH", "is_member": True}},
}


def refusal(word: str, **further: Any) -> Mapping[str, Any]:
    return {"ok": False, "error": word, **further}


def status(
    code: int, body: Any = None, headers: Mapping[str, str] | None = None
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        if isinstance(body, str):
            return web.Response(status=code, text=body, headers=headers, content_type="text/html")
        return web.json_response(body or {}, status=code, headers=headers)

    return answer


def raw(
    text: str, content_type: str = "application/json"
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type=content_type)

    return answer


async def reset(request: web.Request) -> web.StreamResponse:
    """Cut the connection after the request was taken."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


@dataclass(slots=True)
class House:
    """What lies behind the platform: keeps what comes in, and replies as it is told."""

    reply: Reply = field(default_factory=lambda: PrivateNote(NOTE))
    handled: list[Interaction] = field(default_factory=list)
    shown: list[EngagementEvent] = field(default_factory=list)
    members: set[tuple[str, str]] = field(default_factory=lambda: {("north-slack", "U0MEMBER")})
    asked: list[tuple[str, str]] = field(default_factory=list)
    failure: Exception | None = None
    answer: Message = NOTE
    """What it says to a command, and on a person's own page."""
    obeyed: list[Command] = field(default_factory=list)
    visited: list[Respondent] = field(default_factory=list)
    mended: list[tuple[str, str | None]] = field(default_factory=list)

    async def was_mended(self, workspace: str, channel: str | None) -> None:
        self.mended.append((workspace, channel))

    async def obey(self, command: Command) -> Message:
        if self.failure is not None:
            raise self.failure
        self.obeyed.append(command)
        return self.answer

    async def home(self, respondent: Respondent) -> Message:
        if self.failure is not None:
            raise self.failure
        self.visited.append(respondent)
        return self.answer

    async def handle(self, interaction: Interaction) -> Reply:
        if self.failure is not None:
            raise self.failure
        self.handled.append(interaction)
        return self.reply

    async def was_shown(self, event: EngagementEvent) -> None:
        self.shown.append(event)

    async def known(self, workspace: str, account: str) -> bool:
        self.asked.append((workspace, account))
        return (workspace, account) in self.members


class NoNotebook:
    async def read(self, workspace: str) -> Mapping[str, str]:
        return {}

    async def write(self, workspace: str, entries: Mapping[str, str]) -> None:
        raise AssertionError("Slack writes nothing down")


def environment(origin: str, **further: str) -> dict[str, str]:
    return {
        "SEVENBOT_MODE": "sandbox",
        "SLACK_API_URL": f"{origin}/api",
        "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET": SECRET,
        "SLACK_TOKENS__NORTH_SLACK": "xoxb-north",
        "SLACK_TOKENS__SOUTH_SLACK": "xoxb-south",
        **further,
    }


def build(environ: Mapping[str, str], house: House, clock: FakeClock) -> Slack:
    platform = connect(
        settings=Settings.load(environ),
        directory=directory(),
        inbound=Inbound(
            house.handle, house.was_shown, house.known, house.obey, house.home, house.was_mended
        ),
        notebook=NoNotebook(),
        now=clock.now,
    )
    assert isinstance(platform, Slack)
    return platform


def place(workspace: str = "north-slack") -> Place:
    return Place(directory().workspace(workspace), "C0NORTH")


def encoded(payload: Mapping[str, Any]) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


def signature(body: bytes, timestamp: str, secret: str = SECRET) -> str:
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def signed(body: bytes, at: float, secret: str = SECRET) -> dict[str, str]:
    timestamp = str(int(at))
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature(body, timestamp, secret),
    }


def press(
    encoded_action: str = READ.encode(), user: str = "U0MEMBER", **further: Any
) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T0NORTH", "domain": "north"},
        "user": {"id": user, "team_id": "T0NORTH", "name": "somebody"},
        "trigger_id": "1.2.abc",
        "channel": {"id": "C0NORTH", "name": "north"},
        "actions": [{"type": "button", "action_id": "read", "value": encoded_action}],
        **further,
    }


def submission(
    values: Mapping[str, Any], encoded_action: str = READ.encode(), **view: Any
) -> dict[str, Any]:
    return {
        "type": "view_submission",
        "team": {"id": "T0NORTH"},
        "user": {"id": "U0MEMBER", "team_id": "T0NORTH"},
        "view": {
            "id": "V0VIEW",
            "title": {"type": "plain_text", "text": "7-minute briefing"},
            "private_metadata": encoded_action,
            "state": {"values": values},
            **view,
        },
    }


@dataclass(slots=True)
class Rig:
    """Everything a test of the platform needs, running."""

    slack: Slack
    api: StandIn
    house: House
    clock: FakeClock
    client: httpx.AsyncClient

    async def send(self, payload: Mapping[str, Any]) -> httpx.Response:
        """Send a signed payload as Slack does."""
        body = encoded(payload)
        return await self.raw(body, signed(body, self.clock.now().timestamp()))

    async def raw(self, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        return await self.client.post("/slack/main/events", content=body, headers=dict(headers))


def web_client(slack: Slack) -> httpx.AsyncClient:
    app = Starlette(routes=list(slack.routes()))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")
