"""The sandbox's HTTP server: on loopback, in the caller's loop, and able to cut a connection."""

import asyncio
import ipaddress
import socket
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import ClassVar

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from config.errors import Problem, SettingsError

HOST = "127.0.0.1"


class CuttableProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, remembering each connection's transport while it is open."""

    open: ClassVar[dict[tuple[str, int], asyncio.Transport]] = {}

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        if self.client is not None:
            self.open[self.client] = transport

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self.client is not None:
            self.open.pop(self.client, None)
        super().connection_lost(exc)


async def cut(request: Request) -> None:
    """Reset the connection that this request came over. Whatever the endpoint then returns goes
    nowhere: the caller sees the connection die without an answer."""
    client = request.client
    transport = None if client is None else CuttableProtocol.open.get((client.host, client.port))
    if transport is None:
        raise RuntimeError("There is no connection to cut: the request came over no socket.")
    transport.abort()
    await asyncio.sleep(0)


def require_loopback(host: str) -> None:
    """Raise SettingsError unless `host` is this machine itself."""
    with suppress(ValueError):
        if host == "localhost" or ipaddress.ip_address(host).is_loopback:
            return
    raise SettingsError(
        "The sandbox",
        [Problem("host", f"It listens on this machine only (127.0.0.1), not on '{host}'.")],
    )


def bind(port: int, host: str = HOST) -> socket.socket:
    """Return a listening socket on loopback; port 0 takes any free one. Raises SettingsError
    for another host or a port that is taken."""
    require_loopback(host)
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise SettingsError(
            "The sandbox",
            [Problem("port", f"Port {port} cannot be used ({error.strerror}). Choose another.")],
        ) from error
    return listening


class _GuestServer(uvicorn.Server):
    """A server that leaves the process's signals to the caller, whose process it is."""

    @contextmanager
    @override
    def capture_signals(self) -> Generator[None]:
        yield


class LocalServer:
    """A uvicorn server over a socket that is already bound, run as a task of this loop."""

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        self._socket = listening
        self._server = _GuestServer(
            uvicorn.Config(
                app,
                http=CuttableProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=2,
            )
        )
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Serve, and return once requests are answered. Idempotent. Raises OSError."""
        if self._task is not None:
            return
        task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        while not self._server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.005)
        if task.done():
            task.result()
        self._task = task

    async def stop(self) -> None:
        """Finish what is in flight and close the socket. Idempotent."""
        if self._task is not None:
            self._server.should_exit = True
            await self._task
            self._task = None
        self._socket.close()
