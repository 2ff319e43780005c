"""What a balancer asks: whether this process answers, and whether it can do its work."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.store.wake import is_outage

HEALTH = "/healthz"
READY = "/readyz"

FRESH_FOR = 1.0
"""Seconds for which what was found is told again: however often anybody asks, the database is asked
once in that time."""
WAIT = 2.0
"""Seconds in which the database must answer."""

Ask = Callable[[], Awaitable[object]]
"""Asks the database something small. Raises what `is_outage` recognises when it does not answer."""


class Readiness:
    """Whether the database answers. Those who ask at the same time share one look."""

    def __init__(
        self, ask: Ask, *, wait: float = WAIT, clock: Callable[[], float] = monotonic
    ) -> None:
        """Take what asks the database. `clock` gives seconds that never go back."""
        self._ask = ask
        self._wait = wait
        self._clock = clock
        self._found = False
        self._until = float("-inf")
        self._looking: asyncio.Task[None] | None = None

    async def ready(self) -> bool:
        """Tell whether it answers."""
        if self._clock() >= self._until:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look())
            # Shielded, since others may wait for the same look.
            await asyncio.shield(self._looking)
        return self._found

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(self._wait):
                await self._ask()
        except Exception as error:
            if not isinstance(error, TimeoutError) and not is_outage(error):
                raise
            self._found = False
        else:
            self._found = True
        self._until = self._clock() + FRESH_FOR


def health_routes(readiness: Readiness) -> Sequence[Route]:
    """Return both: `/healthz` costs nothing and says that the process answers; `/readyz` says that
    the database does too, or 503."""

    async def healthy(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def ready(_: Request) -> Response:
        if await readiness.ready():
            return PlainTextResponse("ready\n")
        return PlainTextResponse("The database does not answer.\n", 503)

    return [Route(HEALTH, healthy), Route(READY, ready)]
