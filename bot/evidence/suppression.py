"""Small numbers: which figures may be shown without telling on a person. Pure.

What is guarded is who understood and who did not. Two figures speak of it, how many answered and
how many of those understood, and they are shown together or not at all. The rules, and an attacker
who knows both them and everything that is shown, are described in
docs/decisions/0006-small-numbers.md and played through in the tests.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One group's figures, before any is held back."""

    eligible: int
    """Shown in any case."""
    answered: int
    understood: int


def may_show(cell: Cell, threshold: int) -> bool:
    """Tell whether a group's figures may be shown: enough people answered, and where they are not
    many (fewer than twice the threshold) they are not all alike, since "all" and "none" say what
    each of them did. A group without members has nobody to tell on."""
    if cell.eligible == 0:
        return True
    if cell.answered < threshold:
        return False
    alike = cell.understood in (0, cell.answered)
    return not (alike and cell.answered < 2 * threshold)


def held_back(cells: Mapping[str, Cell], threshold: int) -> frozenset[str]:
    """Return the groups whose figures are held back. Each is decided by its own figures alone, so
    that one group's fate says nothing about another's."""
    return frozenset(name for name, cell in cells.items() if not may_show(cell, threshold))


def may_show_total(
    cells: Mapping[str, Cell], held: Collection[str], threshold: int, *, disjoint: bool
) -> bool:
    """Tell whether the total over all groups may stand beside those that are shown: taking them
    from it leaves those held back, as one group. There must be two of them or more, and together
    they must have as many who understood, as many who did not, and as much room for others to
    have answered, as any one of them could use up: then none of their figures follows.
    `disjoint`: no person is in two groups; where somebody is, no total is shown beside something
    held back."""
    if not held:
        return True
    together = [cells[name] for name in held]
    answered = sum(cell.answered for cell in together)
    understood = sum(cell.understood for cell in together)
    most = 2 * threshold - 1  # answers that a group which is held back can have
    room = sum(min(cell.eligible, most) for cell in together) - answered
    margins = (understood, answered - understood, room)
    return disjoint and len(together) > 1 and min(margins) >= most
