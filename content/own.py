"""What is open for one person, what they have done, and what they set themselves: values that
their own page and the answers to what they write are made of."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBriefing:
    """A briefing that reached them and that they have not read or not finished."""

    delivery: UUID
    """Its newest post among those that they can see."""
    title: str
    posted_on: date
    read: bool
    questions: int
    answered: int
    changed: bool = False
    """They had read it, and a correction since then asks for it again."""

    @property
    def unanswered(self) -> int:
        """Return how many questions have no first answer yet."""
        return self.questions - self.answered


@dataclass(frozen=True, slots=True)
class OpenRecall:
    """A private message that asks again and waits."""

    delivery: UUID
    titles: tuple[str, ...]
    questions: int


@dataclass(frozen=True, slots=True)
class OpenCascade:
    """A briefing that they have in hand to pass on."""

    title: str
    deadline: date
    delivery: UUID | None
    """The newest message about it; None while none has come."""


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A survey in a channel of theirs. Nothing here says whether they answered: nobody knows."""

    title: str
    closes_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A briefing that they have read, or answered something about."""

    title: str
    read_on: date | None
    answered: int
    """First answers, and how many of them fitted practice."""
    fitting: int
    again: int
    """Answers to what was asked again, and how many of those fitted."""
    again_fitting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """All of it, the newest first."""

    briefings: tuple[OpenBriefing, ...] = ()
    recalls: tuple[OpenRecall, ...] = ()
    cascades: tuple[OpenCascade, ...] = ()
    surveys: tuple[OpenSurvey, ...] = ()
    history: tuple[Passed, ...] = ()
    paused_until: date | None = None
    """None where they have not paused."""
    digests: bool = True
    """Whether they want digests, if their role gets any."""

    @property
    def nothing_open(self) -> bool:
        """Whether nothing waits for them."""
        return not (self.briefings or self.recalls or self.cascades or self.surveys)
