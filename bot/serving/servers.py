"""HTTP servers inside our own event loop, over sockets that were bound beforehand."""

import asyncio
import logging
import socket
import ssl
import sys
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.serving.accepting import Acceptor
from bot.serving.admission import CAME, turn_away
from bot.serving.joined import Joined
from config.errors import Problem, SettingsError

GRACE_SECONDS = 5
"""How long a stopping server waits for requests in flight: longer than the platforms wait for an
answer (3 s)."""

_TICK = 0.1
"""Seconds between two ticks of uvicorn: ten of them make the Date of answers another."""
_GLANCE = 0.005
"""Seconds between two looks whether a server has started, or its last connection has gone."""

MOST_CONNECTIONS = 20_000
"""That one process keeps open, where the system gives it as many files."""
_OTHER_FILES = 200
"""Files that a process needs for anything else: its database, its own calls, its modules."""

_log = logging.getLogger(__name__)


def room() -> int:
    """Raise this process's number of open files as far as it may, and return how many of them
    connections may have. Beyond the system's own limit a connection is reset unanswered, or waits
    for ever."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit, setrlimit  # noqa: PLC0415 - as uvloop

    soft, hard = getrlimit(RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + _OTHER_FILES
    allowed = wanted if hard == RLIM_INFINITY else min(hard, wanted)
    if soft != RLIM_INFINITY and soft < allowed:
        setrlimit(RLIMIT_NOFILE, (allowed, hard))
    elif soft != RLIM_INFINITY:
        allowed = min(soft, wanted)
    return max(1, allowed - _OTHER_FILES)


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one. Raises SettingsError when the address
    is taken, not this machine's, or none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on and small answers wait 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        # An empty host would be every address of this machine, unsaid.
        listening.bind((host or "\0", port))
        listening.listen()  # now, since two sockets may be bound to one address until one listens
    except (OSError, OverflowError, TypeError, ValueError) as error:
        listening.close()
        problem = Problem(f"{host}:{port}", _why_not(error, port))
        raise SettingsError("The web server's address", [problem]) from error
    return listening


def _why_not(error: OSError | OverflowError | TypeError | ValueError, port: int) -> str:
    match error:
        case OverflowError():
            return "There is no such port; choose one from 1 to 65535."
        case socket.gaierror() | ValueError() | TypeError():
            return "There is no such host; give an address of this machine, or 0.0.0.0 for all."
        case _:
            return f"Port {port} cannot be used here ({error.strerror}); choose another."


class _Server(uvicorn.Server):
    """A server that leaves the process's signals to the caller, lets nobody stand unseen before the
    door, and ends as soon as it may: uvicorn's own looks ten times a second whether it may, so
    that three servers, one after another, took most of a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()

    def end(self) -> None:
        """Take nobody in any more, finish what is in flight, and return from `serve`."""
        self.should_exit = True
        self._told.set()

    @contextmanager
    @override
    def capture_signals(self) -> Generator[None]:
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if sys.platform == "win32":  # whose loop has no readers, and is no uvloop
            await super().startup(sockets)
            return
        # First, since what fails here must fail before the server counts as started.
        acceptors = [
            cast("asyncio.Server", Acceptor(listening, self._protocol, self.config.ssl))
            for listening in sockets or ()
        ]
        await super().startup([])
        self.servers += acceptors

    @override
    async def main_loop(self) -> None:
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                async with asyncio.timeout(_TICK):
                    await self._told.wait()

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        state = self.server_state
        for server in self.servers:
            server.close()
        for connection in list(state.connections):
            connection.shutdown()
        try:
            async with asyncio.timeout(self.config.timeout_graceful_shutdown):
                # At least once: for a connection that was taken in this very turn.
                await asyncio.sleep(_GLANCE)
                while state.connections or state.tasks:  # noqa: ASYNC110 - uvicorn has no event
                    await asyncio.sleep(_GLANCE)
        except TimeoutError:
            _log.error(
                "Requests cut off at the end, since they took too long: %d.", len(state.tasks)
            )
            for task in state.tasks:
                task.cancel()

    def _protocol(self) -> asyncio.Protocol:
        speaks = cast("Callable[..., asyncio.Protocol]", self.config.http_protocol_class)
        return speaks(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )


class _Speaking(HttpToolsProtocol):
    """Notes when a request came, for the event loop may turn to it much later, and answers it in
    one piece."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Cast, since it stands in for a transport without being one.
        joined = Joined(cast("asyncio.Transport", transport))
        super().connection_made(cast("asyncio.Transport", joined))

    @override
    def on_headers_complete(self) -> None:
        cast("Scope", self.scope)[CAME] = monotonic()
        super().on_headers_complete()


class _Room:
    """Ends connections beyond so many with an answer, where the system would reset them."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self.open: Collection[object] = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if len(self.open) > self._most:
            await turn_away(send, for_good=True)
        else:
            await self._app(scope, receive, send)


class WebServer:
    """One ASGI application on one socket."""

    def __init__(
        self,
        app: ASGIApp,
        listening: socket.socket,
        *,
        http: type[asyncio.Protocol] = _Speaking,
        tls: ssl.SSLContext | None = None,
        grace: int = GRACE_SECONDS,
        most: int = MOST_CONNECTIONS,
    ) -> None:
        """Take the application and a bound socket. `http` is uvicorn's protocol class, `grace` in
        seconds is how long `stop` waits for what is in flight. Connections beyond `most` are
        answered 503 and closed."""
        self._socket = listening
        within = _Room(app, most)
        self._server = _Server(
            uvicorn.Config(
                within,
                http=http,
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
        within.open = self._server.server_state.connections
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
            await asyncio.sleep(_GLANCE)

    async def stop(self, *, abruptly: bool = False) -> None:
        """Finish what is in flight and close the socket. `abruptly` cuts the open connections
        instead. Idempotent."""
        if self._task is not None:
            for connection in list(self._server.server_state.connections) if abruptly else ():
                connection.transport.abort()
            self._server.end()
            await self._task
            self._task = None
        self._socket.close()
