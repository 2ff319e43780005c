"""What may be said of a closed survey: a value that can be printed without a second thought.

`bot.evidence.tables` makes it. A figure is shown or it is suppressed; a suppressed one is never
nought, and nothing says why it is suppressed, since the reason would tell of those behind it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that may be shown."""

    count: int
    kind: Literal["shown"] = "shown"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A figure that is held back."""

    kind: Literal["suppressed"] = "suppressed"


Cell = Annotated[Shown | Suppressed, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class GroupResults:
    """The figures of one group of people."""

    eligible: int
    answered: Cell
    answers: Mapping[str, Mapping[str, Cell]]
    """By the question's and the option's key, in no order: the database keeps none. The survey's
    questions have it."""

    @property
    def is_shown(self) -> bool:
        """Whether anything of the group is shown: then how many answered is."""
        return isinstance(self.answered, Shown)

    def rest(self, question: str) -> int | None:
        """Return how many answered a question in one of the ways that are held back, together;
        None where nothing of the group is shown."""
        if not isinstance(self.answered, Shown):
            return None
        cells = self.answers[question].values()
        return self.answered.count - sum(cell.count for cell in cells if isinstance(cell, Shown))


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResults:
    """The figures of a survey, or of some of its agencies and questions."""

    agencies: Mapping[str, GroupResults]
    """By the agency's key, in the order of the keys: nobody is ranked."""
    shown: GroupResults
    """The agencies that are shown on their own, together."""
    everyone: GroupResults
    """All the agencies together. Held back, or held back in part, where it would give away those
    that are not shown."""

    @property
    def held_back(self) -> int:
        """Return how many agencies are not shown on their own."""
        return sum(not group.is_shown for group in self.agencies.values())

    def only(self, questions: Collection[str]) -> "SurveyResults":
        """Return the same of some questions."""

        def narrowed(group: GroupResults) -> GroupResults:
            kept = {key: cells for key, cells in group.answers.items() if key in questions}
            return replace(group, answers=kept)

        return SurveyResults(
            agencies={key: narrowed(group) for key, group in self.agencies.items()},
            shown=narrowed(self.shown),
            everyone=narrowed(self.everyone),
        )


SURVEY_RESULTS = TypeAdapter(SurveyResults)
"""Turns results into JSON and back."""
