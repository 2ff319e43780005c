"""Examples of what is asked again, and of pausing it."""

from collections.abc import Mapping
from datetime import date

from content.compose.examples.briefing import DELIVERY, example_briefing
from content.compose.pause import as_page, compose_pause, compose_paused, compose_resumed
from content.compose.recall import (
    Reminder,
    compose_recall,
    compose_recall_last,
    compose_recall_question,
    compose_recall_result,
)
from content.message import Message, View
from content.poll import mark


def recall_examples() -> Mapping[str, Message | View]:
    """Return every message and page by name."""
    briefing = example_briefing()
    question = briefing.questions[0]
    one = Reminder(briefing.title, 21, 1)
    return {
        "recall": compose_recall([one], DELIVERY),
        "recall-several": compose_recall([one, Reminder("Listening on the phone", 7, 2)], DELIVERY),
        "recall-question": compose_recall_question(question, DELIVERY, 0, 2),
        "recall-result": compose_recall_result(mark(question, ("a",)), DELIVERY, 1, 2),
        "recall-last": compose_recall_last(1, 2, date(2026, 12, 23)),
        "recall-last-done": compose_recall_last(2, 2, None),
        "pause": compose_pause(),
        "pause-again": compose_pause(draft="some <day>"),
        "paused": compose_paused(date(2026, 12, 4)),
        "paused-page": as_page(compose_paused(date(2026, 12, 4))),
        "resumed": compose_resumed(),
    }
