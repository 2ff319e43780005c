"""First answers beside those given weeks later by the same people. Pure.

The unit is a person: whether all their first answers to what was asked again fitted, and whether
all their later ones did. The change is the difference between the two shares, with a 95% interval
for paired shares (Agresti and Min, Statistics in Medicine, 2005: Wald's interval with half a pair
added to each of the four cells, which keeps to its level in small groups).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

Z: Final = 1.959964
"""The normal distribution's two-sided 95% point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """What the database counted of one group, nothing held back."""

    asked: int
    """Members to whom something was asked again."""
    both: int
    """First and later answers all fitted."""
    gained: int
    """Only the later ones did."""
    lost: int
    """Only the first ones did."""
    neither: int

    @property
    def paired(self) -> int:
        """Return how many have a first and a later answer."""
        return self.both + self.gained + self.lost + self.neither

    @property
    def first(self) -> int:
        """Return how many of them had first answers that all fitted."""
        return self.both + self.lost

    @property
    def later(self) -> int:
        """Return how many of them had later answers that all fitted."""
        return self.both + self.gained


@dataclass(frozen=True, slots=True)
class Change:
    """A difference of shares, later minus first, from -1 to 1, and its 95% interval."""

    by: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RecallFigures:
    """What may be shown of one group. Held back: every figure is None, `asked` too. What fitted
    returns later than what did not, and what nobody answered does not return: how many were asked
    again says how many answered, and how well."""

    asked: int | None
    paired: int | None
    first: int | None
    later: int | None
    change: Change | None
    suppressed: bool


@dataclass(frozen=True, slots=True)
class Recall:
    """What may be shown of one dissemination, by agency in the order of their keys."""

    agencies: Mapping[str, RecallFigures]
    """Every agency that could see the post: which of them were asked would tell on people."""
    total: RecallFigures
    begun: bool
    """Whether anybody was asked again."""


def change(pairs: Pairs) -> Change:
    """Return the change with its interval. Raises ZeroDivisionError for nobody."""
    n = pairs.paired
    by = (pairs.gained - pairs.lost) / n
    gained, lost, of = pairs.gained + 0.5, pairs.lost + 0.5, n + 2
    centre = (gained - lost) / of
    spread = Z * sqrt(gained + lost - (gained - lost) ** 2 / of) / of
    return Change(by, max(-1.0, centre - spread), min(1.0, centre + spread))


def build_recall(agencies: Mapping[str, Pairs], total: Pairs, threshold: int) -> Recall:
    """Return what may be shown. A group's figures are held back where fewer than the threshold
    have a pair, and where one of the four kinds of pair holds everybody and they are fewer than
    twice as many: then the figures would say of each what they did. The total stands only where
    nothing is held back: with some agencies shown, it would give away the rest, be it that nobody
    there was asked."""
    shown = {agency: may_show(pairs, threshold) for agency, pairs in agencies.items()}
    return Recall(
        agencies={key: _figures(agencies[key], shown=shown[key]) for key in sorted(agencies)},
        total=_figures(total, shown=all(shown.values()) and may_show(total, threshold)),
        begun=total.asked > 0,
    )


def may_show(pairs: Pairs, threshold: int) -> bool:
    """Tell whether a group's figures may be shown. That nobody was asked is held back too: where
    people have answered, it would say that all of them did well."""
    if pairs.paired < threshold:
        return False
    alike = {0, pairs.paired} & {pairs.first, pairs.later}
    return not (alike and pairs.paired < 2 * threshold)


def _figures(pairs: Pairs, *, shown: bool) -> RecallFigures:
    if not shown:
        return RecallFigures(None, None, None, None, None, suppressed=True)
    return RecallFigures(
        asked=pairs.asked,
        paired=pairs.paired,
        first=pairs.first,
        later=pairs.later,
        change=change(pairs),
        suppressed=False,
    )
