"""What the Learning group's posts and private answers say, and what they never say."""

from typing import Literal

import pytest

from content.actions import ActionName
from content.compose.clarification import compose_answer, compose_clarification
from content.compose.examples import DELIVERY
from content.message import Text, buttons_of, plain_text

WORDS = "First line.\nSecond line.\n\n Third. "


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("question", "A question about “Listening” was asked."),
        ("unsure", "Something in “Listening” was not clear to everybody yet."),
    ],
)
def test_a_clarification_names_the_briefing_and_opens_it(
    about: Literal["question", "unsure"], said: str
) -> None:
    message = compose_clarification("Listening", about, WORDS, DELIVERY)
    assert said in plain_text(message)
    assert "We never say who asked." in plain_text(message)
    read, ask = buttons_of(message)
    assert (read.action.name, ask.action.name) == (ActionName.READ, ActionName.ASK)
    assert {read.action.delivery, ask.action.delivery} == {DELIVERY}
    assert "Listening" in message.fallback


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("question", "You asked about “Listening”."),
        ("unsure", "You said that something in “Listening” is not clear yet."),
    ],
)
def test_a_private_answer_says_what_it_is_about_and_asks_for_nothing(
    about: Literal["question", "unsure"], said: str
) -> None:
    message = compose_answer("Listening", about, WORDS)
    assert said in plain_text(message)
    assert "Only you get this message." in plain_text(message)
    assert "999" in plain_text(message)
    assert list(buttons_of(message)) == []


def test_a_line_is_a_paragraph_and_none_is_empty() -> None:
    message = compose_answer("Listening", "question", WORDS)
    texts = [block.spans[0].text for block in message.blocks if isinstance(block, Text)]
    assert texts[1:] == ["First line.", "Second line.", "Third."]
