"""What the Learning group may say: not too long, nobody to be recognised in it, no quotation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.clarifying import (
    MAX_WORDS,
    QUOTED_RUN,
    SHORTEST_QUOTED,
    answer_trouble,
    clarification_trouble,
    quotes,
    tidy,
)

QUERY = "When may we tell the grandparents' own GP what the school nurse has told us about it?"
SAFE = "Ask for consent first. Where there is none, ring the duty desk the same day."

words = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "eta"]), max_size=30)


def test_what_says_enough_and_names_nobody_is_kept() -> None:
    assert answer_trouble(SAFE) is None
    assert clarification_trouble(SAFE, QUERY) is None
    assert clarification_trouble(SAFE, "") is None


def test_nothing_is_no_answer() -> None:
    assert answer_trouble("") == "Please write something first. Nothing was kept."
    assert clarification_trouble("", QUERY) == answer_trouble("")


def test_the_limit_is_said_with_the_length() -> None:
    # A line of its own every so often, so that no rule about names minds it.
    text = ("please ask first\n" * 200)[:MAX_WORDS]
    assert answer_trouble(text) is None
    trouble = answer_trouble(text + "x")
    assert trouble is not None
    assert f"under {MAX_WORDS} characters: these are {MAX_WORDS + 1}" in trouble


@pytest.mark.parametrize(
    "text",
    [
        "Jack Smith, aged 7, was not seen alone.",
        "Write to the mother at 14 Acacia Avenue, Northtown.",
        "Her NHS number is 943 476 5919.",
    ],
)
def test_what_may_identify_somebody_is_refused_and_not_repeated(text: str) -> None:
    for trouble in (answer_trouble(text), clarification_trouble(text, QUERY)):
        assert trouble is not None
        assert trouble.startswith("This may identify somebody (")
        for name in ("Jack", "Acacia", "943"):
            assert name not in trouble


@pytest.mark.parametrize(
    "text",
    [
        QUERY,
        f"Somebody asked: {QUERY.upper()}",
        "You may tell THE GRANDPARENTS\u2019 OWN GP what\n\nthe school, nurse has said.",
        "Yes: what the school nurse has told us, about it all.",
    ],
)
def test_a_quotation_is_refused(text: str) -> None:
    assert quotes(text, QUERY)
    trouble = clarification_trouble(text, QUERY)
    assert trouble is not None
    assert "repeats 8 or more words of the query" in trouble
    assert answer_trouble(text) is None  # to the one who wrote it, no stranger's words


@pytest.mark.parametrize(
    "text",
    [
        "You may tell the grandparents' own GP, and what has been said there.",
        "What the school nurse has told us belongs to the child's record.",
        "When may we tell them? The grandparents' own GP need not know.",
    ],
)
def test_its_subject_may_be_named(text: str) -> None:
    assert not quotes(text, QUERY)


@given(before=words, run=words, after=words)
def test_a_quotation_is_a_run_of_words_in_both(
    before: list[str], run: list[str], after: list[str]
) -> None:
    query = " ".join(run)
    text = " ".join(["zeta", *before, "zeta", *run, "zeta", *after])
    size = min(QUOTED_RUN, len(run))
    runs = {tuple(run[n : n + size]) for n in range(len(run) - size + 1)}
    said = text.split()
    found = any(tuple(said[n : n + size]) in runs for n in range(len(said)))
    own_words = len(run) >= SHORTEST_QUOTED
    assert quotes(text, query) is (own_words and found)
    assert quotes(query, query) is own_words


def test_a_short_query_is_quoted_by_its_own_words() -> None:
    query = "Can I share without the mother's consent?"
    trouble = clarification_trouble(query, query)
    assert trouble is not None
    assert "or all of a short one" in trouble
    assert clarification_trouble("Consent is good practice, and not always needed.", query) is None


def test_what_is_written_is_tidied() -> None:
    assert tidy("  One. \r\n\r\nTwo.\rThree.\x00 \n ") == "One.\n\nTwo.\nThree."
    assert tidy("half \ud83d a smile") == "half ? a smile"
