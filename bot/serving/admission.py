"""Who is let in when more is asked than can be answered in time: the rest is told so at once.

The platforms wait three seconds for an answer and then show an error, whatever becomes of it. A
request that would wait longer than that behind others is better turned away before anything of it
was done: Slack sends an event again by itself, and a person presses again.
"""

import json
import logging
import math
from collections.abc import Callable, Collection
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATIENCE = 0.75
"""Seconds that somebody may have to wait behind others. A quarter of what the platforms allow: the
pace is a guess from a moment ago, a machine can lose half of it in the next, and before anybody is
counted here a turn of the event loop has gone by."""
ALWAYS = 100
"""So many are let in however slow the last answers were. Some wait for a platform rather than for
us, and those behind them are not held up."""
USUAL = 1000.0
"""Answers a second that are expected of a process that has not been crowded of late: about what the
slowest machine gave that was measured (docs/performance.md)."""
CAME = "sevenbot.came"
"""Under this name the scope of a request says when it came, by the same clock. Until the event loop
turns to it, it has waited already."""
MEMORY = 1.0
"""Seconds in which what was seen fades to about a third."""
COME_BACK = 2
"""Seconds, told to whoever is turned away (Retry-After)."""
_QUIET = 10.0
"""Seconds between two lines of the log about it."""

_log = logging.getLogger(__name__)


class Crowd:
    """Who is inside, and how fast they have been leaving. Pure: moments come from the caller.

    How long a newcomer would wait is the number inside over the pace of leaving. The pace is only
    seen while there is a crowd; a few who come and go say nothing of what could be done, so in
    quiet times it drifts back to the usual.
    """

    def __init__(
        self, *, patience: float = PATIENCE, always: int = ALWAYS, usual: float = USUAL
    ) -> None:
        """Start empty."""
        self.inside = 0
        self._patience = patience
        self._always = always
        self._usual = usual
        self._pace = usual
        self._at = -math.inf

    def enter(self, at: float, waited: float = 0.0) -> bool:
        """Let somebody in at this moment who has waited so long, or return False: it takes, or
        would take, too long."""
        self._wait_until(at)
        left = self._patience - waited
        if left < 0 or (self.inside >= self._always and self.inside > self._pace * left):
            return False
        self.inside += 1
        return True

    def leave(self, at: float) -> None:
        """See somebody leave at this moment."""
        self._wait_until(at)
        if self.inside >= self._always:
            self._pace += 1 / MEMORY
        self.inside -= 1

    def _wait_until(self, at: float) -> None:
        if self._pace == self._usual and self.inside < self._always:
            self._at = at  # it would drift to where it is
            return
        kept = math.exp((self._at - at) / MEMORY)
        self._pace *= kept
        if self.inside < self._always:
            self._pace += self._usual * (1 - kept)
        self._at = at


class Admission:
    """Stands before an application and turns away whom it could not answer in time. Costs about one
    microsecond a request."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        spared: Collection[str] = (),
        crowd: Crowd | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Take the application, and the paths that are always let in and never counted. `clock`
        gives seconds that never go back."""
        self._app = app
        self._spared = frozenset(spared)
        self._crowd = Crowd() if crowd is None else crowd
        self._clock = clock
        self._refused = 0
        self._said_at = -math.inf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or turn it away before a byte of its body is read."""
        if scope["type"] != "http" or scope["path"] in self._spared:
            await self._app(scope, receive, send)
            return
        crowd, clock = self._crowd, self._clock
        at = clock()
        if not crowd.enter(at, at - scope.get(CAME, at)):
            self._tell()
            await turn_away(send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            crowd.leave(clock())

    def _tell(self) -> None:
        self._refused += 1
        at = self._clock()
        if at - self._said_at < _QUIET:
            return
        _log.warning(
            "More is asked than can be answered in time: %d turned away, %d in hand.",
            self._refused,
            self._crowd.inside,
        )
        self._refused, self._said_at = 0, at


_WORDS = json.dumps({"error": "Too many are asking at this moment. Try again in a few seconds."})
_HEADERS = [
    (b"content-type", b"application/json"),
    (b"content-length", str(len(_WORDS)).encode()),
    (b"retry-after", str(COME_BACK).encode()),
]
_BODY: Message = {"type": "http.response.body", "body": _WORDS.encode()}


async def turn_away(send: Send, *, for_good: bool = False) -> None:
    """Answer 503 with Retry-After. `for_good` ends the connection as well."""
    headers = [*_HEADERS, (b"connection", b"close")] if for_good else _HEADERS
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send(_BODY)
