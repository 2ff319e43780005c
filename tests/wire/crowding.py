"""Many press at once, over real connections, and each press takes the bot a while."""

import asyncio
import socket
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from benchmarks.load import Reply, take_reply
from bot.serving.admission import COME_BACK, Admission, Crowd
from bot.serving.servers import WebServer, bind

Made = Callable[[], tuple[bytes, Mapping[str, str]]]
"""Makes a press: its body and headers."""

TAKES = 0.1
"""Seconds for which one press keeps everybody else waiting."""
USUAL = 1 / TAKES
PLATFORMS_WAIT = 3.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, and how long it took."""

    reply: Reply
    took: float


@asynccontextmanager
async def crowded(routes: Sequence[BaseRoute]) -> AsyncGenerator[int]:
    """Serve a platform's routes behind admission, on a machine that answers some ten a second; give
    the port."""

    async def healthy(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    app = Starlette(routes=[*routes, Route("/healthz", healthy)])
    admission = Admission(app, spared={"/healthz"}, crowd=Crowd(always=5, usual=USUAL))
    server = WebServer(admission, bind("127.0.0.1", 0))
    await server.start()
    try:
        yield server.port
    finally:
        await server.stop()


def work() -> None:
    """Keep the processor from everybody else, as the work for one press does."""
    time.sleep(TAKES)


async def press(port: int, path: str, made: Made, *, times: int = 1) -> list[Reply]:
    """Press so often at once; return the replies. Fails where one took too long."""
    body, headers = made()
    named = {"host": "bot", "content-length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    request = f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body
    found = await _ask(port, [request] * times)
    return [answered.reply for answered in found]


async def press_at_once(
    port: int, path: str, made: Made, *, times: int
) -> tuple[list[Reply], list[Reply]]:
    """Press so often at once, and ask for the health last; return what was answered and what was
    turned away. Fails for any other status, and where a reply took too long."""
    health = asyncio.create_task(_ask(port, [b"GET /healthz HTTP/1.1\r\nhost: bot\r\n\r\n"]))
    found = await press(port, path, made, times=times)
    ((healthy,),) = [await health]
    assert healthy.reply.status == 200
    good = [reply for reply in found if reply.status == 200]
    turned_away = [reply for reply in found if reply.status == 503]
    assert len(good) + len(turned_away) == times
    for reply in turned_away:
        assert f"\r\nretry-after: {COME_BACK}".encode() in reply.head
        assert b"Try again" in reply.body
    return good, turned_away


async def _ask(port: int, requests: Sequence[bytes]) -> Sequence[Answered]:
    # All stand before the door before the server has its next turn.
    waiting = [socket.create_connection(("127.0.0.1", port)) for _ in requests]
    for connection, request in zip(waiting, requests, strict=True):
        connection.sendall(request)
    began = time.monotonic()
    found = await asyncio.gather(*(_answered(connection, began) for connection in waiting))
    took = sorted(answered.took for answered in found)
    assert took[-1] < PLATFORMS_WAIT, took
    return found


async def _answered(connection: socket.socket, began: float) -> Answered:
    reader, writer = await asyncio.open_connection(sock=connection)
    buffer = bytearray()
    while (reply := take_reply(buffer)) is None:
        buffer += await reader.read(65_536)
    writer.close()
    await writer.wait_closed()
    return Answered(reply, time.monotonic() - began)
