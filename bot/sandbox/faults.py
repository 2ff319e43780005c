"""What a platform does wrong, or is kept from doing, because somebody wanted to see it."""

from dataclasses import dataclass, field
from enum import Enum


class Fault(Enum):
    """What a platform can be told to do wrong."""

    RESET_AFTER_ACCEPT = "reset after accept"
    """Accept and keep the message, then cut the connection without an answer."""
    ERROR = "500"
    SLOW = "slow"
    """Answer after `seconds`."""
    RATE_LIMITED = "429"
    """Answer 429 with Retry-After `seconds`."""


@dataclass(slots=True)
class Barriers:
    """What keeps the bot out, until it is taken away again. A platform's own people do such things,
    on purpose or not."""

    without_bot: set[str] = field(default_factory=set[str])
    """Ids of channels from which the bot was removed (Teams: from their team)."""
    archived: set[str] = field(default_factory=set[str])
    """Ids of channels that were archived (Slack) or deleted, which can be undone (Teams)."""
    revoked: set[str] = field(default_factory=set[str])
    """Keys of workspaces that took the bot's token back (Slack), or whose administrator blocked
    the app (Teams)."""


@dataclass(slots=True)
class PlannedFault:
    """The next `times` posts to `channel` (None: to any) go wrong."""

    fault: Fault
    channel: str | None = None
    times: int = 1
    seconds: float = 1.0
