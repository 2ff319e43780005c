"""What may be said in channels about a survey's results."""

import pytest

from content.responding import response_lines, response_trouble

COMMENT = "We never have a quiet room when a child wants to talk to us alone."


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("", "Please write something"),
        ("x" * 2001, "under 2000 characters"),
        ("Jack Smith, aged 7, will get a room.", "may identify"),
        ("You said: “We never have a quiet room, when a CHILD wants to talk”.", "own words"),
    ],
)
def test_what_cannot_be_posted(words: str, trouble: str) -> None:
    assert trouble in (response_trouble(words, ["Other words.", COMMENT]) or "")


def test_what_can() -> None:
    assert response_trouble("We will find a quiet room in every hub.", [COMMENT]) is None
    assert response_lines(" One thing. \n\n Another.\n") == ["One thing.", "Another."]
