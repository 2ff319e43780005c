"""An open load is sent whatever becomes of it, and its time runs from when it was due."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import pytest

from benchmarks import offered
from benchmarks.offered import Offered, offer

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood"
FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n"
MUTE = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"


@asynccontextmanager
async def server(replies: Sequence[bytes], *, holds: float = 0.0) -> AsyncGenerator[int]:
    """Give one reply after another, each after so many seconds; an empty one cuts."""
    left = iter(replies)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.read(1000):
                reply = next(left)
                await asyncio.sleep(holds)
                if not reply:
                    break
                writer.write(reply)
        finally:
            writer.close()

    running = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield running.sockets[0].getsockname()[1]
    running.close()


async def offered_to(replies: Sequence[bytes], *, holds: float = 0.0) -> Offered:
    async with server(replies, holds=holds) as port:
        return await offer(
            port,
            lambda _: b"GET / HTTP/1.1\r\n\r\n",
            range(len(replies)),
            per_second=100,
            expected=b"good",
        )


async def test_every_reply_is_counted_as_what_it_is() -> None:
    found = await offered_to([GOOD, FULL, GOOD, MUTE, b"", GOOD.replace(b"good", b"evil")])
    assert (len(found.answered), len(found.refused), found.broken) == (2, 1, 3)
    assert found.seconds == pytest.approx(0.05, abs=0.04)


async def test_a_slow_reply_holds_no_other_request_up() -> None:
    found = await offered_to([GOOD] * 20, holds=0.5)
    assert len(found.answered) == 20
    # One after another they would take ten seconds.
    assert 0.5 <= max(found.answered) < 5


async def test_time_runs_while_a_request_waits_for_a_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(offered, "MOST_CONNECTIONS", 1)
    found = await offered_to([GOOD] * 4, holds=0.2)
    assert max(found.answered) > 0.7


async def test_what_never_comes_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offered, "LAST_REPLIES_SECONDS", 0.05)
    found = await offered_to([GOOD] * 3, holds=0.5)
    assert (len(found.answered), found.broken) == (0, 3)
