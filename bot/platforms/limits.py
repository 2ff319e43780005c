"""How much a platform takes of what, and in which time."""

from dataclasses import dataclass
from enum import Enum
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Window:
    """At most `count` calls in any `seconds`."""

    count: int
    seconds: float


class Call(Enum):
    """What a workspace is asked to do, as far as it is limited apart."""

    POST = "post"
    PRIVATE = "private"
    """A message to one person."""
    CHAT = "chat"
    """The conversation with one person is opened, where a platform counts that like a message."""
    UPDATE = "update"
    """A posted message is replaced."""
    ROSTER = "roster"


@dataclass(frozen=True, slots=True)
class Limits:
    """The platform's published limits, with their source where they are declared. Whatever is sent
    to a channel or person counts for `per_channel` and `per_workspace`; the others hold for a
    workspace's calls of one kind. `chats` tells whether the first message to a person takes a call
    more that counts like one (`Platform.opening`)."""

    per_channel: tuple[Window, ...]
    per_workspace: tuple[Window, ...]
    private: tuple[Window, ...] = ()
    updates: tuple[Window, ...] = ()
    rosters: tuple[Window, ...] = ()
    chats: bool = False

    def of(self, call: Call) -> tuple[Window, ...]:
        """Return the windows that hold for this kind of call alone."""
        match call:
            case Call.POST | Call.CHAT:
                return ()
            case Call.PRIVATE:
                return self.private
            case Call.UPDATE:
                return self.updates
            case Call.ROSTER:
                return self.rosters
            case _:
                assert_never(call)
