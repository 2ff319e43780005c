"""Engagement events: immutable facts, a closed union.

Each has an id made of what it says happened, never of when: the same fact told twice (a retry,
a replay, a double click) has the same id and is stored once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Literal
from uuid import UUID, uuid5

from content.actions import ActionName

NAMESPACE = UUID("5e7e9b07-0000-5000-8000-5afe9a2d1e57")
"""Fixed for ever: ids in evidence derive from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What every engagement event is about. `at` is aware, in UTC."""

    dissemination: UUID
    delivery: UUID
    agency: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(About):
    """The platform accepted the post and gave a receipt."""

    kind: Literal["delivered"] = "delivered"

    @property
    def id(self) -> UUID:
        """Return the id: one a delivery."""
        return _fact(self.kind, self.delivery)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(About):
    """The whole briefing was shown to a member, in its `version`."""

    member: UUID
    version: int = 1
    kind: Literal["opened"] = "opened"

    @property
    def id(self) -> UUID:
        """Return the id: one a member, dissemination and version."""
        return _fact(self.kind, self.dissemination, self.member, *_edition(self.version))


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(About):
    """A member submitted "I've read it" under this `version`."""

    member: UUID
    version: int = 1
    kind: Literal["acknowledged"] = "acknowledged"

    @property
    def id(self) -> UUID:
        """Return the id: one a member, dissemination and version."""
        return _fact(self.kind, self.dissemination, self.member, *_edition(self.version))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(About):
    """A member answered a question. The first answer a member and question is kept apart, as
    their Response; a later, different one is a fact too, and changes nothing."""

    member: UUID
    question: str
    chosen: tuple[str, ...]
    """Option keys, sorted."""
    fits: bool
    version: int = 1
    """The briefing's version that the question stood in. A question keeps its key across
    versions."""
    kind: Literal["answered"] = "answered"

    @property
    def id(self) -> UUID:
        """Return the id: one a member, question, choice and version."""
        return _fact(
            self.kind,
            self.dissemination,
            self.member,
            self.question,
            *self.chosen,
            *_edition(self.version),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Queried(About):
    """A member asked the Learning group, or said that they are unsure."""

    member: UUID
    query: UUID
    """The query's id, made by `query_id`."""
    about: Literal["question", "unsure"]
    text: str
    """What was written, kept with the query and not with the event."""
    kind: Literal["queried"] = "queried"

    @property
    def id(self) -> UUID:
        """Return the id: one a query."""
        return _fact(self.kind, self.query)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled(About):
    """A member answered a question again, reworded, weeks later. `delivery` is the private message
    that asked."""

    member: UUID
    question: str
    turn: int
    """Which asking it was, from 1."""
    variant: int
    chosen: tuple[str, ...]
    """Option keys, sorted."""
    fits: bool
    first_fits: bool
    """Whether the first answer fitted."""
    days: int
    """Whole London days since the first answer."""
    version: int = 1
    """The briefing's version that the rewording stood in."""
    kind: Literal["recalled"] = "recalled"

    @property
    def id(self) -> UUID:
        """Return the id: one a member, question and turn."""
        return _fact(self.kind, self.dissemination, self.member, self.question, self.turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(About):
    """A lead said how they passed it on, in whole or in part, or corrected what they said."""

    member: UUID
    part: UUID
    """The id of the part confirmed; its words are kept with it and not with the event."""
    corrects: int | None
    """The number of the part in whose place it stands."""
    reached: int
    eligible: int
    method: str
    kind: Literal["confirmed"] = "confirmed"

    @property
    def id(self) -> UUID:
        """Return the id: one a part or correction."""
        return _fact(self.kind, self.part)


EngagementEvent = Delivered | Opened | Acknowledged | Answered | Queried | Recalled | Confirmed
MemberEvent = Opened | Acknowledged | Answered | Queried | Recalled | Confirmed


def query_id(
    dissemination: UUID,
    member: UUID,
    action: ActionName,
    text: str,
    answered: Collection[UUID] = (),
) -> UUID:
    """Return the id of a query: the same words from the same person are one query, so a
    platform's retry raises no second hand. Those of `answered` were done with before it was asked:
    the same words are a further one then."""
    said = ("query", dissemination, member, action.value, " ".join(text.split()))
    turns = (_fact(*said, *_turn(number)) for number in count(1))
    return next(each for each in turns if each not in answered)


def _edition(version: int) -> tuple[str, ...]:
    """Return what a version adds to an id: nothing for the first, so that the ids of facts from
    before there were corrections stay what they are."""
    return () if version == 1 else (f"version {version}",)


def _turn(number: int) -> tuple[str, ...]:
    """Return what the same query adds to an id as it is raised anew: nothing the first time."""
    return () if number == 1 else (f"turn {number}",)


def _fact(*parts: object) -> UUID:
    return uuid5(NAMESPACE, "\x1f".join([str(part) for part in parts]))
