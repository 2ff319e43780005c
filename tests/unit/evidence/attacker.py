"""An attacker on survey results: holds everything that was ever shown, and solves it.

Unknown are the figures of each agency that is held back: how many answered, and how many chose
each option. What was shown gives sums of them. The attacker eliminates exactly, in fractions;
narrows whole numbers by their bounds until nothing moves; and rules out by contradiction the ends
of what is left. It uses no code of the product.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, combinations
from math import lcm

from content.results import GroupResults, Shown, SurveyResults

Name = tuple[str, ...]
"""(agency,) is how many of it answered; (agency, question, option) how many chose that."""
Row = dict[Name, Fraction]
ONE: Name = ()
"""The column of what is known."""
ALL = "all that are held back"
"""Stands for an agency: together they have figures too, which may be held back."""
TRIES = 3
"""How many values from either end of a figure's range are tried for a contradiction."""


class Contradiction(Exception):
    """There is no such world."""


@dataclass(slots=True)
class Attacker:
    """Learns from views, then solves."""

    eligible: dict[str, int] = field(default_factory=dict[str, int])
    shown: dict[str, GroupResults] = field(default_factory=dict[str, GroupResults])
    sums: dict[frozenset[Name], int] = field(default_factory=dict[frozenset[Name], int])
    """By the figures that are added up."""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    basis: dict[Name, Row] = field(default_factory=dict[Name, Row])
    """Reduced rows by their leading figure."""

    def learn(self, views: Iterable[SurveyResults]) -> None:
        """Take in all views, then eliminate."""
        views = list(views)
        for view in views:
            for name, group in view.agencies.items():
                self.eligible[name] = group.eligible
                if isinstance(group.answered, Shown):
                    self.shown[name] = group
        self.options = {key: tuple(cells) for key, cells in views[0].everyone.answers.items()}
        for view in views:
            self._total(view)
        for row in self._rows():
            self._add(row)

    @property
    def hidden(self) -> list[str]:
        """The agencies that no view shows on their own."""
        return sorted(self.eligible.keys() - self.shown.keys())

    def _total(self, view: SurveyResults) -> None:
        hidden = sorted(view.agencies.keys() - self.shown.keys())
        shown = [self.shown[name] for name in view.agencies if name in self.shown]
        if not hidden or not isinstance(view.everyone.answered, Shown):
            return
        self.sums[frozenset((name,) for name in hidden)] = view.everyone.answered.count - sum(
            known(group.answered) for group in shown
        )
        for question, cells in view.everyone.answers.items():
            for option, cell in cells.items():
                if isinstance(cell, Shown):
                    figures = frozenset((name, question, option) for name in hidden)
                    self.sums[figures] = cell.count - sum(
                        known(group.answers[question][option]) for group in shown
                    )

    def _rows(self) -> Iterable[Row]:
        for figures, total in self.sums.items():
            yield {**dict.fromkeys(figures, Fraction(1)), ONE: Fraction(-total)}
        for name in self.hidden:
            for question, options in self.options.items():
                row = {(name, question, option): Fraction(1) for option in options}
                yield {**row, (name,): Fraction(-1)}
        for question, options in self.options.items():
            for option in options:
                parts = {(name, question, option): Fraction(1) for name in self.hidden}
                yield {**parts, (ALL, question, option): Fraction(-1)}

    def reduce(self, row: Row) -> Row:
        """Take from a row whatever the basis explains."""
        row = dict(row)
        for lead in [figure for figure in row if figure in self.basis]:
            factor = row[lead]
            for figure, value in self.basis[lead].items():
                rest = row.get(figure, Fraction(0)) - factor * value
                if rest:
                    row[figure] = rest
                else:
                    row.pop(figure, None)
        return row

    def _add(self, row: Row) -> None:
        row = self.reduce(row)
        lead = next((figure for figure in row if figure != ONE), None)
        if lead is None:
            return
        row = {figure: value / row[lead] for figure, value in row.items()}
        self.basis[lead] = row
        for other, old in list(self.basis.items()):
            if other != lead and lead in old:
                self.basis[other] = _less(old, row, old[lead])

    def small_groups(self, threshold: int, truth: Mapping[str, int]) -> list[frozenset[str]]:
        """Name the sets of agencies, none of them shown, whose number of answers is settled by
        elimination and under the threshold."""
        names = self.hidden[:6]
        sets = chain.from_iterable(combinations(names, size + 1) for size in range(len(names)))
        return [
            frozenset(group)
            for group in sets
            if sum(truth[name] for name in group) < threshold
            and self.reduce({(name,): Fraction(1) for name in group}).keys() <= {ONE}
        ]

    def settled(self) -> Mapping[Name, int]:
        """Return every figure that was never shown and can only have one value."""
        sizes = {name: self.eligible[name] for name in self.hidden}
        if not sizes:
            return {}
        bounds: dict[Name, tuple[int, int]] = {(name,): (0, size) for name, size in sizes.items()}
        for name, size in [*sizes.items(), (ALL, sum(sizes.values()))]:
            for question, options in self.options.items():
                for option in options:
                    bounds[(name, question, option)] = (0, size)
        rows = [whole(row) for row in (*self._rows(), *self.basis.values())]
        bounds = narrowed(rows, bounds)
        for figure in list(bounds):
            low, high = bounds[figure]
            if 0 < high - low <= TRIES:
                bounds = self._tried(rows, bounds, figure)
        told = {
            (ALL, *figure[1:])
            for figures in self.sums
            for figure in figures
            if {each[0] for each in figures} == sizes.keys()
        }
        return {
            figure: low
            for figure, (low, high) in bounds.items()
            if low == high and figure not in told
        }

    def _tried(
        self, rows: list[dict[Name, int]], bounds: dict[Name, tuple[int, int]], figure: Name
    ) -> dict[Name, tuple[int, int]]:
        """Rule out either end of a figure's range, as long as that ends in a contradiction."""
        low, high = bounds[figure]
        while not is_possible(rows, {**bounds, figure: (low, low)}):
            low += 1
        while not is_possible(rows, {**bounds, figure: (high, high)}):
            high -= 1
        if (low, high) == bounds[figure]:
            return bounds
        return narrowed(rows, {**bounds, figure: (low, high)})


def known(cell: object) -> int:
    assert isinstance(cell, Shown)
    return cell.count


def _less(row: Row, other: Row, factor: Fraction) -> Row:
    left = {f: row.get(f, Fraction(0)) - factor * other.get(f, Fraction(0)) for f in {*row, *other}}
    return {figure: value for figure, value in left.items() if value}


def whole(row: Row) -> dict[Name, int]:
    """Return the row without fractions."""
    factor = lcm(*(value.denominator for value in row.values()))
    return {figure: int(value * factor) for figure, value in row.items()}


def narrowed(
    rows: Iterable[Mapping[Name, int]], bounds: Mapping[Name, tuple[int, int]]
) -> dict[Name, tuple[int, int]]:
    """Narrow whole numbers by each row, which adds up to nought, until nothing moves."""
    bounds = dict(bounds)
    moved = True
    while moved:
        moved = False
        for row in rows:
            low = high = row.get(ONE, 0)
            for figure, factor in row.items():
                if figure != ONE:
                    ends = bounds[figure] if factor > 0 else bounds[figure][::-1]
                    low += factor * ends[0]
                    high += factor * ends[1]
            for figure, factor in row.items():
                if figure == ONE:
                    continue
                old = least, most = bounds[figure]
                size = abs(factor)
                if factor > 0:
                    new = (max(least, most - high // size), min(most, least + -low // size))
                else:
                    new = (max(least, most - -low // size), min(most, least + high // size))
                if new[0] > new[1]:
                    raise Contradiction
                if new != old:
                    bounds[figure] = new
                    moved = True
                    break
    return bounds


def is_possible(rows: Iterable[Mapping[Name, int]], bounds: Mapping[Name, tuple[int, int]]) -> bool:
    try:
        narrowed(rows, bounds)
    except Contradiction:
        return False
    return True
