"""The rules by which a closed survey is cut, one by one."""

from datetime import timedelta

import pytest

from bot.evidence.counters import AgencyCounts, by_agency, together
from bot.evidence.cut import CUT
from bot.evidence.tables import cut, may_show_alone, may_show_comments, so_far
from config.errors import Refused
from content.compose.examples import example_briefing
from content.results import SURVEY_RESULTS, Shown, Suppressed
from content.survey import practice_change
from tests.unit.evidence.surveys import CLOSED, agency, closed

SURVEY = practice_change(example_briefing())
POLICE = agency(60, (12, 6, 4))
HEALTH = agency(90, (20, 14, 8))
SCHOOL = agency(6, (2, 1, 0))
CHARITY = agency(9, (3, 0, 1))


@pytest.mark.parametrize(
    ("counts", "alone"),
    [
        (agency(30, (3, 2)), True),
        (agency(30, (2, 2)), False),
        (agency(30, (0, 0)), False),
        (agency(0, (0, 0)), True),
        (agency(9, (9, 0)), False),
        (agency(9, (5, 4), (0, 9)), False),
        (agency(10, (10, 0)), True),
        (agency(3, (3, 3)), True),
    ],
)
def test_an_agency_is_shown_or_held_back_for_its_own_figures(
    counts: AgencyCounts, *, alone: bool
) -> None:
    assert may_show_alone(counts, 5) is alone


def test_everything_is_shown_where_nothing_is_small() -> None:
    results = closed({"police": POLICE, "health": HEALTH}).view()
    assert results.held_back == 0
    assert list(results.agencies) == ["health", "police"]
    assert results.everyone == results.shown
    assert results.everyone.eligible == 150
    assert results.everyone.answered == Shown(64)
    assert results.everyone.answers == {"q0": {"o0": Shown(32), "o1": Shown(20), "o2": Shown(12)}}


def test_beside_a_small_agency_the_smallest_crowd_is_held_back() -> None:
    once = closed({"police": POLICE, "health": HEALTH, "school": SCHOOL})
    assert once.held == {"police", "school"}
    results = once.view()
    assert results.held_back == 2
    assert not results.agencies["school"].is_shown
    assert results.agencies["police"].answers["q0"] == dict.fromkeys(
        ("o0", "o1", "o2"), Suppressed()
    )
    assert results.agencies["school"].eligible == 6
    assert results.shown.answered == Shown(42)
    assert results.everyone.answered == Shown(67)
    # police and school together: 14, 7, 4; the last is under five, so the smallest of the others
    # is held back with it.
    assert results.everyone.answers["q0"] == {
        "o0": Shown(34),
        "o1": Suppressed(),
        "o2": Suppressed(),
    }
    assert results.everyone.rest("q0") == 33
    assert results.agencies["school"].rest("q0") is None


def test_without_a_crowd_the_largest_is_held_back() -> None:
    small, larger = agency(20, (6, 4, 2)), agency(30, (9, 5, 5))
    once = closed({"a": small, "b": larger, "school": SCHOOL})
    assert once.held == {"b", "school"}


def test_an_agency_of_few_people_is_no_company() -> None:
    once = closed({"a": agency(9, (4, 4, 0)), "school": SCHOOL, "charity": CHARITY})
    assert once.held == {"school", "charity"}
    results = once.view()
    assert results.everyone.answered == Suppressed()
    assert results.shown.answered == Shown(8)
    assert once.remainder is None


def test_nothing_is_told_of_too_few_together() -> None:
    once = closed({"a": agency(60, (3, 2, 1)), "school": agency(6, (1, 1, 1))})
    assert once.held == {"a", "school"}
    assert once.view().everyone.answered == Suppressed()
    assert once.view().shown.answered == Suppressed()


def test_nothing_is_told_where_everybody_answered() -> None:
    once = closed({"a": agency(50, (30, 15, 5)), "school": agency(3, (1, 1, 1))})
    assert once.held == {"a", "school"}
    assert once.remainder is None


def test_a_view_of_some_held_back_ones_gives_no_sum() -> None:
    once = closed({"police": POLICE, "health": HEALTH, "school": SCHOOL})
    assert once.view(["health", "school"]).everyone.answered == Suppressed()
    assert once.view(["health", "school"]).everyone.eligible == 96
    assert once.view(["police", "school"]).everyone.answered == Shown(25)
    assert once.view(["health"]).everyone == once.view().shown
    assert once.view([]).everyone.answered == Suppressed()
    with pytest.raises(KeyError):
        once.view(["fire"])


def test_a_raised_threshold_holds_back_more() -> None:
    counts = {"police": POLICE, "health": HEALTH, "c": agency(40, (4, 3, 1))}
    assert closed(counts, 5).held == frozenset()
    assert closed(counts, 10).held == {"c", "health"}


def test_a_cut_and_its_results_go_to_the_store_and_back() -> None:
    once = closed({"police": POLICE, "health": HEALTH, "school": SCHOOL})
    assert CUT.validate_json(CUT.dump_json(once)) == once
    assert b'"school":' not in CUT.dump_json(once).split(b'"shown"')[1]
    results = once.view()
    assert SURVEY_RESULTS.validate_json(SURVEY_RESULTS.dump_json(results)) == results


def test_results_of_some_questions() -> None:
    results = closed({"a": agency(60, (20, 6), (9, 17))}).view().only(["q1"])
    for group in (results.everyone, results.shown, results.agencies["a"]):
        assert list(group.answers) == ["q1"]


def test_nothing_is_worked_out_before_the_close() -> None:
    with pytest.raises(Refused):
        cut({"a": POLICE}, 5, closes_at=CLOSED, now=CLOSED - timedelta(seconds=1))
    assert cut({"a": POLICE}, 5, closes_at=CLOSED, now=CLOSED).held == frozenset()
    with pytest.raises(ValueError, match="No agency"):
        closed({})


@pytest.mark.parametrize(
    ("answered", "shown"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10), (123, 120)]
)
def test_while_it_is_open_only_steps_are_told(answered: int, shown: int | None) -> None:
    assert so_far(answered, 5) == shown


def test_comments_need_twice_the_threshold() -> None:
    assert not may_show_comments([agency(9, (4, 1)), agency(9, (2, 2))], 5)
    assert may_show_comments([agency(9, (4, 1)), agency(9, (3, 2))], 5)


@pytest.mark.parametrize(
    ("eligible", "answers"),
    [
        (5, {}),
        (5, {"q0": {"yes": 1, "no": 2}, "q1": {"yes": 2, "no": 2}}),
        (5, {"q0": {"yes": 3, "no": -1}}),
        (-1, {"q0": {"yes": 1}}),
    ],
)
def test_counters_that_are_not_of_whole_answers(
    eligible: int, answers: dict[str, dict[str, int]]
) -> None:
    with pytest.raises(ValueError, match="whole answers"):
        AgencyCounts(eligible, answers)


def test_counters_become_counts_by_agency() -> None:
    given = {
        ("police", "changed", "yes"): 2,
        ("police", "changed", "prefer-not"): 1,
        ("police", "talked-over", "no"): 3,
        ("police", "confident", "agree"): 3,
    }
    counts = by_agency(SURVEY, {"police": 9, "health": 4}, given)
    assert counts["police"].answered == 3
    assert counts["police"].answers["changed"] == {
        "yes": 2,
        "no": 0,
        "not-sure": 0,
        "prefer-not": 1,
    }
    assert counts["health"].answered == 0
    assert list(counts["health"].answers) == ["changed", "talked-over", "confident"]
    both = together(counts.values())
    assert (both.eligible, both.answered) == (13, 3)


@pytest.mark.parametrize(
    "key",
    [("fire", "changed", "yes"), ("police", "helped", "yes"), ("police", "changed", "perhaps")],
)
def test_a_counter_of_nothing_that_was_asked(key: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="nothing that was asked"):
        by_agency(SURVEY, {"police": 9}, {key: 1})
