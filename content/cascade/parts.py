"""A cascade told in parts, each of which may be corrected. Pure.

Nothing is ever changed: a correction is a further part that stands in the place of the one it
names, and the one it names stays in the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from content.cascade.confirmation import Confirmation


@dataclass(frozen=True, slots=True)
class Part:
    """One account, in the order in which it was kept."""

    number: int
    """1, 2, 3 … within one cascade, corrections counted too."""
    confirmation: Confirmation
    corrects: int | None = None
    """The number of an earlier part, which may itself be a correction."""
    superseded: bool = False
    """It was told before the briefing was changed in a way that is to be passed on too. It stays
    in the record, and counts no more."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a cascade has come."""

    reached: int
    eligible: int
    parts: int
    """How many accounts stand; none is not the same as nobody reached."""

    @property
    def whole(self) -> bool:
        """Whether everybody who should hear it has."""
        return self.eligible > 0 and self.reached == self.eligible

    @property
    def missing(self) -> int:
        """Return how many people are still to be reached."""
        return self.eligible - self.reached


NOTHING_YET = Coverage(0, 0, 0)


def standing(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts that count: of each account its latest version, in the order in which
    the accounts were first given. Two corrections of one part leave the later one. An account
    first given before the briefing was changed does not count, however late it is corrected."""
    return tuple(_by_account(parts)[0].values())


def standing_beside(parts: Iterable[Part], number: int | None) -> tuple[Part, ...]:
    """Return the parts that stand, without the account that part `number` belongs to: what a
    correction of it is added to. With None, a further part, all of them."""
    latest, account_of = _by_account(parts)
    return tuple(part for first, part in latest.items() if first != account_of.get(number))


def _by_account(parts: Iterable[Part]) -> tuple[dict[int, Part], dict[int | None, int]]:
    """Return the latest part of each account, by the number of its first, and which account each
    part belongs to."""
    account_of: dict[int | None, int] = {}
    latest: dict[int, Part] = {}
    over: set[int] = set()
    for part in sorted(parts, key=lambda part: part.number):
        first = part.number if part.corrects is None else account_of[part.corrects]
        account_of[part.number] = first
        if part.number == first and part.superseded:
            over.add(first)
        if first not in over:
            latest[first] = part
    return latest, account_of


def summed(parts: Iterable[Part]) -> Coverage:
    """Return the coverage: people reached add up over the parts that stand. Everybody eligible
    is asked for as one figure for the whole cascade, so the newest one given holds, be it from
    before a correction; whoever was reached was eligible, so it is never below those."""
    kept = tuple(parts)
    if not kept:
        return NOTHING_YET
    stand = standing(kept)
    reached = sum(part.confirmation.reached for part in stand)
    newest = max(kept, key=lambda part: part.number)
    return Coverage(reached, max(reached, newest.confirmation.eligible), len(stand))
