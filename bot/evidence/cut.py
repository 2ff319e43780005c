"""The one cut of a closed survey: all that may ever be said of it. Pure.

It holds no figure that is held back, so that whatever is asked of it, now or later, by whomever
and in whatever order, is made of the same few sums. `bot.evidence.tables` makes it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.evidence.counters import AgencyCounts, Options, together
from content.results import Cell, GroupResults, Shown, Suppressed, SurveyResults


@dataclass(frozen=True, slots=True)
class Remainder:
    """The agencies that are held back, together: only what may be told of them."""

    answered: int
    answers: Mapping[str, Options]
    """By question, without the options that are held back: none of them, or two or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What `view` draws from."""

    threshold: int
    eligible: Mapping[str, int]
    """Of every agency that was asked."""
    questions: Mapping[str, tuple[str, ...]]
    """The options of each question, in the survey's order."""
    shown: Mapping[str, AgencyCounts]
    """The agencies that are shown on their own."""
    remainder: Remainder | None
    """None where nothing is held back, or nothing may be told of what is."""

    @property
    def held(self) -> frozenset[str]:
        """Return the agencies that are held back."""
        return frozenset(self.eligible.keys() - self.shown.keys())

    def gives_everyone(self, agencies: Collection[str]) -> bool:
        """Tell whether the sum over some agencies may be given: it holds none of those held back,
        or all of them where something may be told of these together."""
        hidden = self.held & frozenset(agencies)
        return not hidden or (hidden == self.held and self.remainder is not None)

    def view(self, agencies: Collection[str] | None = None) -> SurveyResults:
        """Return the results of some agencies; of all, where none are named. Raises KeyError for
        an agency that was not asked."""
        names = sorted(self.eligible if agencies is None else frozenset(agencies))
        eligible = {name: self.eligible[name] for name in names}
        shown = {name: self.shown[name] for name in names if name in self.shown}
        remainder = self.remainder if len(shown) < len(names) else None
        return SurveyResults(
            agencies={
                name: _given(shown[name]) if name in shown else self._hidden(size)
                for name, size in eligible.items()
            },
            shown=_given(together(shown.values())) if shown else self._hidden(0),
            everyone=self._everyone(sum(eligible.values()), shown, remainder)
            if names and self.gives_everyone(names)
            else self._hidden(sum(eligible.values())),
        )

    def _everyone(
        self, eligible: int, shown: Mapping[str, AgencyCounts], remainder: Remainder | None
    ) -> GroupResults:
        if remainder is None:
            return _given(together(shown.values()))
        answered = remainder.answered + sum(each.answered for each in shown.values())

        def cell(question: str, option: str) -> Cell:
            rest = remainder.answers[question].get(option)
            if rest is None:
                return Suppressed()
            return Shown(rest + sum(each.answers[question][option] for each in shown.values()))

        return GroupResults(
            eligible,
            Shown(answered),
            {
                question: {option: cell(question, option) for option in options}
                for question, options in self.questions.items()
            },
        )

    def _hidden(self, eligible: int) -> GroupResults:
        return GroupResults(
            eligible,
            Suppressed(),
            {
                question: dict.fromkeys(options, Suppressed())
                for question, options in self.questions.items()
            },
        )


CUT = TypeAdapter(Cut)
"""Turns a cut into JSON and back, for the store."""


def _given(counts: AgencyCounts) -> GroupResults:
    return GroupResults(
        counts.eligible,
        Shown(counts.answered),
        {
            question: {option: Shown(count) for option, count in options.items()}
            for question, options in counts.answers.items()
        },
    )
