"""A lead's account beside what people say; and practice change as a rung of its own."""

from itertools import product

import pytest

from bot.evidence.counters import AgencyCounts
from bot.evidence.cut import Cut
from bot.evidence.practice import build_practice
from bot.evidence.tables import cut
from bot.evidence.triangulation import (
    Account,
    Comparison,
    account_of,
    interval,
    side_by_side,
)
from content.compose.examples.survey import CLOSES_AT
from content.compose.triangulation import (
    account_words,
    comparison_words,
    people_words,
    self_reported,
)
from content.survey import AGREEMENT, CHANGED, CONFIDENT, TALKED_OVER, YES_NO

BLAME = ("fail", "wrong", "claim", "lie", "honest", "should have", "neglected", "poor", "only")


def counts(eligible: int, yes: int, no: int, unsure: int = 0, silent: int = 0) -> AgencyCounts:
    answered = yes + no + unsure + silent
    talked = dict(zip(YES_NO, (yes, no, unsure, silent), strict=True))
    half = {"yes": answered // 2, "no": answered - answered // 2, "not-sure": 0, "prefer-not": 0}
    agree = dict.fromkeys(AGREEMENT, 0) | {"agree": answered // 2, "neither": -(-answered // 2)}
    return AgencyCounts(eligible, {CHANGED: half, TALKED_OVER: talked, CONFIDENT: agree})


def closed(**agencies: AgencyCounts) -> Cut:
    return cut(agencies, 5, closes_at=CLOSES_AT, now=CLOSES_AT)


def test_both_sides_of_every_agency_stand_in_the_order_of_their_keys() -> None:
    results = closed(
        school=counts(40, 20, 10), health=counts(40, 5, 25), police=counts(30, 2, 1)
    ).view()
    accounts = {
        "police": Account(30, 30, ("email",)),
        "health": Account(40, 40, ("team_meeting",)),
        "fire": Account(3, 10, ()),
    }
    rows = {row.agency: row for row in side_by_side(accounts, results)}
    assert list(rows) == ["fire", "health", "police", "school"]
    assert rows["fire"].comparison is Comparison.ACCOUNT_ALONE
    assert rows["health"].comparison is Comparison.ACCOUNT_FURTHER
    # Three answered: their side is held back, whatever the lead told.
    assert rows["police"].people is None
    assert rows["police"].comparison is Comparison.ACCOUNT_ALONE


@pytest.mark.parametrize(
    ("reached", "yes", "no", "comparison"),
    [
        (40, 39, 1, Comparison.ALIKE),
        (20, 20, 20, Comparison.ALIKE),
        (24, 20, 20, Comparison.ALIKE),
        (40, 20, 20, Comparison.ACCOUNT_FURTHER),
        (0, 20, 20, Comparison.PEOPLE_FURTHER),
        (0, 6, 30, Comparison.PEOPLE_FURTHER),
        (0, 1, 30, Comparison.ALIKE),
    ],
)
def test_the_two_are_compared_as_far_as_the_answers_let_us(
    reached: int, yes: int, no: int, comparison: Comparison
) -> None:
    results = closed(police=counts(60, yes, no)).view()
    (row,) = side_by_side({"police": Account(reached, 40, ())}, results)
    assert row.comparison is comparison


def test_those_who_prefer_not_to_say_tell_neither_way() -> None:
    (row,) = side_by_side({}, closed(police=counts(60, 6, 3, 2, 20)).view())
    assert row.people is not None
    assert (row.people.talked_over, row.people.said, row.people.eligible) == (6, 11, 60)
    assert row.comparison is Comparison.PEOPLE_ALONE
    (row,) = side_by_side({}, closed(police=counts(60, 0, 0, 0, 20)).view())
    assert row.people is None
    assert row.comparison is Comparison.NEITHER


def test_without_a_survey_only_accounts_stand() -> None:
    (row,) = side_by_side({"police": Account(1, 2, ())}, None)
    assert row.comparison is Comparison.ACCOUNT_ALONE
    assert account_of(0, 0, []) is None
    assert account_of(3, 4, ["email", "other", "email"]) == Account(3, 4, ("email", "other"))


def test_the_interval_is_wilson_s() -> None:
    """Newcombe, Statistics in Medicine, 1998, table I, gives these (method 3)."""
    for (count, of), (low, high) in {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }.items():
        assert interval(count, of) == pytest.approx((low, high), abs=5e-5)


def test_nothing_of_what_is_held_back_can_be_told_from_the_comparison() -> None:
    """Whatever those held back answered, the row is the same."""
    rows = set()
    for yes, no in product(range(5), repeat=2):
        if yes + no < 5:
            results = closed(police=counts(9, yes, no), health=counts(300, 50, 50)).view()
            police = side_by_side({"police": Account(9, 9, ())}, results)[1]
            rows.add((police.people, police.comparison))
    assert rows == {(None, Comparison.ACCOUNT_ALONE)}


def test_no_words_blame_anybody_and_each_comparison_has_its_own() -> None:
    words = [comparison_words(each.value) for each in Comparison]
    assert len(set(words)) == len(Comparison)
    for sentence in words:
        assert not any(word in sentence.lower() for word in BLAME), sentence
    assert account_words(9, 1200) == "9 of 1,200 people reached"
    assert people_words(6, 11, 60) == "6 of 11 say that it was talked over (60 were asked)"
    assert "of themselves" in self_reported()


def test_practice_change_is_a_rung_with_who_did_not_answer() -> None:
    practice = build_practice(
        closed(health=counts(40, 5, 25), police=counts(30, 2, 1), school=counts(300, 60, 40)).view()
    )
    health, police = practice.agencies["health"], practice.agencies["police"]
    assert (health.eligible, health.answered, health.changed, health.no_answer) == (40, 30, 15, 10)
    assert (police.eligible, police.answered, police.changed, police.no_answer) == (
        30,
        None,
        None,
        None,
    )
    assert practice.total.eligible == 370
