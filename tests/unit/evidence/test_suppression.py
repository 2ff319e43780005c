"""Nobody can work out a figure that was held back, however well they know the rules."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.suppression import Cell, held_back, may_show, may_show_total

Figures = tuple[int, int]
"""Answered, understood."""


def seen(sizes: tuple[int, ...], world: tuple[Figures, ...], threshold: int) -> object:
    """What the view shows of a world: each group's figures or None, and the total or None."""
    cells = {
        str(number): Cell(size, *figures)
        for number, (size, figures) in enumerate(zip(sizes, world, strict=True))
    }
    held = held_back(cells, threshold)
    shown = tuple(None if str(number) in held else figures for number, figures in enumerate(world))
    whole = may_show_total(cells, held, threshold, disjoint=True)
    total = (sum(a for a, _ in world), sum(u for _, u in world)) if whole else None
    return shown, total


def worlds(sizes: tuple[int, ...]) -> Iterator[tuple[Figures, ...]]:
    """Everything that may have happened in groups of these sizes."""
    return product(*([(a, u) for a in range(size + 1) for u in range(a + 1)] for size in sizes))


@pytest.mark.parametrize(
    ("sizes", "threshold"),
    [
        ((1, 1, 2), 2),
        ((1, 4, 4), 2),
        ((3, 3, 3), 2),
        ((5, 5, 5), 2),
        ((1, 1, 8), 2),
        ((9, 9), 2),
        ((2, 3, 4, 4), 2),
        ((1, 1, 3, 3, 3), 2),
        ((9, 9), 3),
        ((0, 5, 6, 6), 3),
    ],
)
def test_an_attacker_who_knows_the_rules_derives_no_held_back_figure(
    sizes: tuple[int, ...], threshold: int
) -> None:
    """Every world is played through: to each view belong at least two worlds that differ in how
    many of a held-back group understood, and two that differ in how many answered."""
    behind: defaultdict[object, list[tuple[Figures, ...]]] = defaultdict(list)
    for world in worlds(sizes):
        behind[seen(sizes, world, threshold)].append(world)
    for (shown, _total), possible in behind.items():
        for group, figures in enumerate(shown):
            if figures is None:
                assert len({world[group][0] for world in possible}) > 1
                assert len({world[group][1] for world in possible}) > 1


def test_the_attack_works_against_weaker_rules() -> None:
    """The check above can fail: with the total always shown, one held-back group is read off."""
    sizes = (2, 8)
    world = ((2, 1), (8, 4))
    cells = {"a": Cell(2, *world[0]), "b": Cell(8, *world[1])}
    held = held_back(cells, 5)
    assert held == {"a"}
    naive_total = (10, 5)
    assert (naive_total[0] - 8, naive_total[1] - 4) == world[0]
    assert seen(sizes, world, 5) == ((None, (8, 4)), None)


@st.composite
def views(draw: st.DrawFn) -> tuple[Mapping[str, Cell], int]:
    threshold = draw(st.integers(5, 10))
    cells: dict[str, Cell] = {}
    for number in range(draw(st.integers(1, 8))):
        eligible = draw(st.integers(0, 40))
        answered = draw(st.integers(0, eligible))
        cells[f"agency-{number}"] = Cell(eligible, answered, draw(st.integers(0, answered)))
    return cells, threshold


@given(views())
def test_what_is_shown_is_no_small_group(view: tuple[Mapping[str, Cell], int]) -> None:
    cells, threshold = view
    held = held_back(cells, threshold)
    for name, cell in cells.items():
        if name not in held and cell.eligible:
            assert cell.answered >= threshold
            assert cell.answered >= 2 * threshold or 0 < cell.understood < cell.answered


@given(views())
def test_the_total_never_gives_away_a_held_back_group(
    view: tuple[Mapping[str, Cell], int],
) -> None:
    """By arithmetic alone: total less what is shown leaves a sum over two groups or more, and each
    of them could have one more or one less who understood."""
    cells, threshold = view
    held = held_back(cells, threshold)
    if not held or not may_show_total(cells, held, threshold, disjoint=True):
        return
    answered = sum(cells[name].answered for name in held)
    understood = sum(cells[name].understood for name in held)
    assert len(held) > 1
    most = 2 * threshold - 1
    assert most <= understood <= answered - most
    for name in held:
        others = [cells[other] for other in held if other != name]
        least = max(0, understood - sum(cell.answered for cell in others))
        most = min(cells[name].eligible, understood)
        assert least < most


@given(views())
def test_people_in_two_groups_mean_no_total_beside_what_is_held_back(
    view: tuple[Mapping[str, Cell], int],
) -> None:
    cells, threshold = view
    held = held_back(cells, threshold)
    assert may_show_total(cells, held, threshold, disjoint=False) is (not held)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell(30, 20, 11), True),
        (Cell(30, 4, 2), False),
        (Cell(30, 5, 2), True),
        (Cell(30, 0, 0), False),
        (Cell(0, 0, 0), True),
        (Cell(9, 9, 9), False),
        (Cell(9, 9, 0), False),
        (Cell(10, 10, 10), True),
        (Cell(10, 10, 0), True),
    ],
)
def test_the_rule_for_one_group(cell: Cell, *, shown: bool) -> None:
    assert may_show(cell, 5) is shown
