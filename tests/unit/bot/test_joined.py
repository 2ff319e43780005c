"""An answer leaves in one piece, unless it is long or comes in parts."""

import asyncio

import httpx
from starlette.types import Receive, Scope, Send

from bot.processes import LOOPBACK
from bot.serving.joined import MOST_JOINED, Joined
from bot.serving.servers import WebServer, bind


class Wire(asyncio.Transport):
    """Keeps what is sent, as it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.closed
        self.sent.append(bytes(data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


async def test_an_answer_goes_in_one_piece() -> None:
    wire = Wire()
    joined = Joined(wire)
    joined.write(b"head")
    joined.write(b"body")
    assert wire.sent == []
    await asyncio.sleep(0)
    assert wire.sent == [b"headbody"]
    joined.write(b"next")
    joined.close()
    assert (wire.sent, wire.closed) == ([b"headbody", b"next"], True)
    await asyncio.sleep(0)


async def test_a_large_answer_is_not_held() -> None:
    wire = Wire()
    joined = Joined(wire)
    joined.write(b"head")
    joined.write(b"x" * MOST_JOINED)
    assert wire.sent == [b"head" + b"x" * MOST_JOINED]
    await asyncio.sleep(0)
    assert len(wire.sent) == 1


async def test_nothing_is_written_to_a_connection_that_was_cut() -> None:
    wire = Wire()
    joined = Joined(wire)
    joined.write(b"head")
    wire.close()  # as when the other side has gone
    await asyncio.sleep(0)
    assert wire.sent == []


async def test_what_comes_in_parts_is_sent_in_parts() -> None:
    seen = asyncio.Event()

    async def parts(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        headers = [(b"content-length", b"6")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        await seen.wait()
        await send({"type": "http.response.body", "body": b"two"})

    server = WebServer(parts, bind(LOOPBACK, 0))
    await server.start()
    client = httpx.AsyncClient(trust_env=False)
    async with client, client.stream("GET", f"http://{LOOPBACK}:{server.port}/") as answer:
        got: list[bytes] = []
        async for part in answer.aiter_raw():
            got.append(part)
            seen.set()
    assert got == [b"one", b"two"]
    await server.stop()
