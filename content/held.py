"""What is held about one person: values that their own record is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

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
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Held:
    """All of it. `made_at` is aware, in UTC."""

    entries: Mapping[HeldKind, Sequence[Entry]]
    """Of every kind, empty where nothing of it is held."""
    made_at: datetime
