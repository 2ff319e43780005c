"""The pace that Teams allows a bot.

Sources: "Optimize your bot with rate limiting" (per bot per thread; the table is repeated in
`SEND` and `READ`), and the newer limit of 50 requests a second per app per tenant.
"""

from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """At most `count` calls in any `seconds`."""

    count: int
    seconds: float


SEND = (Span(7, 1), Span(8, 2), Span(60, 30), Span(1800, 3600))
"""Per thread: create a conversation, or send to one."""
READ = (Span(14, 1), Span(16, 2), Span(120, 30), Span(3600, 3600))
"""Per thread: get members."""
TENANT = (Span(50, 1),)
"""Per tenant: every call."""


class Pace:
    """Counts calls by key against sliding windows."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        self._spans = spans
        longest = max(span.count for span in spans)
        self._calls: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=longest))

    def wait(self, key: str, at: float) -> float:
        """Return for how many seconds the key must still wait at the moment `at` (a UNIX time);
        0 means that a call is free."""
        calls = self._calls[key]
        waits = (
            calls[-span.count] + span.seconds - at
            for span in self._spans
            if len(calls) >= span.count
        )
        return max(0.0, *waits, 0.0)

    def note(self, key: str, at: float) -> None:
        """Count one call. Refused calls are not counted."""
        self._calls[key].append(at)
