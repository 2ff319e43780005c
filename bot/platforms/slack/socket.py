"""Socket Mode: Slack's requests over a connection that we open, so no public address is needed."""

import asyncio
import contextlib

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.platforms.slack.client import QUIET, Web


class Socket:
    """One registration's connection. The SDK keeps it up and opens it anew when it drops."""

    def __init__(self, app: AsyncApp, app_token: str, web: Web) -> None:
        """Prepare without connecting."""
        self._app = app
        self._app_token = app_token
        self._web = web
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to connect; it goes on trying in the background. Idempotent."""
        if self._handler is not None:
            return
        client = self._web.client(self._app_token)
        self._handler = AsyncSocketModeHandler(
            self._app, self._app_token, logger=QUIET, web_client=client, proxy=client.proxy
        )
        self._handler.client.proxy = client.proxy
        self._connecting = asyncio.create_task(self._handler.connect_async())

    async def stop(self) -> None:
        """Close the connection. Idempotent."""
        handler, connecting = self._handler, self._connecting
        self._handler = self._connecting = None
        if handler is None or connecting is None:
            return
        connecting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await connecting
        await handler.close_async()
