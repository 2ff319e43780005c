"""What stands in for the connector: a server on loopback that keeps what it is sent."""

import asyncio
import json
import ssl
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.wire.teams.names import PERSON, TENANT, Json


@dataclass
class Call:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    raw: bytes


@dataclass
class Answer:
    """`cut`: the connection is closed after the request was read. `hold`: no answer until then."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    raw: bytes | None = None


class StandIn:
    """An HTTP/1.1 server that gives scripted answers, else the default one."""

    def __init__(
        self, default: Callable[[Call], Answer], tls: ssl.SSLContext | None = None
    ) -> None:
        self.calls: list[Call] = []
        self.script: deque[Answer] = deque()
        self._default = default
        self._tls = tls
        self.address = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        port = self._server.sockets[0].getsockname()[1]
        self.address = f"{'https' if self._tls else 'http'}://127.0.0.1:{port}/teams/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def origin(self) -> str:
        return self.address.removesuffix("/teams/")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._one(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        raw = await reader.readexactly(int(headers.get("content-length", "0")))
        parts = urlsplit(target)
        form = "urlencoded" in headers.get("content-type", "")
        body: Any = None
        if raw:
            body = dict(parse_qsl(raw.decode())) if form else json.loads(raw)
        call = Call(method, unquote(parts.path), dict(parse_qsl(parts.query)), headers, body, raw)
        self.calls.append(call)
        answer = self.script.popleft() if self.script else self._default(call)
        if answer.cut:
            writer.transport.abort()
            return
        content = answer.raw if answer.raw is not None else json.dumps(answer.body).encode()
        lines = [
            f"HTTP/1.1 {answer.status} X",
            f"Content-Length: {len(content)}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in answer.headers.items()),
        ]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
        await writer.drain()


def connector(call: Call) -> Answer:
    """The default answers of a connector in a good mood."""
    if call.method == "POST" and call.path.endswith("/v3/conversations"):
        if call.body["isGroup"]:
            channel = call.body["channelData"]["channel"]["id"]
            return Answer(201, {"id": f"{channel};messageid=171", "activityId": "171"})
        return Answer(201, {"id": "a:chat"})
    if call.method == "POST":
        return Answer(201, {"id": "172"})
    if call.path.endswith("/pagedmembers"):
        return Answer(200, {"members": [member()]})
    if "/members/" in call.path:
        return Answer(200, member())
    return Answer(200, {"id": "171"})


def member(**changes: Any) -> Json:
    base = {
        "id": "29:person",
        "aadObjectId": PERSON,
        "userPrincipalName": "pat@north.example",
        "tenantId": TENANT.lower(),
        "userRole": "user",
    } | changes
    return {name: value for name, value in base.items() if value is not None}


def refusal(status: int, code: str, **headers: str) -> Answer:
    """An error as the connector words it."""
    return Answer(status, {"error": {"code": code, "message": "words"}}, headers)
