"""HTTP servers inside our own event loop, over sockets that were bound beforehand."""

import asyncio
import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from config.errors import Problem, SettingsError

GRACE_SECONDS = 5
"""How long a stopping server waits for requests in flight: longer than the platforms wait for an
answer (3 s)."""


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one. Raises SettingsError when the address
    is taken or not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on and small answers wait 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # now, since two sockets may be bound to one address until one listens
    except (OSError, OverflowError) as error:
        listening.close()
        why = error.strerror if isinstance(error, OSError) else "ports end at 65535"
        what = f"Port {port} cannot be used ({why}). Choose another."
        problem = Problem(f"{host}:{port}", what)
        raise SettingsError("The web server's address", [problem]) from error
    return listening


class _Server(uvicorn.Server):
    """A server that leaves the process's signals to the caller."""

    @contextmanager
    @override
    def capture_signals(self) -> Generator[None]:
        yield


class WebServer:
    """One ASGI application on one socket."""

    def __init__(
        self,
        app: ASGIApp,
        listening: socket.socket,
        *,
        http: type[asyncio.Protocol] | str = "auto",
        tls: ssl.SSLContext | None = None,
        grace: int = GRACE_SECONDS,
    ) -> None:
        """Take the application and a bound socket. `http` is uvicorn's protocol class, `grace` in
        seconds is how long `stop` waits for what is in flight."""
        self._socket = listening
        self._server = _Server(
            uvicorn.Config(
                app,
                http=http,  # pyright: ignore[reportArgumentType] - uvicorn's own type is narrower
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=grace,
                ssl_context_factory=None if tls is None else lambda _config, _default: tls,
            )
        )
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """Return the port that it listens on."""
        return int(self._socket.getsockname()[1])

    async def start(self) -> None:
        """Serve, and return once requests are answered. Idempotent."""
        if self._task is not None:
            return
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        while not self._server.started:
            if self._task.done():
                ended, self._task = self._task, None
                await ended
                raise RuntimeError("The web server stopped before it started.")
            await asyncio.sleep(0.005)

    async def stop(self, *, abruptly: bool = False) -> None:
        """Finish what is in flight and close the socket. `abruptly` cuts the open connections
        instead. Idempotent."""
        if self._task is not None:
            for connection in list(self._server.server_state.connections) if abruptly else ():
                connection.transport.abort()
            self._server.should_exit = True
            await self._task
            self._task = None
        self._socket.close()
