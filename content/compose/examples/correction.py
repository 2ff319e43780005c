"""Examples of what corrections and withdrawals say, in posts and in private."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from content.cascade import Coverage
from content.compose.cascade import compose_as_it_stands, compose_changed
from content.compose.correction import Correction, Withdrawal, compose_withdrawn, told_meanwhile
from content.compose.examples.briefing import DELIVERY, example_briefing
from content.compose.examples.cascade import example_parts
from content.compose.notes import compose_refusal
from content.compose.poll import compose_question
from content.compose.post import compose_post
from content.compose.reading import compose_reading
from content.message import Message, View

MATERIAL = Correction(
    date(2026, 12, 3),
    2,
    "The number to ring out of hours is a new one & stands at the end.",
    material=True,
)
SMALL = Correction(date(2026, 12, 5), 3, "A link that led nowhere is mended", material=False)


def correction_examples() -> Mapping[str, Message | View]:
    """Return every message and page by name."""
    briefing = replace(example_briefing(), version=3)
    many = [replace(SMALL, on=date(2026, 11, day), version=day) for day in range(2, 7)]
    deadline = date(2026, 12, 17)
    gone = Withdrawal(
        on=date(2026, 12, 5),
        reason="It named a service that closed, and <a new version> follows",
        posted_on=date(2026, 12, 1),
        theme=briefing.theme,
    )
    return {
        "post-corrected": compose_post(briefing, DELIVERY, [MATERIAL, SMALL]),
        "post-corrected-often": compose_post(briefing, DELIVERY, many),
        "post-half-read": compose_post(briefing, DELIVERY, half_read=True),
        "post-withdrawn": compose_withdrawn(gone),
        "passing-on-withdrawn": compose_withdrawn(gone, to_lead=True),
        "corrected-reading": compose_reading(briefing, DELIVERY, [MATERIAL, SMALL]),
        "question-meanwhile": told_meanwhile(compose_question(briefing, DELIVERY, 0)),
        "cascade-changed": compose_changed(
            briefing, DELIVERY, deadline, Coverage(0, 40, 0), [MATERIAL, SMALL]
        ),
        "cascade-changed-little": compose_changed(
            briefing, DELIVERY, deadline, Coverage(40, 40, 2), [SMALL]
        ),
        "cascade-changed-told": compose_as_it_stands(
            briefing, DELIVERY, deadline, example_parts(), corrections=[MATERIAL, SMALL]
        ),
        "refusal-withdrawn": compose_refusal("withdrawn"),
    }
