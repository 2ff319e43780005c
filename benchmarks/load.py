"""A small HTTP/1.1 load client: keep-alive connections, prepared requests, latencies kept.

Written on bare asyncio protocols, so that on a machine of few cores the client's own cost stays
small beside the server's.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import cast

Build = Callable[[int], bytes]
"""Makes the n-th request, whole: it is called just before sending, so that signatures are fresh."""

TURNED_AWAY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Result:
    """What one run measured. Times are seconds."""

    seconds: float
    latencies: tuple[float, ...]
    """Of the answers: whoever was turned away is not among them."""
    statuses: dict[int, int]
    unexpected: int
    """Replies without the expected words, and refusals that do not say when to come back."""
    refused: int = 0
    """Turned away, and told when to come back."""

    @property
    def per_second(self) -> float:
        """Return answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Return the latency below which `share` (0 to 1) of the replies came, in seconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole reply. `head` is in lower case."""

    status: int
    head: bytes
    body: bytes

    @property
    def turns_away(self) -> bool:
        """Whether it refuses and says when to come back."""
        return self.status in TURNED_AWAY and b"\r\nretry-after:" in self.head


def take_reply(buffer: bytearray) -> Reply | None:
    """Take the first reply out of what came; None when it is not whole yet."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end]).lower()
    at = head.find(b"content-length:")
    length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    whole = end + 4 + length
    if len(buffer) < whole:
        return None
    body = bytes(buffer[end + 4 : whole])
    del buffer[:whole]
    return Reply(int(head[9:12]), head, body)


class _Client(asyncio.Protocol):
    """One connection that sends the next request as soon as its reply is whole."""

    def __init__(self, requests: Iterator[bytes], run: "_Run") -> None:
        self._requests = requests
        self._run = run
        self._buffer = bytearray()
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's is no subclass
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        reply = take_reply(self._buffer)
        if reply is not None:
            self._run.note(reply, self._sent)
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._run.closed(exc)

    def _send(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._sent = perf_counter()
        self._transport.write(request)


class _Run:
    def __init__(self, connections: int, expected: bytes) -> None:
        self.expected = expected
        self.latencies: list[float] = []
        self.statuses: dict[int, int] = {}
        self.unexpected = 0
        self.refused = 0
        self._open = connections
        self.done = asyncio.Event()

    def note(self, reply: Reply, sent: float) -> None:
        self.statuses[reply.status] = self.statuses.get(reply.status, 0) + 1
        if reply.turns_away:
            self.refused += 1
            return
        self.latencies.append(perf_counter() - sent)
        if self.expected not in reply.body:
            self.unexpected += 1

    def closed(self, error: Exception | None) -> None:
        self._open -= 1
        if error is not None:
            self.unexpected += 1
        if self._open == 0:
            self.done.set()


async def load(
    port: int, build: Build, numbers: Sequence[int], *, connections: int, expected: bytes
) -> Result:
    """Send the requests `build(n)` for each number over so many connections to loopback, each
    waiting for its reply. `expected` must stand in every reply's body."""
    requests = (build(number) for number in numbers)
    run = _Run(connections, expected)
    loop = asyncio.get_running_loop()
    began = perf_counter()
    for _ in range(connections):
        await loop.create_connection(lambda: _Client(requests, run), "127.0.0.1", port)
    await run.done.wait()
    return Result(
        seconds=perf_counter() - began,
        latencies=tuple(run.latencies),
        statuses=run.statuses,
        unexpected=run.unexpected,
        refused=run.refused,
    )
