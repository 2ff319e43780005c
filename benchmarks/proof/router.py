"""What stands before several web processes: whoever connects gets the next one that listens."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import count

LARGEST = 65_536


class Router:
    """Passes bytes on, both ways, between a client and one web process."""

    def __init__(self, ports: Sequence[int]) -> None:
        """Take where the web processes listen on loopback."""
        self._ports = ports
        self._next = count()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.port = 0

    async def start(self) -> None:
        """Listen on loopback, at any free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close everything."""
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with suppress(OSError):
                await self._passed_on(reader, writer)
        except asyncio.CancelledError:
            pass  # a stop; nobody waits for this connection
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _passed_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found = await self._reached()
        if found is None:
            return
        from_web, to_web = found
        ways = {
            asyncio.create_task(_pump(reader, to_web)),
            asyncio.create_task(_pump(from_web, writer)),
        }
        try:
            # When either side is gone the other has nobody to talk to.
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            to_web.transport.abort()

    async def _reached(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        first = next(self._next)
        for turn in range(len(self._ports)):
            port = self._ports[(first + turn) % len(self._ports)]
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(LARGEST):
        writer.write(data)
        await writer.drain()
