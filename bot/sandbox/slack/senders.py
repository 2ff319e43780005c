"""How what people do reaches the bot: signed over HTTP, or through a socket that the bot opened."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import httpx

from bot.sandbox.slack.payloads import Way, encoded, signed
from bot.sandbox.slack.sockets import SocketMode
from bot.sandbox.world import Json, Person, Refusal
from config.now import Now

ACK_SECONDS = 3.0
"""Slack shows an error when the bot has not answered by then."""
OK = 200


class Sender(Protocol):
    """One way to the bot."""

    async def send(
        self, person: Person, payload: Json, way: Way = "interactive"
    ) -> bytes | Refusal:
        """Send what this person did; return the body of the bot's answer."""
        ...

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        """Send this person's last request again, byte for byte; return both answers. Raises
        KeyError when there was none."""
        ...


@dataclass(frozen=True, slots=True)
class _Sent:
    body: bytes
    headers: Mapping[str, str]
    reply: bytes


class HttpSender:
    """Signs each request and posts it to the bot's public address."""

    def __init__(
        self,
        bot_url: str,
        secret: str,
        now: Now,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._bot_url = bot_url
        self._secret = secret
        self._now = now
        self._transport = transport
        self._client: httpx.AsyncClient | None = None
        self._last: dict[tuple[str, str], _Sent] = {}

    def open(self) -> None:
        """Prepare the connections. Idempotent."""
        self._client = self._client or httpx.AsyncClient(
            transport=self._transport,
            base_url=self._bot_url,
            timeout=ACK_SECONDS,
            trust_env=False,
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=100),
        )

    async def close(self) -> None:
        """Close them. Idempotent."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def post(
        self, registration: str, body: bytes, headers: Mapping[str, str]
    ) -> httpx.Response:
        """Post these very bytes. Raises httpx.TransportError, TimeoutError."""
        if self._client is None:
            raise RuntimeError("The sandbox is not started.")
        async with asyncio.timeout(ACK_SECONDS):
            return await self._client.post(
                f"/slack/{registration}/events", content=body, headers=dict(headers)
            )

    async def send(
        self, person: Person, payload: Json, way: Way = "interactive"
    ) -> bytes | Refusal:
        """Sign the payload and post it."""
        body = encoded(payload, way)
        headers = signed(self._secret, body, self._now(), way)
        try:
            response = await self.post("main", body, headers)
        except (TimeoutError, httpx.TimeoutException):
            return too_late()
        except httpx.TransportError as error:
            return Refusal(502, f"The bot could not be reached ({type(error).__name__}).")
        self._last[person.workspace, person.account] = _Sent(body, headers, response.content)
        if response.status_code != OK:
            return Refusal(response.status_code, "The bot answered with an error.")
        return response.content

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        """Post this person's last request again."""
        sent = self._last[person.workspace, person.account]
        response = await self.post("main", sent.body, sent.headers)
        return sent.reply, response.content


class SocketSender:
    """Sends through Socket Mode."""

    def __init__(self, sockets: SocketMode) -> None:
        self._sockets = sockets
        self._last: dict[tuple[str, str], tuple[str, bytes]] = {}

    async def send(
        self, person: Person, payload: Json, way: Way = "interactive"
    ) -> bytes | Refusal:
        """Put the payload into an envelope and send that."""
        if not self._sockets.connected:
            return Refusal(502, "The bot has opened no Socket Mode connection.")
        envelope = self._sockets.envelope(payload, way)
        try:
            reply = await self._sockets.deliver(envelope, ACK_SECONDS)
        except TimeoutError:
            return too_late()
        self._last[person.workspace, person.account] = (envelope, reply)
        return reply

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        """Send this person's last envelope again."""
        envelope, reply = self._last[person.workspace, person.account]
        return reply, await self._sockets.deliver(envelope, ACK_SECONDS)


def too_late() -> Refusal:
    """Return what a person is told when the bot did not answer in time."""
    return Refusal(408, f"The bot did not answer within {ACK_SECONDS:g} seconds.")
