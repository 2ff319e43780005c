"""What came of asking a platform: each answer is a value, and none is raised."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform's word that it accepted a message, and what is needed to find it again."""

    conversation: str
    message: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Accepted, with the receipt."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class TryLater:
    """Not accepted, and surely so: nothing was posted. `after` is the platform's own word
    (Retry-After) where it gave one. `everywhere` means that the whole workspace must slow
    down, not this channel alone."""

    reason: str
    after: timedelta | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """Access or configuration: a person must mend it. The reason says what and how."""

    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Refused in a way we did not expect: trying the same again would not help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """The connection died after the platform may have accepted it. Never silently resent."""

    reason: str


SendResult = Sent | TryLater | Stopped | Broken | Unclear


@dataclass(frozen=True, slots=True)
class Found:
    """The look found the message."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Absent:
    """The look was complete, and the message is not there: it may be posted."""


@dataclass(frozen=True, slots=True)
class CannotLook:
    """This workspace does not allow the look, or the platform has none."""

    reason: str


LookResult = Found | Absent | CannotLook | TryLater
"""What could not be looked for just now is looked for again."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The people who can see a channel: accounts of members, without bots, guests and
    outsiders."""

    accounts: frozenset[str]
    calls: int = field(default=1, compare=False)
    """How many calls it took, of those that count for the question."""


RosterResult = Roster | TryLater | Stopped


@dataclass(frozen=True, slots=True)
class Ready:
    """A message would be taken, as far as that can be told without sending one."""


Readiness = Ready | TryLater | Stopped

Opening = Readiness | Broken
"""What came of opening the conversation with one person. It shows nothing to anybody."""
