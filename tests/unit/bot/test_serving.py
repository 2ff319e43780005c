"""Sockets that are bound beforehand, servers on them, and being told to stop."""

import asyncio
import os
import signal
import socket
import ssl

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.processes import LOOPBACK, open_sockets, stop_signals
from bot.serving import WebServer, bind
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
