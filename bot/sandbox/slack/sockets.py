"""Slack's Socket Mode: the bot opens a WebSocket, and what people do comes to it in envelopes.

It has a port of its own on loopback: the sandbox's HTTP server speaks no WebSocket.
"""

import asyncio
import contextlib
import json
import secrets
import uuid
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.serving import bind
from bot.sandbox.slack.memory import APP_ID
from bot.sandbox.world import Json


class SocketMode:
    """The server side of Socket Mode, for one app."""

    def __init__(self) -> None:
        """Take a port."""
        self.app_token = f"xapp-1-{secrets.token_hex(24)}"
        self._listening = bind(0)
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._runner: web.AppRunner | None = None

    @property
    def connected(self) -> bool:
        """Tell whether the bot holds a connection."""
        return bool(self._open)

    def ticket(self) -> str:
        """Return an address at which one connection may be opened."""
        made = secrets.token_urlsafe(16)
        self._tickets.add(made)
        return f"ws://127.0.0.1:{self._listening.getsockname()[1]}/link/{made}"

    async def start(self) -> None:
        """Listen. Idempotent."""
        if self._runner is not None:
            return
        served = web.Application()
        served.router.add_get("/link/{ticket}", self._link)
        self._runner = web.AppRunner(served, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.SockSite(self._runner, self._listening).start()

    async def stop(self) -> None:
        """Tell the bot to go, and close. Idempotent."""
        for socket in tuple(self._open):
            with contextlib.suppress(ConnectionError):
                await socket.send_json({"type": "disconnect", "reason": "link_disabled"})
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self._listening.close()

    def envelope(self, payload: Json, way: str) -> str:
        """Return the envelope in which a payload travels. `way`: `interactive`, `slash_commands` or
        `events_api`, which takes no answer beside the acknowledgement."""
        return json.dumps(
            {
                "envelope_id": str(uuid.uuid4()),
                "type": way,
                "accepts_response_payload": way != "events_api",
                "payload": payload,
            }
        )

    async def deliver(self, envelope: str, seconds: float) -> bytes:
        """Send an envelope over the newest connection and return the payload of the bot's
        acknowledgement. Raises TimeoutError, ConnectionError."""
        if not self._open:
            raise ConnectionError("The bot has opened no Socket Mode connection.")
        identity = json.loads(envelope)["envelope_id"]
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[identity] = answer
        try:
            await self._open[-1].send_str(envelope)
            async with asyncio.timeout(seconds):
                return await answer
        finally:
            self._waiting.pop(identity, None)

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=10)
        await socket.prepare(request)
        self._open.append(socket)
        try:
            await socket.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self._open),
                    "connection_info": {"app_id": APP_ID},
                    "debug_info": {"host": "sandbox", "approximate_connection_time": 3600},
                }
            )
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            self._open.remove(socket)
        return socket

    def _acknowledged(self, text: str) -> None:
        answer: Any = json.loads(text)
        waiting = self._waiting.get(answer.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            payload = answer.get("payload")
            waiting.set_result(json.dumps(payload, sort_keys=True).encode() if payload else b"")
