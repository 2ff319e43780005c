"""Five hundred surveys, each shown whole and in six filters one after another, against an attacker
who holds all of it. Run with `-s` to see the figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

import pytest

from bot.evidence.counters import together
from bot.evidence.tables import may_show_alone
from content.results import GroupResults, Shown, Suppressed, SurveyResults
from tests.unit.evidence.attacker import Attacker
from tests.unit.evidence.surveys import Counts, closed, drawn

SURVEYS = 500
THRESHOLD = 5
FILTERS = 6
Show = Callable[[Counts, Iterable[list[str]]], list[SurveyResults]]


def as_we_do(counts: Counts, filters: Iterable[list[str]]) -> list[SurveyResults]:
    once = closed(counts, THRESHOLD)
    return [once.view(agencies) for agencies in filters]


def group(counts: Counts, agencies: Iterable[str], *, shown: bool) -> GroupResults:
    both = together(counts[name] for name in agencies)
    return GroupResults(
        both.eligible,
        Shown(both.answered) if shown else Suppressed(),
        {
            question: {o: Shown(n) if shown else Suppressed() for o, n in options.items()}
            for question, options in both.answers.items()
        },
    )


def naively(counts: Counts, filters: Iterable[list[str]]) -> list[SurveyResults]:
    """The same agencies are held back for themselves, none beside them, and totals are given."""
    views: list[SurveyResults] = []
    for agencies in filters:
        everyone = group(counts, agencies, shown=True)
        rows = {
            name: group(counts, [name], shown=may_show_alone(counts[name], THRESHOLD))
            for name in agencies
        }
        views.append(SurveyResults(agencies=rows, shown=everyone, everyone=everyone))
    return views


@dataclass(slots=True)
class Loot:
    """What an attacker got."""

    held: int = 0
    """Surveys in which anything is held back."""
    totals: int = 0
    """Those of them in which something is told of everyone all the same."""
    figures: int = 0
    """Surveys in which a figure that was held back was worked out."""
    groups: int = 0
    """Surveys in which a group under the threshold was counted."""


def attack(show: Show) -> Loot:
    loot = Loot()
    for seed in range(SURVEYS):
        counts = drawn(seed)
        random = Random(seed)
        names = sorted(counts)
        filters = [random.sample(names, random.randint(1, len(names))) for _ in range(FILTERS)]
        views = show(counts, [names, *filters])
        attacker = Attacker()
        attacker.learn(views)
        settled = attacker.settled()
        for figure, value in settled.items():
            assert value == truth(counts, attacker.hidden, figure), "the attacker must be right"
        answered = {name: each.answered for name, each in counts.items()}
        loot.held += bool(attacker.hidden)
        loot.totals += bool(attacker.hidden) and isinstance(views[0].everyone.answered, Shown)
        loot.figures += bool(settled)
        loot.groups += bool(attacker.small_groups(THRESHOLD, answered))
    return loot


def truth(counts: Counts, hidden: Iterable[str], figure: tuple[str, ...]) -> int:
    agency, *rest = figure
    both = together(counts[name] for name in ([agency] if agency in counts else hidden))
    return both.answers[rest[0]][rest[1]] if rest else both.answered


def say(text: str) -> None:
    print(f"\n{SURVEYS} surveys, 1 + {FILTERS} views each, {text}")  # noqa: T201 - the figures are what this test is for


def test_an_attacker_who_holds_every_view_recovers_nothing(
    record_property: Callable[[str, object], None],
) -> None:
    loot = attack(as_we_do)
    say(f"as we do: {loot}")
    record_property("surveys with a figure recovered", loot.figures)
    assert (loot.figures, loot.groups) == (0, 0)
    assert loot.held > 0.9 * SURVEYS
    assert loot.totals > 0.5 * loot.held


def test_the_same_attacker_recovers_figures_where_only_small_groups_are_held_back(
    record_property: Callable[[str, object], None],
) -> None:
    loot = attack(naively)
    say(f"naively: {loot}")
    record_property("surveys with a figure recovered, naively", loot.figures)
    assert loot.figures > 0.9 * loot.held
    assert loot.groups > 0.9 * loot.held


@pytest.mark.parametrize("seed", range(40))
def test_no_filter_says_more_than_the_whole(seed: int) -> None:
    """Whatever is asked for, in whatever order: its rows stand in the whole, and its sum follows
    from the whole's or is not given."""
    counts = drawn(seed)
    once = closed(counts)
    whole = once.view()
    random = Random(seed)
    for _ in range(FILTERS):
        names = random.sample(sorted(counts), random.randint(1, len(counts)))
        view = once.view(names)
        assert view.agencies == {name: whole.agencies[name] for name in sorted(names)}
        hidden = once.held & set(names)
        if hidden and hidden != once.held:
            assert view.everyone.answered == Suppressed()
        elif not hidden:
            assert view.everyone == view.shown
        elif isinstance(whole.everyone.answered, Shown):
            left = [name for name in counts if name not in names]
            rest = sum(counts[name].answered for name in left)
            assert view.everyone.answered == Shown(whole.everyone.answered.count - rest)
