"""First answers beside later ones: the interval, and what is held back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.pairs import Pairs, build_recall, change, may_show

CELLS = st.integers(0, 40)


def pairs(both: int, gained: int, lost: int, neither: int, *, unanswered: int = 0) -> Pairs:
    asked = both + gained + lost + neither + unanswered
    return Pairs(asked=asked, both=both, gained=gained, lost=lost, neither=neither)


def test_the_interval_is_that_of_half_a_pair_added_to_each_cell() -> None:
    # By hand: gained 16.5, lost 4.5 of 52: centre 12/52, variance (21 - 144/52) / 52^2.
    found = change(pairs(20, 16, 4, 10))
    assert found.by == pytest.approx(0.24)
    assert found.low == pytest.approx(0.0698, abs=5e-4)
    assert found.high == pytest.approx(0.3917, abs=5e-4)


@given(CELLS, CELLS, CELLS, CELLS)
def test_the_interval_lies_within_what_can_be_and_turns_with_the_sign(
    both: int, gained: int, lost: int, neither: int
) -> None:
    if both + gained + lost + neither == 0:
        return
    there, back = (
        change(pairs(both, gained, lost, neither)),
        change(pairs(both, lost, gained, neither)),
    )
    assert -1 <= there.low <= there.high <= 1
    assert there.by == pytest.approx(-back.by)
    assert there.low == pytest.approx(-back.high)


def test_small_and_unanimous_groups_are_held_back() -> None:
    assert not may_show(pairs(1, 1, 1, 1, unanswered=90), 5)
    assert may_show(pairs(2, 1, 1, 1), 5)
    assert not may_show(pairs(5, 0, 0, 0), 5)
    assert not may_show(pairs(3, 4, 0, 0), 5), "all of the later ones fitted"
    assert may_show(pairs(10, 0, 0, 0), 5)
    assert not may_show(pairs(0, 0, 0, 0), 5), "all who answered did well"
    assert not may_show(pairs(0, 0, 0, 0, unanswered=3), 5)


def test_beside_what_is_held_back_no_total_stands() -> None:
    large, small = pairs(10, 5, 3, 2), pairs(1, 1, 0, 0)
    recall = build_recall({"police": large, "school": small}, pairs(11, 6, 3, 2), 5)
    assert recall.agencies["police"].later == 15
    assert recall.agencies["school"].suppressed
    assert recall.agencies["school"].first is None
    assert recall.agencies["school"].asked is None, "it says how many answered"
    assert recall.total.suppressed
    whole = build_recall({"police": large}, large, 5)
    assert (whole.total.paired, whole.total.first, whole.total.later) == (20, 13, 15)
    assert whole.total.change is not None


def test_an_agency_in_which_nobody_was_asked_looks_like_one_that_is_held_back() -> None:
    large, small, none = pairs(10, 5, 3, 2), pairs(1, 1, 0, 0), pairs(0, 0, 0, 0)
    held = build_recall({"police": large, "school": small}, pairs(11, 6, 3, 2), 5)
    recall = build_recall({"police": large, "school": none}, large, 5)
    assert recall == held
    assert recall.begun
    assert not build_recall({"school": none}, none, 5).begun
