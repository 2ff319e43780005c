"""Sockets that are bound beforehand, servers on them, and being told to stop."""

import asyncio
import os
import resource
import signal
import socket
import ssl
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.processes import LOOPBACK, open_sockets, stop_signals
from bot.serving.servers import MOST_CONNECTIONS, WebServer, bind, room
from config.errors import SettingsError


async def slow(_: Request) -> Response:
    await asyncio.sleep(0.2)
    return PlainTextResponse("done")


APP = Starlette(routes=[Route("/", slow)])


def test_a_port_of_its_own() -> None:
    with open_sockets(port=0, console_port=0) as sockets:
        assert sockets.public_url != sockets.console_url
        for address in (sockets.public, sockets.console):
            assert address.getsockname()[0] == LOOPBACK
    assert sockets.public.fileno() == sockets.console.fileno() == -1


def test_the_console_stays_on_this_machine() -> None:
    with open_sockets(host="0.0.0.0", port=0, console_port=0) as sockets:
        assert sockets.public.getsockname()[0] == "0.0.0.0"
        assert sockets.console.getsockname()[0] == LOOPBACK
        assert sockets.public_url.startswith(f"http://{LOOPBACK}:")


def test_a_port_that_is_taken() -> None:
    with bind(LOOPBACK, 0) as taken:
        port = taken.getsockname()[1]
        for ports in ({"port": port, "console_port": 0}, {"port": 0, "console_port": port}):
            with pytest.raises(SettingsError, match=f"{LOOPBACK}:{port}: "):
                open_sockets(**ports)


@pytest.mark.parametrize(
    "host",
    [
        "192.0.2.1",
        "no.such.host.invalid",
        "2001:db8::1",
        "",
        "a..b",
        "x" * 300,
        "é" * 70,
        "\udcff",
        "127.0.0.1:5",
    ],
)
def test_an_address_that_is_not_ours(host: str) -> None:
    with pytest.raises(SettingsError) as refused:
        bind(host, 0)
    assert refused.value.problems[0].where == f"{host}:0"


@pytest.mark.parametrize("port", [-5, -1, 65_536, 99_999, 10**30])
def test_a_port_that_cannot_be(port: int) -> None:
    with pytest.raises(SettingsError) as refused:
        bind(LOOPBACK, port)
    (problem,) = refused.value.problems
    assert problem.where == f"{LOOPBACK}:{port}"
    assert "choose one from 1 to 65535" in problem.what


def test_the_newer_protocol() -> None:
    if not socket.has_ipv6:
        pytest.skip("This machine has no IPv6.")
    with bind("::1", 0) as listening:
        assert listening.family is socket.AF_INET6


def test_small_answers_are_sent_at_once() -> None:
    """asyncio sets TCP_NODELAY only on a socket that names its protocol."""
    with bind(LOOPBACK, 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


async def test_serving_and_stopping_twice() -> None:
    server = WebServer(APP, bind(LOOPBACK, 0))
    await server.start()
    await server.start()
    url = f"http://{LOOPBACK}:{server.port}"
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        answering = asyncio.create_task(client.get("/"))
        await asyncio.sleep(0.1)
        await server.stop()
        # What was in flight has its answer.
        assert (await answering).text == "done"
        await server.stop()
        with pytest.raises(httpx.ConnectError):
            await client.get("/")


async def test_stopping_abruptly_cuts_what_is_open() -> None:
    server = WebServer(APP, bind(LOOPBACK, 0))
    await server.start()
    async with httpx.AsyncClient(
        base_url=f"http://{LOOPBACK}:{server.port}", trust_env=False
    ) as client:
        answering = asyncio.create_task(client.get("/"))
        await asyncio.sleep(0.1)
        await server.stop(abruptly=True)
        with pytest.raises(httpx.RemoteProtocolError):
            await answering


async def test_stopping_waits_for_no_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.serving.servers._TICK", 60.0)
    server = WebServer(APP, bind(LOOPBACK, 0))
    await server.start()
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"http://{LOOPBACK}:{server.port}/")).text == "done"
        async with asyncio.timeout(20):
            await server.stop()  # though the client keeps its connection open


async def test_what_never_ends_is_cut_off_after_a_while(caplog: pytest.LogCaptureFixture) -> None:
    begun, cut_off = asyncio.Event(), asyncio.Event()

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive, send
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cut_off.set()
            raise

    server = WebServer(endless, bind(LOOPBACK, 0), grace=0)
    await server.start()
    async with httpx.AsyncClient(trust_env=False) as client:
        asking = asyncio.create_task(client.get(f"http://{LOOPBACK}:{server.port}/"))
        await begun.wait()
        async with asyncio.timeout(20):
            await server.stop()
            await cut_off.wait()
        assert "since they took too long: 1." in caplog.text
        asking.cancel()


async def test_what_was_never_started_is_stopped() -> None:
    listening = bind(LOOPBACK, 0)
    await WebServer(APP, listening).stop()
    assert listening.fileno() == -1


async def test_a_server_that_ends_before_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    server = WebServer(APP, bind(LOOPBACK, 0))

    async def ends(*_: object, **__: object) -> None:
        """Serve nobody."""

    monkeypatch.setattr(server._server, "serve", ends)
    with pytest.raises(RuntimeError, match="stopped before it started"):
        await server.start()
    await server.stop()


async def test_a_server_with_a_certificate_speaks_nothing_else() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server = WebServer(APP, bind(LOOPBACK, 0), tls=context)
    await server.start()
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.TransportError):
            await client.get(f"http://{LOOPBACK}:{server.port}")
    await server.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_is_heeded(number: signal.Signals) -> None:
    loop = asyncio.get_running_loop()
    try:
        stop = stop_signals()
        assert not stop.is_set()
        os.kill(os.getpid(), number)
        async with asyncio.timeout(5):
            await stop.wait()
        # A second Ctrl+C finds Python's own way to end; a second SIGTERM changes nothing.
        assert loop.remove_signal_handler(signal.SIGINT) is (number is signal.SIGTERM)
    finally:
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)


@asynccontextmanager
async def served(most: int = 1000) -> AsyncGenerator[WebServer]:
    server = WebServer(APP, bind(LOOPBACK, 0), most=most)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def test_connections_beyond_the_room_are_answered_and_ended() -> None:
    async with served(most=2) as server:
        url = f"http://{LOOPBACK}:{server.port}/"
        clients = [httpx.AsyncClient(trust_env=False) for _ in range(3)]
        first, second = [await client.get(url) for client in clients[:2]]
        assert (first.text, second.text) == ("done", "done")
        third = await clients[2].get(url)
        assert (third.status_code, third.headers["connection"]) == (503, "close")
        assert int(third.headers["retry-after"]) > 0
        await clients[0].aclose()
        async with asyncio.timeout(5):
            while (await clients[2].get(url)).status_code != 200:  # noqa: ASYNC110 - uvicorn's
                await asyncio.sleep(0.01)
        for client in clients[1:]:
            await client.aclose()


def test_all_who_come_at_once_are_taken_in_one_turn() -> None:
    """On uvloop, whose own server takes one connection in a turn of its loop."""

    async def come_at_once() -> int:
        inside: list[int] = []

        async def busy(scope: Scope, receive: Receive, send: Send) -> None:
            del scope, receive
            inside.append(1)
            if len(inside) == 1:
                time.sleep(0.2)  # noqa: ASYNC251 - one long turn, in which the others come
                for _ in range(3):
                    await asyncio.sleep(0)
                counted.append(len(inside))
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        counted: list[int] = []
        server = WebServer(busy, bind(LOOPBACK, 0))
        await server.start()
        waiting = [socket.create_connection((LOOPBACK, server.port)) for _ in range(50)]
        for connection in waiting:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: bot\r\n\r\n")
        async with asyncio.timeout(20):
            while len(inside) < 50:  # noqa: ASYNC110 - it is asked for here alone
                await asyncio.sleep(0.01)
        for connection in waiting:
            connection.close()
        await server.stop()
        return counted[0]

    assert uvloop.run(come_at_once()) == 50


async def test_when_the_system_gives_no_more_connections_it_tries_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.serving.accepting._PAUSE", 0.05)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with served() as server:
        with socket.create_connection((LOOPBACK, server.port)) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: bot\r\n\r\n")
            connection.settimeout(0)
            lowest = os.dup(connection.fileno())
            os.close(lowest)
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
            try:
                await asyncio.sleep(0.12)
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            assert "No connection can be taken for now: Too many open files." in caplog.text
            async with asyncio.timeout(5):
                answer = await asyncio.get_running_loop().sock_recv(connection, 1000)
            assert answer.startswith(b"HTTP/1.1 200")


def test_room_is_what_the_system_allows() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(600, hard), hard))
        found = room()
        raised, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert 0 < found < raised
        assert found <= MOST_CONNECTIONS
        assert raised >= min(hard, 1024)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
