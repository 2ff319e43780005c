"""What people did in a simulated term, as they themselves saw it: all that the tally goes by."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Who = tuple[str, str]
"""A workspace's key and an account."""


@dataclass(frozen=True, slots=True)
class Act:
    """What every act has: who did it, and when (aware, UTC)."""

    who: Who
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened(Act):
    """Saw the whole briefing."""

    slug: str
    agency: str


@dataclass(frozen=True, slots=True)
class Acknowledged(Act):
    """Said "I've read it"."""

    slug: str
    agency: str


@dataclass(frozen=True, slots=True)
class Answered(Act):
    """Answered a question of the post, for the first time or again."""

    slug: str
    agency: str
    question: str
    chosen: frozenset[str]
    fits: bool


@dataclass(frozen=True, slots=True)
class Raised(Act):
    """Asked the Learning group, or said "I'm unsure"."""

    slug: str
    agency: str
    about: Literal["question", "unsure"]
    words: str


@dataclass(frozen=True, slots=True)
class AnsweredAgain(Act):
    """Answered a question that a private message asked again. `letter` is when that came."""

    letter: datetime
    slug: str
    question: str
    variant: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Paused(Act):
    """Asked for no private message before a London day."""

    until: date


@dataclass(frozen=True, slots=True)
class Resumed(Act):
    """Ended the pause."""


@dataclass(frozen=True, slots=True)
class Confirmed(Act):
    """Told how a briefing was passed on: a further part, or in the newest one's place."""

    slug: str
    agency: str
    corrects: bool
    reached: int
    eligible: int


@dataclass(frozen=True, slots=True)
class NotYet(Act):
    """Said that it was not passed on yet."""

    slug: str
    agency: str


@dataclass(frozen=True, slots=True)
class TurnedAway(Act):
    """Was told that somebody else in the agency has it in hand now."""

    slug: str
    agency: str


@dataclass(frozen=True, slots=True)
class HandedOver(Act):
    """Gave it to the first colleague who was offered."""

    slug: str
    agency: str


@dataclass(frozen=True, slots=True)
class Surveyed(Act):
    """Answered the survey about a briefing: an option for each question."""

    slug: str
    options: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TurnedDown(Act):
    """Was told why they cannot answer a survey."""

    slug: str
    why: Literal["closed", "answered", "came later"]


@dataclass(frozen=True, slots=True)
class DigestsOff(Act):
    """Turned digests off."""


@dataclass(frozen=True, slots=True)
class Settled(Act):
    """Answered, for the Learning group, a query as the group sees it: never who asked."""

    slug: str
    about: Literal["question", "unsure"]
    words: str
    agency: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Replied(Settled):
    """Answered it to the one person."""


@dataclass(frozen=True, slots=True)
class Clarified(Settled):
    """Had a clarification of it approved, for all who got the briefing."""


@dataclass(frozen=True, slots=True)
class Joined(Act):
    """Came into these channels (the platform's ids)."""

    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left(Act):
    """Left all channels. `gone`: the account is closed too, and takes no message."""

    gone: bool


@dataclass(frozen=True, slots=True)
class Led(Act):
    """From then on the directory names these leads and deputies. `who` is nobody in particular."""

    agency: str
    leads: tuple[Who, ...]
    deputies: tuple[Who, ...]


@dataclass(slots=True)
class Diary:
    """Everybody's acts, in the order in which they came to an end."""

    acts: list[Act] = field(default_factory=list[Act])
    troubles: list[str] = field(default_factory=list[str])
    """Whatever went otherwise than a person could expect, in words."""

    def keep(self, act: Act) -> None:
        """Write an act down."""
        self.acts.append(act)

    def trouble(self, who: Who, words: str) -> None:
        """Write down what was not as it should be."""
        self.troubles.append(f"{who[1]}: {words}")

    def in_order(self) -> Iterator[Act]:
        """Yield the acts by their moments; each person's own keep their order."""
        yield from sorted(self.acts, key=lambda act: act.at)
