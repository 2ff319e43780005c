"""The sandbox's HTTP server: on loopback, in the caller's loop, and able to cut a connection."""

import asyncio
import ipaddress
import socket
from contextlib import suppress
from typing import ClassVar

from starlette.requests import Request
from starlette.types import ASGIApp
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

import bot.serving.servers
from bot.serving.servers import WebServer
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
    return bot.serving.servers.bind(host, port)


class LocalServer(WebServer):
    """A web server whose connections can be cut."""

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        """Take the application and a socket that `bind` gave."""
        super().__init__(app, listening, http=CuttableProtocol, grace=2)
