"""What answering a survey needs of the world (part of `handlers.ports.Ports`)."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from content.survey import PulseSurvey, Submission


class SurveyState(Enum):
    """How a survey stands with one member."""

    OPEN = "open"
    """They may answer."""
    ANSWERED = "answered"
    """They have, and it is still open for others."""
    CLOSED = "closed"
    NOT_ASKED = "not asked"
    """They were not in the channel when it was posted."""


@dataclass(frozen=True, slots=True)
class AskedSurvey:
    """A survey as one member meets it. `closes_at` is aware."""

    survey: PulseSurvey
    closes_at: datetime
    state: SurveyState


class Surveys(Protocol):
    """Surveys, answered without a name: nothing that is kept leads from an answer to a person."""

    async def standing(self, survey: UUID, member: UUID) -> AskedSurvey | None:
        """Return a survey and how it stands with a member, or None when there is none of this id.
        Keeps nothing."""
        ...

    async def answer(self, survey: UUID, member: UUID, given: Submission) -> bool:
        """Count the answers, if the survey is open for the member: once. Returns whether they were
        counted; durable when this returns."""
        ...
