"""The counters of one closed survey, nothing held back: never to be shown. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

from content.survey import PulseSurvey

Options = Mapping[str, int]
Counters = Mapping[tuple[str, str, str], int]
"""How many chose it, by agency, question and option. What nobody chose may be left out."""


@dataclass(frozen=True, slots=True)
class AgencyCounts:
    """What one agency's people answered, or several agencies' together."""

    eligible: int
    """Everybody who could have answered. Shown in any case."""
    answers: Mapping[str, Options]
    """By question and option, with noughts. Everybody answers every question, if only by
    preferring not to say, so each question adds up to the same number."""

    def __post_init__(self) -> None:
        """Raise ValueError for counters that cannot be those of whole answers."""
        sums = {sum(options.values()) for options in self.answers.values()}
        counts = [count for options in self.answers.values() for count in options.values()]
        if len(sums) != 1 or min(*counts, self.eligible) < 0:
            raise ValueError("These counters are not those of whole answers.")

    @property
    def answered(self) -> int:
        """Return how many people answered."""
        return sum(next(iter(self.answers.values())).values())

    def __add__(self, other: "AgencyCounts") -> "AgencyCounts":
        return AgencyCounts(
            self.eligible + other.eligible,
            {
                question: {option: n + other.answers[question][option] for option, n in row.items()}
                for question, row in self.answers.items()
            },
        )


def together(counts: Iterable[AgencyCounts]) -> AgencyCounts:
    """Return the sum of at least one agency's counts."""
    return reduce(add, counts)


def by_agency(
    survey: PulseSurvey, eligible: Mapping[str, int], counters: Counters
) -> Mapping[str, AgencyCounts]:
    """Return the counts of each agency that was asked. Raises ValueError when a counter belongs to
    no such agency, question or option, or the counters are not those of whole answers."""
    known = {
        (agency, question.key, option)
        for agency in eligible
        for question in survey.closed
        for option in question.options
    }
    if not counters.keys() <= known:
        raise ValueError("A counter belongs to nothing that was asked.")
    return {
        agency: AgencyCounts(
            size,
            {
                question.key: {
                    option: counters.get((agency, question.key, option), 0)
                    for option in question.options
                }
                for question in survey.closed
            },
        )
        for agency, size in eligible.items()
    }
