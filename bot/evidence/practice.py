"""Practice change, as people say it of themselves: a rung of its own, beside the ladder. Pure.

It is never merged with another rung, and never shown without how many were asked and how many did
not answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from content.results import Cell, GroupResults, Shown, SurveyResults
from content.survey import CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRung:
    """What one group says it does differently since a briefing."""

    eligible: int
    """Everybody who was asked."""
    answered: int | None
    """None: held back."""
    changed: int | None
    """Said that they have done something differently; None: held back."""

    @property
    def no_answer(self) -> int | None:
        """Return how many were asked and did not answer; None where that is held back."""
        return None if self.answered is None else self.eligible - self.answered


@dataclass(frozen=True, slots=True)
class Practice:
    """Self-reported practice change by agency, in the order of their keys, and in all."""

    agencies: Mapping[str, PracticeRung]
    total: PracticeRung


def build_practice(results: SurveyResults) -> Practice:
    """Return the rung that a practice survey's results make."""
    return Practice(
        {agency: _rung(group) for agency, group in results.agencies.items()},
        _rung(results.everyone),
    )


def _rung(group: GroupResults) -> PracticeRung:
    return PracticeRung(
        eligible=group.eligible,
        answered=_count(group.answered),
        changed=_count(group.answers[CHANGED]["yes"]),
    )


def _count(cell: Cell) -> int | None:
    return cell.count if isinstance(cell, Shown) else None
