"""An open load: so many requests a second are sent whatever becomes of the earlier ones, as people
press whether or not others were answered.

A latency runs from the moment at which a request was to be sent, so a server (or this client) that
falls behind is not flattered. A request goes over a connection that is free, or else a new one.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast

from typing_extensions import override

from benchmarks.load import Build, Reply, take_reply

MOST_CONNECTIONS = 4_000
"""Beyond these a request waits in line for one that comes free, and its time runs on."""
LAST_REPLIES_SECONDS = 15.0
"""How long replies are waited for at the end. What has not come by then never will."""


@dataclass(slots=True)
class Offered:
    """What one run measured. Times are seconds."""

    seconds: float = 0.0
    """From the first request to the last one's sending."""
    answered: list[float] = field(default_factory=list[float])
    """How long each 200 took that had the expected words."""
    refused: list[float] = field(default_factory=list[float])
    """How long each 429 or 503 took that says when to come back."""
    broken: int = 0
    """Everything else: another status or body, a connection that died, no reply at all."""

    def note(self, reply: Reply, *, expected: bool, took: float) -> None:
        """Count one reply."""
        if reply.status == 200 and expected:  # noqa: PLR2004 - OK
            self.answered.append(took)
        elif reply.turns_away:
            self.refused.append(took)
        else:
            self.broken += 1


class _Line:
    """Requests on their way to connections, in the order of their moments."""

    def __init__(self, port: int, build: Build, expected: bytes) -> None:
        self.found = Offered()
        self.pending = 0
        self._settled = asyncio.Event()
        self._port = port
        self._build = build
        self.expected = expected
        self._waiting: deque[tuple[int, float]] = deque()
        self._free: deque[_Connection] = deque()
        self._connections = 0
        self._opening: set[asyncio.Task[None]] = set()

    def send(self, number: int, due: float) -> None:
        """Send the n-th, which was due at this moment of the loop's clock."""
        self.pending += 1
        if self._free:
            self._free.popleft().send(self._build(number), due)
            return
        self._waiting.append((number, due))
        if self._connections < MOST_CONNECTIONS:
            self._connections += 1
            opening = asyncio.create_task(self._open())
            self._opening.add(opening)
            opening.add_done_callback(self._opening.discard)

    def freed(self, connection: "_Connection") -> None:
        """Take a connection back, and give it the request that waits longest."""
        if self._waiting:
            number, due = self._waiting.popleft()
            connection.send(self._build(number), due)
        else:
            self._free.append(connection)

    def lost(self, connection: "_Connection", *, under_way: bool) -> None:
        """Take leave of a connection that ended."""
        self._connections -= 1
        if under_way:
            self.found.broken += 1
            self.replied()
        elif connection in self._free:
            self._free.remove(connection)

    def replied(self) -> None:
        """Count down, and say when it was the last."""
        self.pending -= 1
        if self.pending == 0:
            self._settled.set()

    async def wait(self) -> None:
        """Return once nothing is under way."""
        while self.pending:
            self._settled.clear()
            await self._settled.wait()

    def close(self) -> None:
        """Close the connections. What was not answered by now is broken."""
        self.found.broken += self.pending
        self.pending = 0
        for connection in self._free:
            connection.transport.close()

    async def _open(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(
                lambda: _Connection(self), "127.0.0.1", self._port
            )
        except OSError:
            self._connections -= 1
            self.found.broken += 1
            self._waiting.popleft()
            self.replied()


class _Connection(asyncio.Protocol):
    """One connection, with at most one request under way."""

    transport: asyncio.WriteTransport

    def __init__(self, line: _Line) -> None:
        self._line = line
        self._buffer = bytearray()
        self._due: float | None = None
        self._clock = asyncio.get_running_loop().time

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)  # uvloop's is no subclass
        self._line.freed(self)

    def send(self, request: bytes, due: float) -> None:
        self._due = due
        self.transport.write(request)

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        reply = take_reply(self._buffer)
        if reply is None or self._due is None:
            return
        took, self._due = self._clock() - self._due, None
        expected = self._line.expected in reply.body
        self._line.found.note(reply, expected=expected, took=took)
        self._line.replied()
        if b"\r\nconnection: close" not in reply.head:
            self._line.freed(self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._line.lost(self, under_way=self._due is not None)


async def offer(
    port: int, build: Build, numbers: Sequence[int], *, per_second: float, expected: bytes
) -> Offered:
    """Send `build(n)` for each number to loopback, evenly so many a second, and wait for what comes
    back. `expected` stands in the body of a good answer."""
    loop = asyncio.get_running_loop()
    line = _Line(port, build, expected)
    begun = loop.time()
    for place, number in enumerate(numbers):
        due = begun + place / per_second
        if (early := due - loop.time()) > 0:
            await asyncio.sleep(early)
        elif place % 16 == 0:
            await asyncio.sleep(0)  # behind: replies must be taken all the same
        line.send(number, due)
    line.found.seconds = loop.time() - begun
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_REPLIES_SECONDS):
            await line.wait()
    line.close()
    return line.found
