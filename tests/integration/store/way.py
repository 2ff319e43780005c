"""A way to the database that a test cuts, as a server does that is killed in the middle."""

import asyncio
import socket
import struct
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

_SAID = b"SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0"
LAST_WORDS = struct.pack("!cI", b"E", 4 + len(_SAID)) + _SAID
"""An ErrorResponse (postgresql.org/docs/current/protocol-message-formats.html)."""

NO_GOODBYE = struct.pack("ii", 1, 0)
"""SO_LINGER: when it is closed the connection is reset."""


class Way:
    """Passes bytes on between whoever connects and the database."""

    def __init__(self, conninfo: str) -> None:
        """Take where the database is, reached by a socket in the file system."""
        self._database = conninfo_to_dict(conninfo)
        self._listening = _unblocked(socket.AF_INET)
        self._serving: asyncio.Task[None] | None = None
        self._pumps: list[asyncio.Task[None]] = []
        self._sockets: list[tuple[socket.socket, socket.socket]] = []

    def open(self) -> str:
        """Listen, and return what to connect to."""
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen()
        self._serving = asyncio.create_task(self._serve())
        host, port = self._listening.getsockname()
        return make_conninfo("", **{**self._database, "host": host, "port": port})

    async def cut(self, last_words: bytes = b"") -> None:
        """Say this to whoever is connected, and reset the connection. What they had asked gets no
        answer. Who then comes is passed on again."""
        await _end(self._pumps)
        for caller, server in self._sockets:
            caller.send(last_words)
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_GOODBYE)
            caller.close()
            server.close()
        self._sockets.clear()

    async def close(self) -> None:
        """Cut everything, and listen no more."""
        if self._serving is not None:
            await _end([self._serving])
        self._listening.close()
        await self.cut()

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        name = f".s.PGSQL.{self._database.get('port', 5432)}"
        while True:
            caller, _ = await loop.sock_accept(self._listening)
            server = _unblocked(socket.AF_UNIX)
            await loop.sock_connect(server, str(Path(str(self._database["host"]), name)))
            self._sockets.append((caller, server))
            self._pumps += [
                asyncio.create_task(_pump(caller, server)),
                asyncio.create_task(_pump(server, caller)),
            ]


def _unblocked(family: socket.AddressFamily) -> socket.socket:
    made = socket.socket(family)
    made.settimeout(0)  # as the loop wants it
    return made


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    tasks.clear()


async def _pump(here: socket.socket, there: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    while data := await loop.sock_recv(here, 65_536):
        await loop.sock_sendall(there, data)
