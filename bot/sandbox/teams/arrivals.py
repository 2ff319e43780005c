"""Lets a person wait for what the bot says to them alone."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.sandbox.world import Post


class Arrivals:
    """Who waits in which chat. What comes goes to who has waited longest."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[asyncio.Future[Post]]] = defaultdict(deque)

    @asynccontextmanager
    async def expect(self, chat: str) -> AsyncGenerator[asyncio.Future[Post]]:
        """Wait from here on: what comes meanwhile is not missed."""
        coming: asyncio.Future[Post] = asyncio.get_running_loop().create_future()
        self._waiting[chat].append(coming)
        try:
            yield coming
        finally:
            self._waiting[chat].remove(coming)
            coming.cancel()

    def came(self, post: Post) -> None:
        """Tell of a post."""
        for coming in self._waiting[post.channel]:
            if not coming.done():
                coming.set_result(post)
                return
