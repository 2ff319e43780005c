"""The console answers this machine alone, and its pages carry what guards them."""

from uuid import uuid4

import pytest

from tests.integration.web.conftest import Desk


async def test_the_pages_carry_what_guards_them(desk: Desk) -> None:
    async with desk.client() as browser:
        for path in ("/", "/nothing", "/static/console.css"):
            headers = (await browser.get(path)).headers
            assert headers["content-security-policy"].startswith("default-src 'none'; style-src")
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert "form-action 'self'" in headers["content-security-policy"]
            assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1"])
async def test_this_machine_is_answered(desk: Desk, address: str) -> None:
    async with desk.client(address) as browser:
        assert (await browser.get("/")).status_code == 200


@pytest.mark.parametrize("address", ["10.0.0.7", "192.0.2.1", "2001:db8::1", "", "unix"])
async def test_nobody_else_is_answered(desk: Desk, address: str) -> None:
    async with desk.client(address) as browser:
        for path in ("/", "/static/console.css", f"/disseminations/{uuid4()}"):
            response = await browser.get(path)
            assert response.status_code == 403
            assert "to nobody else" in response.text


@pytest.mark.parametrize(
    "header",
    ["forwarded", "x-forwarded-for", "x-real-ip", "x-forwarded-host", "x-forwarded-proto", "via"],
)
async def test_what_a_proxy_passed_on_is_refused(desk: Desk, header: str) -> None:
    async with desk.client(**{header: "127.0.0.1"}) as browser:
        assert (await browser.get("/")).status_code == 403


@pytest.mark.parametrize("host", ["console.example.org", "127.0.0.1.example.org", "0.0.0.0", ""])
async def test_a_foreign_host_is_refused(desk: Desk, host: str) -> None:
    """A page elsewhere whose name was made to lead here (DNS rebinding) reads nothing."""
    async with desk.client(host=host) as browser:
        assert (await browser.get("/")).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:8002", "127.0.0.1:9", "[::1]:8002"])
async def test_its_own_names_are_answered(desk: Desk, host: str) -> None:
    async with desk.client(host=host) as browser:
        assert (await browser.get("/")).status_code == 200


async def test_only_http_is_spoken(desk: Desk) -> None:
    """A websocket, or anything else that a server may hand over, is passed on and refused."""
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1")]
    scope = {"type": "websocket", "path": "/", "headers": headers, "query_string": b""}
    await desk.app(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]
