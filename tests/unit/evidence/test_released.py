"""What a lead may be told of who understood: nobody's own answer, however often they look."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.released import released
from content.progress import Understanding

PEOPLE = st.lists(st.booleans(), max_size=80)
THRESHOLD = 5


def test_the_figure_is_of_those_who_came_first() -> None:
    assert released([True] * 9, THRESHOLD) is None
    assert released([True] * 9 + [False], THRESHOLD) == Understanding(10, 9)
    assert released([True] * 9 + [False] * 10, THRESHOLD) == Understanding(10, 9)
    assert released([True] * 9 + [False] * 11, THRESHOLD) == Understanding(20, 9)
    assert released([], THRESHOLD) is None


@given(PEOPLE, st.integers(5, 12))
def test_two_views_differ_by_whole_groups_alone(people: list[bool], threshold: int) -> None:
    """Somebody who looks after every single answer learns what groups did, never what one did."""
    views = [released(people[:count], threshold) for count in range(len(people) + 1)]
    shown = [Understanding(0, 0), *(view for view in views if view is not None)]
    for earlier, later in pairwise(shown):
        assert later == earlier or later.answered - earlier.answered == 2 * threshold


@given(PEOPLE, PEOPLE)
def test_when_it_moves_tells_nothing_of_what_was_answered(
    people: list[bool], others: list[bool]
) -> None:
    count = min(len(people), len(others))
    one, other = released(people[:count], THRESHOLD), released(others[:count], THRESHOLD)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.answered == other.answered


@pytest.mark.parametrize("threshold", [5, 8])
def test_a_higher_threshold_makes_larger_groups(threshold: int) -> None:
    assert released([True] * (2 * threshold - 1), threshold) is None
    assert released([True] * (2 * threshold), threshold) is not None
