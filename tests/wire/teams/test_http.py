"""What the HTTP session sends and keeps, and each way in which a call dies, over real sockets."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from bot.delivery.shift import AT_ONCE
from bot.platforms.results import Stopped, TryLater, Unclear
from bot.platforms.teams import http
from bot.platforms.teams.errors import Failure, died
from bot.platforms.teams.http import Http, Response
from tests.wire.teams.entra import authority

OK = b"HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\n{}"
HELD = b"held"
"""In a script: no answer until the caller is gone."""


@dataclass
class Server:
    """Reads requests without hurry and answers each by the script: bytes as they are, after which
    an empty entry resets the connection. Connections stay open."""

    script: list[bytes]
    heads: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> URL:
        return URL(f"http://127.0.0.1:{self.port}/v3")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = [it for it in head.split("\r\n") if it.startswith("Content-Length: ")]
                await reader.readexactly(int(length[0].partition(": ")[2]) if length else 0)
                self.heads.append(head)
                self.asked.set()
                answer = self.script.pop(0) if self.script else OK
                if not answer:
                    writer.transport.abort()
                    return
                if answer == HELD:
                    await reader.read()
                    return
                writer.write(answer)
                if answer.endswith(b"\0"):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def server() -> AsyncGenerator[Server]:
    made = Server([])
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield made


@pytest.fixture
async def client() -> AsyncGenerator[Http]:
    made = Http(sandbox=True)
    yield made
    await made.close()


async def call(client: Http, url: URL, method: str = "POST") -> Response | Failure:
    try:
        return await client.request(method, url, content=b"{}")
    except (aiohttp.ClientError, TimeoutError) as error:
        return died(error)


@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
async def test_nothing_is_sent_twice_over_a_connection_that_was_used_before(
    client: Http, server: Server, method: str
) -> None:
    server.script = [OK, b""]
    assert await call(client, server.url) == Response(200, b"{}")
    assert isinstance(await call(client, server.url, method), Unclear)
    assert (len(server.heads), server.connections) == (2, 1)


@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
async def test_nothing_is_sent_twice_over_a_new_connection(
    client: Http, server: Server, method: str
) -> None:
    server.script = [b""]
    assert isinstance(await call(client, server.url, method), Unclear)
    assert (len(server.heads), server.connections) == (1, 1)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{\0",
        b"HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 X\r\nContent-Le\0",
        b"SSH-2.0 what\r\n\r\n",
        b"\0",
    ],
    ids=["half a body", "no gzip", "half a head", "no HTTP", "nothing"],
)
async def test_half_an_answer_leaves_it_unclear(
    client: Http, server: Server, answer: bytes
) -> None:
    server.script = [answer]
    assert isinstance(await call(client, server.url), Unclear)
    assert len(server.heads) == 1


async def test_no_answer_in_time_leaves_it_unclear(
    client: Http, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "TIMEOUT", 0.1)
    server.script = [HELD]
    assert isinstance(await call(client, server.url), Unclear)
    assert len(server.heads) == 1


async def test_tenants_that_answer_slowly_keep_no_other_from_its_answer(
    client: Http, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "CONNECT", 1.0)
    slow = 3 * AT_ONCE
    server.script = [HELD] * slow
    waiting = [asyncio.create_task(call(client, server.url)) for _ in range(slow)]
    while len(server.heads) < slow and not any(task.done() for task in waiting):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    assert await call(client, server.url) == Response(200, b"{}")
    assert not any(task.done() for task in waiting)
    for task in waiting:
        task.cancel()


async def test_a_closed_door_may_be_tried_again(client: Http) -> None:
    assert isinstance(await call(client, URL("http://127.0.0.1:1/")), TryLater)


async def test_a_door_that_nobody_opens_may_be_tried_again(
    client: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "CONNECT", 0.1)
    with full() as port:
        assert isinstance(await call(client, URL(f"http://127.0.0.1:{port}/")), TryLater)


async def test_an_unknown_host_may_be_tried_again(
    client: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    assert isinstance(await call(client, URL("http://teams.example/")), TryLater)


async def test_what_speaks_no_tls_may_be_tried_again(client: Http) -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example\r\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        assert isinstance(await call(client, URL(f"https://127.0.0.1:{port}/")), TryLater)


async def test_a_certificate_of_nobody_known_may_be_tried_again(
    client: Http, tmp_path: Path
) -> None:
    context, _ = authority(tmp_path)
    made = Server([])
    async with await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context) as listening:
        port = listening.sockets[0].getsockname()[1]
        assert isinstance(await call(client, URL(f"https://127.0.0.1:{port}/")), TryLater)
    assert made.heads == []


async def test_what_is_no_address_stops(client: Http) -> None:
    assert isinstance(await call(client, URL("ftp://x/")), Stopped)
    assert isinstance(await call(client, URL("/nowhere")), Stopped)


async def test_a_redirect_is_an_answer_and_no_cookie_is_kept(client: Http, server: Server) -> None:
    moved = b"HTTP/1.1 307 X\r\nLocation: /there\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
    server.script = [moved]
    assert await call(client, server.url) == Response(307, b"")
    await call(client, server.url)
    assert (len(server.heads), server.connections) == (2, 1)
    assert "Cookie" not in server.heads[1]
    assert "\r\nUser-Agent: Sevenbot\r\n" in server.heads[1]


async def test_a_connection_that_was_idle_for_long_is_not_used_again(
    client: Http, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "KEEP_ALIVE", 0.05)
    await call(client, server.url)
    await asyncio.sleep(0.1)
    await call(client, server.url)
    assert server.connections == 2


async def test_a_proxy_of_the_environment_is_used_and_may_refuse(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://name:word@127.0.0.1:{server.port}")
    monkeypatch.setenv("NO_PROXY", "near.example")
    monkeypatch.delenv("https_proxy", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    client = Http(sandbox=False)
    server.script = [b"HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n"]
    assert isinstance(await call(client, URL("https://far.example/")), TryLater)
    assert server.heads[0].startswith("CONNECT far.example:443 ")
    assert "\r\nProxy-Authorization: Basic " in server.heads[0]
    assert client._proxy(URL("https://near.example/")) is None
    await client.close()


async def test_the_sandbox_uses_no_proxy(
    client: Http, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert await call(client, server.url) == Response(200, b"{}")


@contextmanager
def full() -> Iterator[int]:
    """A port at which so many stand already that nobody more is let in."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = [socket.socket() for _ in range(8)]
    for one in waiting:
        one.setblocking(False)  # noqa: FBT003 - the standard library's signature
        one.connect_ex(listening.getsockname())
    try:
        yield listening.getsockname()[1]
    finally:
        for one in (*waiting, listening):
            one.close()
