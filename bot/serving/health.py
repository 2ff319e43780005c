"""What a balancer asks: whether this process answers, and whether it can do its work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.store.trouble import trouble
from config.errors import DatabaseUnavailable
from content.templating import say

_log = logging.getLogger(__name__)

HEALTH = "/healthz"
READY = "/readyz"

FRESH_FOR = 1.0
"""Seconds for which what was found is told again: however often anybody asks, the database is asked
once in that time."""
WAIT = 2.0
"""Seconds in which the database must answer."""

Ask = Callable[[], Awaitable[object]]
"""Asks the database something small. Raises what `trouble` has words for when it cannot be worked
with."""


class Readiness:
    """Whether the database answers and takes changes. Those who ask at the same time share one
    look. The log says when that changes."""

    def __init__(
        self, ask: Ask, *, wait: float = WAIT, clock: Callable[[], float] = monotonic
    ) -> None:
        """Take what asks the database. `clock` gives seconds that never go back."""
        self._ask = ask
        self._wait = wait
        self._clock = clock
        self._found: bool | None = None
        self._until = float("-inf")
        self._looking: asyncio.Task[None] | None = None

    async def ready(self) -> bool:
        """Tell whether it does."""
        if self._clock() >= self._until:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look())
            # Never cancelled: others may wait for the same look, and where the database does not
            # answer, the driver takes ten seconds to cancel a question.
            done, _ = await asyncio.wait([self._looking], timeout=self._wait)
            if not done:
                self._found_out(DatabaseUnavailable(say("database_trouble.silent")))
            for look in done:
                look.result()
        return self._found is True

    async def _look(self) -> None:
        try:
            await self._ask()
        except Exception as error:
            if trouble(error) is None:
                raise
            self._found_out(error)
        else:
            self._found_out(None)

    def _found_out(self, error: Exception | None) -> None:
        if error is not None and self._found is not False:
            _log.warning("Not ready: the database cannot be worked with.", exc_info=error)
        elif error is None and self._found is False:
            _log.info("Ready again: the database answers.")
        self._found = error is None
        self._until = self._clock() + FRESH_FOR


def health_routes(readiness: Readiness) -> Sequence[Route]:
    """Return both: `/healthz` costs nothing and says that the process answers; `/readyz` says that
    the database can be worked with, or 503."""

    async def healthy(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def ready(_: Request) -> Response:
        if await readiness.ready():
            return PlainTextResponse("ready\n")
        words = "The database does not answer, or takes no changes: the log says which.\n"
        return PlainTextResponse(words, 503)

    return [Route(HEALTH, healthy), Route(READY, ready)]
