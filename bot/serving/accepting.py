"""Takes every connection that has come, at once.

uvloop's own server takes one in a turn of its loop. Under load a turn takes tens of milliseconds,
and newcomers would stand unseen in the system's queue: neither answered nor turned away, for
seconds.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable

BACKLOG = 2048
"""Connections that the system keeps for us between two turns; it may have a lower limit itself."""
_PAUSE = 1.0
"""Seconds until the next try when the system gives no more connections."""

_log = logging.getLogger(__name__)


class Acceptor:
    """Listens on one socket, in the running loop. It stands where uvicorn keeps asyncio's servers,
    and so has their `close` and `wait_closed`."""

    def __init__(
        self,
        listening: socket.socket,
        protocol: Callable[[], asyncio.Protocol],
        tls: ssl.SSLContext | None,
    ) -> None:
        """Begin. `protocol` makes what speaks to one connection."""
        self._loop = asyncio.get_running_loop()
        self._listening = listening
        self._protocol = protocol
        self._tls = tls
        self._greeting: set[asyncio.Task[None]] = set()
        self._resuming: asyncio.TimerHandle | None = None
        listening.settimeout(0)
        listening.listen(BACKLOG)
        self._resume()

    def close(self) -> None:
        """Take no more. The socket stays open: it is the caller's."""
        if self._resuming is not None:
            self._resuming.cancel()
        self._loop.remove_reader(self._listening)
        for task in self._greeting:
            task.cancel()

    async def wait_closed(self) -> None:
        """Return: there is nothing to wait for."""

    def _resume(self) -> None:
        self._loop.add_reader(self._listening, self._take)

    def _take(self) -> None:
        for _ in range(BACKLOG):
            try:
                connection, _ = self._listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                _log.error("No connection can be taken for now: %s.", error.strerror)
                self._loop.remove_reader(self._listening)
                self._resuming = self._loop.call_later(_PAUSE, self._resume)
                return
            connection.settimeout(0)
            task = self._loop.create_task(self._greet(connection))
            self._greeting.add(task)
            task.add_done_callback(self._greeting.discard)

    async def _greet(self, connection: socket.socket) -> None:
        try:
            await self._loop.connect_accepted_socket(self._protocol, connection, ssl=self._tls)
        except (OSError, asyncio.CancelledError):  # a handshake that failed, or the end
            connection.close()
