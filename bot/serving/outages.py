"""Answers for requests that the database let down: 503, and one line in the log for many of them.

Every answer is whole before its first byte is sent, so that what fails can still be answered.
"""

import json
import logging
import math
from collections.abc import Callable
from time import monotonic
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.store.trouble import trouble

_log = logging.getLogger(__name__)

QUIET: Final = 10.0
"""Seconds from one line of the log to the next."""

_WORDS: Final = json.dumps({"error": "Nothing could be saved just now. Try again in a minute."})
_START: Final[Message] = {
    "type": "http.response.start",
    "status": 503,
    "headers": [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(_WORDS)).encode()),
    ],
}
_BODY: Final[Message] = {"type": "http.response.body", "body": _WORDS.encode()}


class Outages:
    """Stands before an application, and answers where the database does not."""

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = monotonic) -> None:
        """Take the application. `clock` gives seconds that never go back."""
        self._app = app
        self._clock = clock
        self._failed = 0
        self._said_at = -math.inf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request. Raises what is no outage."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            if trouble(error) is None:
                raise
            self._tell(error)
            await send(_START)
            await send(_BODY)

    def _tell(self, error: Exception) -> None:
        self._failed += 1
        at = self._clock()
        if at - self._said_at < QUIET:
            return
        _log.warning("Requests that came to nothing: %d.", self._failed, exc_info=error)
        self._failed, self._said_at = 0, at
