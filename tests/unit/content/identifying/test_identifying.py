"""What a detail tells of itself, odd texts, and time in proportion to length."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.identifying import Detail, DetailKind, find_identifying
from content.identifying.numbers import nhs_check_digit_holds


def kinds(text: str) -> set[str]:
    return {detail.kind.value for detail in find_identifying(text)}


def test_a_detail_says_where_and_what_and_repeats_nothing() -> None:
    text = "We spoke of Jayden, 7, and of L36 9YY."
    name, postcode = find_identifying(text)
    assert text[name.start : name.end] == "Jayden, 7"
    assert text[postcode.start : postcode.end] == "L36 9YY"
    assert "Jayden" not in name.description
    assert str(postcode.kind) == "postcode"


@pytest.mark.parametrize("kind", DetailKind)
def test_every_kind_is_described(kind: DetailKind) -> None:
    assert Detail(0, 1, kind).description


def test_details_come_in_order_and_none_within_another() -> None:
    found = find_identifying("Amira (14) goes to Halewood Academy. DOB 3/4/12. NHS 943 476 5919.")
    assert [d.kind for d in found] == [
        DetailKind.NAME_WITH_AGE,
        DetailKind.SCHOOL,
        DetailKind.DATE_OF_BIRTH,
        DetailKind.NHS_NUMBER,
    ]
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("digits", "holds"),
    [("9434765919", True), ("9434765918", False), ("9990203008", True), ("0000000000", False)],
)
def test_the_check_digit(digits: str, holds: bool) -> None:  # noqa: FBT001
    assert nhs_check_digit_holds(digits) is holds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("St Anne\u2019s is where Jayden\u00a0(7) goes", "name with age"),
        ("nhs 943\u200b4765919", "NHS number"),
        ("nhs \uff19\uff14\uff13 \uff14\uff17\uff16 \uff15\uff19\uff11\uff19", "NHS number"),
        ("Born 3\u20114\u20112012", "date of birth"),
        ("Zoe\u0308, 5, was hungry", "name with age"),
        ("The plan is for Jayden,\n7, to be seen", "name with age"),
        ("阿明 (12) came alone", "name with age"),
    ],
)
def test_other_forms_of_the_same_characters(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_positions_are_those_of_the_text_given() -> None:
    text = "Zoe\u0308\u200b, 5, was hungry"
    (detail,) = find_identifying(text)
    assert text[detail.start : detail.end] == "Zoe\u0308\u200b, 5"


def test_a_paragraph_does_not_run_into_the_next() -> None:
    assert kinds("It began in Jayden\n\n14 years old") == set()


def test_published_letters_are_not_names() -> None:
    assert kinds("Child Q, 15, Baby P (17 months), sibling AB, aged 9 and child K, aged 4") == set()


def test_empty() -> None:
    assert find_identifying("") == ()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_details_within_it(text: str) -> None:
    for detail in find_identifying(text):
        assert 0 <= detail.start < detail.end <= len(text)


SEEDS = [
    "a", "Aa ", "1 ", "(7)", "born ", "@", "a@b.", "aged ", "Jayden, 7 ", "12 Acacia ", "St ",
    "at St Mary ", "school ", "Primary ", "0", "07700 ", "ref: ", "DOB ", "3/", "a-", "a'", "J.",
    "Name: ", "brother ", "lives on the ", "14-year-old ", "is 7 ", "was the a an of who ", "(a",
    "Case number is ", "A1 1AA ", "he is 7 ", "born in a ", "the a ", "x.y-", "\n", "of and ",
    "Baby Oliver ", "his aunt (", "social worker ", "Mr ", "Jayden's ", "jayden ", '"Aa ',
    "The Aa, ", "Council, Aa ", "Aa House, ", "year 9 a b ", "number a ", "(7, 7, ",
    "and the a ", "Ms & Mr ",
]  # fmt: skip


def seconds(text: str) -> float:
    """Return the processor's time, which other programs do not add to."""
    start = time.process_time()
    find_identifying(text)
    return time.process_time() - start


@pytest.mark.parametrize("seed", SEEDS)
def test_work_grows_with_length_and_no_faster(seed: str) -> None:
    def work(length: int) -> float:
        return min(seconds((seed * length)[:length]) for _ in range(2))

    # Four times the length: work that grows with its square would take sixteen times as long.
    assert work(4_000) < 4 * 2.5 * work(1_000)


def test_a_hundred_thousand_characters_are_work_in_proportion() -> None:
    text = "".join(seed * 10 for seed in SEEDS)
    long = (text * 40)[:100_000]
    assert len(long) == 100_000
    assert seconds(long) < 5 * 2 * min(seconds(long[:20_000]) for _ in range(2))
