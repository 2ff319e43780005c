"""What is held about one person: values that their own record is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType

Value = str | int | bool | date | datetime | Sequence[str] | Mapping[str, object] | None
"""A moment is aware, in UTC."""
Entry = Mapping[str, Value]
"""By field; each field has its words in the templates, in the table `held`."""


class HeldKind(Enum):
    """Closed: every kind of thing that is held, in the order in which it is told."""

    MEMBER = "member"
    ROLES = "roles"
    PREFERENCES = "preferences"
    COULD_SEE = "could_see"
    DID = "did"
    ANSWERS = "answers"
    ASKED_AGAIN = "asked_again"
    QUERIES = "queries"
    PASSED_ON = "passed_on"
    IN_HAND = "in_hand"
    MESSAGES = "messages"
    UNREACHED = "unreached"
    DECISIONS = "decisions"
    WRITTEN = "written"


class Keeping(Enum):
    """How long a kind of thing is kept, where no day can be named."""

    OPEN = "open"
    """Something of it may still be posted again; the period runs from its last post."""
    WITH_THE_REST = "with the rest"
    """Until nothing else leads to the person."""
    BY_DIRECTORY = "by directory"
    """As long as the partnership's directory says so."""
    FOR_GOOD = "for good"
    UNTIL_REACHED = "until reached"
    """Until messages reach the person again, or what leads to them goes."""


Until = date | Keeping

_ALWAYS: Mapping[HeldKind, Keeping] = MappingProxyType(
    {
        HeldKind.MEMBER: Keeping.WITH_THE_REST,
        HeldKind.PREFERENCES: Keeping.WITH_THE_REST,
        HeldKind.ROLES: Keeping.BY_DIRECTORY,
        HeldKind.DECISIONS: Keeping.FOR_GOOD,
        HeldKind.WRITTEN: Keeping.FOR_GOOD,
        HeldKind.UNREACHED: Keeping.UNTIL_REACHED,
    }
)


@dataclass(frozen=True, slots=True)
class Held:
    """All of it. `made_at` is aware, in UTC."""

    entries: Mapping[HeldKind, Sequence[Entry]]
    """Of every kind, empty where nothing of it is held."""
    made_at: datetime
    months: int
    """The period of retention."""

    def until(self, kind: HeldKind) -> Until:
        """Return the last day on which something of the kind is kept, or how long it is. An entry
        that says no day (`kept_until`) may still be posted again."""
        if kind in _ALWAYS:
            return _ALWAYS[kind]
        days = [entry.get("kept_until") for entry in self.entries[kind]]
        known = [day for day in days if isinstance(day, date)]
        return max(known) if known and len(known) == len(days) else Keeping.OPEN


@dataclass(frozen=True, slots=True)
class Summary:
    """How much is held about one person, and until when."""

    counts: Mapping[HeldKind, int]
    until: Mapping[HeldKind, Until]
    months: int
