"""One form for a word, and tables of words and phrases."""

import re

from content.identifying.folding import either, fold, phrase_set, word_set


def test_accents_strokes_and_capitals_are_folded() -> None:
    assert [fold(name) for name in ("José", "Łukasz", "Øyvind", "Siân")] == [
        "jose",
        "lukasz",
        "oyvind",
        "sian",
    ]


def test_words_and_phrases_are_parted() -> None:
    assert word_set("\na b\nc\n") == {"a", "b", "c"}
    assert phrase_set("\nst helens, high peak\nking lynn\n") == {
        "st helens",
        "high peak",
        "king lynn",
    }


def test_a_phrase_may_be_a_pattern_with_a_comma_of_its_own() -> None:
    assert re.fullmatch(
        either(r"""
pupils?, a{1,2}
young person
"""),
        "aa",
    )
