"""Everything that one briefing says, in the order in which a person meets it."""

from collections.abc import Mapping
from uuid import UUID

from content.briefing import Briefing
from content.compose.poll import compose_question, compose_result
from content.compose.post import compose_post
from content.compose.query import compose_ask, compose_origin
from content.compose.reading import Returns, compose_last, compose_reading
from content.message import Message, View
from content.poll import mark

USUAL = Returns(missed=7, fitted=30)
"""A dissemination's own plan may say otherwise."""

NO_DELIVERY = UUID(int=0)
"""Stands for a delivery where nothing is delivered: a preview's buttons lead nowhere."""


def pages(briefing: Briefing) -> Mapping[str, Message | View]:
    """Return the post and every page by name. The results shown are those of the first answer
    that fits, and of the last page with every answer fitting."""
    found: dict[str, Message | View] = {
        "post": compose_post(briefing, NO_DELIVERY),
        "reading": compose_reading(briefing, NO_DELIVERY),
    }
    for step, question in enumerate(briefing.questions):
        fitting = tuple(answer.key for answer in question.answers if answer.fits)
        found[f"question {step + 1}"] = compose_question(briefing, NO_DELIVERY, step)
        found[f"result {step + 1}"] = compose_result(
            briefing, NO_DELIVERY, step, mark(question, fitting)
        )
    first_answers = {question.key: True for question in briefing.questions}
    found["last page"] = compose_last(briefing, NO_DELIVERY, first_answers, USUAL)
    found["ask a question"] = compose_ask(briefing, NO_DELIVERY)
    found["where this comes from"] = compose_origin(briefing)
    return found
