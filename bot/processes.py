"""What one process runs: any of web, worker and clock, until it is told to stop."""

import asyncio
import gc
import signal
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from socket import socket
from typing import Self

from bot.app import Sevenbot
from bot.serving.servers import WebServer, bind, room

LOOPBACK = "127.0.0.1"
COLLECT_AFTER = 10_000
"""Objects made and not yet dropped, after which the garbage collector looks among them for what
nothing reaches. Python's own figure is 700: what a few dozen requests under way hold."""
WORKER_CONCURRENCY = 20
"""Workspaces that one worker delivers to at the same time. More than these take turns."""


class Part(Enum):
    """The three kinds of process. The Procfile starts each by itself, `run` all in one."""

    WEB = "web"
    WORKER = "worker"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Sockets:
    """What the web part listens on, bound before anything starts, so that addresses are known.
    Given back at the end of a `with` block."""

    public: socket
    console: socket

    @property
    def public_url(self) -> str:
        """Return the address that the platforms call, as seen from this machine."""
        return f"http://{LOOPBACK}:{self.public.getsockname()[1]}"

    @property
    def console_url(self) -> str:
        """Return the console's address."""
        return f"http://{LOOPBACK}:{self.console.getsockname()[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.public.close()
        self.console.close()


def open_sockets(*, host: str = LOOPBACK, port: int = 8001, console_port: int = 8002) -> Sockets:
    """Bind what the web part listens on. The console's address is always loopback: it has no
    sign-in. Port 0 takes any free one. Raises SettingsError for an address that is taken."""
    public = bind(host, port)
    try:
        return Sockets(public, bind(LOOPBACK, console_port))
    except BaseException:
        public.close()
        raise


class Running:
    """The parts of one Sevenbot that run in this process."""

    def __init__(
        self,
        sevenbot: Sevenbot,
        parts: Collection[Part],
        *,
        sockets: Sockets | None = None,
        concurrency: int = WORKER_CONCURRENCY,
    ) -> None:
        self._sevenbot = sevenbot
        self._parts = frozenset(parts)
        self._sockets = sockets
        self._concurrency = concurrency
        self._servers: list[WebServer] = []
        self._worker: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the parts. Raises SevenbotError when one cannot."""
        await self._sevenbot.start()
        if self._parts & {Part.WEB, Part.WORKER}:
            await self._sevenbot.start_platforms()
        if Part.WEB in self._parts:
            sockets = self._sockets or open_sockets()
            self._servers = [
                WebServer(self._sevenbot.public, sockets.public, most=room()),
                WebServer(self._sevenbot.console, sockets.console),
            ]
            for server in self._servers:
                await server.start()
            await self._sevenbot.listen()
        if Part.WORKER in self._parts:
            self._worker = asyncio.create_task(
                self._sevenbot.queue.run_worker(self._sevenbot.work, concurrency=self._concurrency)
            )
        if Part.CLOCK in self._parts:
            await self._sevenbot.clock.start()

    async def stop(self) -> None:
        """Stop in the order in which nothing is lost: no new work, finish what is in flight,
        close."""
        if Part.CLOCK in self._parts:
            await self._sevenbot.clock.stop()
        for server in self._servers:
            await server.stop()
        if self._worker is not None:
            await self._sevenbot.queue.stop_worker()
            await self._worker
        await self._sevenbot.stop()

    async def until_stopped(self, stop: asyncio.Event) -> None:
        """Run until it is told to stop, or until the worker dies of something unexpected."""
        waiting = [asyncio.create_task(stop.wait())]
        if self._worker is not None:
            waiting.append(self._worker)  # pyright: ignore[reportArgumentType]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        waiting[0].cancel()


def stop_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT (Ctrl+C) set from now on, in place of ending the
    process where it stands. A second SIGINT ends it at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, interrupted)
    return stop


def settle() -> None:
    """Tell the garbage collector that what lives by now stays: it then never walks through it
    again, which took 60 to 90 ms each time, with every person who pressed just then waiting. Call
    once, when everything has started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
