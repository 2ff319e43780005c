"""Examples of what the Learning group says in answer to a query."""

from collections.abc import Mapping

from content.compose.clarification import compose_answer, compose_clarification
from content.compose.examples.briefing import DELIVERY, example_briefing
from content.message import Message, View

WORDS = (
    "A young person can give consent to their own health care from 16, and below that where they"
    " understand what it means.\n\nWhere you are not sure that they do, ask your safeguarding lead"
    " the same day. You need not decide it alone."
)


def clarification_examples() -> Mapping[str, Message | View]:
    """Return every message by name."""
    title = example_briefing().title
    return {
        "clarification": compose_clarification(title, "question", WORDS, DELIVERY),
        "clarification-unsure": compose_clarification(title, "unsure", WORDS, DELIVERY),
        "answer": compose_answer(title, "question", WORDS),
        "answer-unsure": compose_answer(title, "unsure", "Short: <both>, *always*."),
    }
