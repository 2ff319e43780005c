"""An example of everything that is composed: for previews, golden files and docs."""

from collections.abc import Mapping

from content.compose.examples.briefing import (
    DELIVERY,
    briefing_examples,
    example_briefing,
    example_formats,
)
from content.compose.examples.cascade import cascade_examples
from content.compose.examples.clarification import clarification_examples
from content.compose.examples.correction import correction_examples
from content.compose.examples.own import own_examples
from content.compose.examples.recall import recall_examples
from content.compose.examples.survey import survey_examples
from content.message import Message, View

__all__ = ["DELIVERY", "example_briefing", "example_formats", "examples"]


def examples() -> Mapping[str, Message | View]:
    """Return every message and page by name."""
    return {
        **briefing_examples(),
        **recall_examples(),
        **cascade_examples(),
        **clarification_examples(),
        **correction_examples(),
        **own_examples(),
        **survey_examples(),
    }
