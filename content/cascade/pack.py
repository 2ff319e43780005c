"""The presenter pack: a briefing as a lead takes it to a team. Pure, and the same every time."""

import re
from dataclasses import dataclass
from typing import assert_never

from content.briefing import Briefing, Prose, Section, format_words
from content.message import Bullets, Span, Text
from content.poll import Question
from content.templating import say

MAX_POINT = 220
"""Characters of the sentence beside a talking point. A longer one is for reading, not for
saying: the point then stands alone."""

_SENTENCE = re.compile(
    r".+?[.!?][\"')\u2019\u201d]*(?=\s+[\"'(\u2018\u201c]?[A-Z0-9])",
)
"""Up to where the next one starts."""


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """One thing to say, and a sentence that fills it out."""

    point: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the seven minutes."""

    minutes: int
    what: str


@dataclass(frozen=True, slots=True)
class PresenterPack:
    """What a lead needs to run seven minutes with a team."""

    title: str
    line: str
    """What this is and where it comes from; a hidden source stays unnamed."""
    why: str
    points: tuple[TalkingPoint, ...]
    reflections: tuple[str, ...]
    discussion: Question | None
    """The poll's first scenario: seven minutes hold one. None where a briefing has none."""
    this_week: str
    running_order: tuple[Step, ...]
    safety: str
    restricted: bool
    """For leads only: not to be pinned up or passed round."""


def presenter_pack(briefing: Briefing) -> PresenterPack:
    """Return the pack of the briefing."""
    bodies = {section.title: section for section in briefing.format.sections}
    discussion = briefing.questions[0] if briefing.questions else None
    return PresenterPack(
        title=briefing.title,
        line=say(
            "pack.line",
            format=format_words(briefing),
            theme=briefing.theme.name,
            source=briefing.source.line,
            version=briefing.version,
        ),
        why=briefing.summary,
        points=tuple(
            TalkingPoint(point, _sentence(bodies[point]) if point in bodies else "")
            for point in briefing.key_points
        ),
        reflections=briefing.reflections,
        discussion=discussion,
        this_week=briefing.this_week[:1].upper() + briefing.this_week[1:],
        running_order=(
            Step(1, say("pack.step_why")),
            Step(2, say("pack.step_points")),
            Step(3, say("pack.step_scenario" if discussion else "pack.step_reflection")),
            Step(1, say("pack.step_agree")),
        ),
        safety=say("pack.safety"),
        restricted=briefing.restricted,
    )


def _sentence(section: Section) -> str:
    """Return the section's first sentence, or nothing where it is too long to be said."""
    words = next((words for block in section.body if (words := _words(block))), "")
    found = _SENTENCE.match(words)
    first = found[0] if found else words
    return first if len(first) <= MAX_POINT else ""


def _words(block: Prose) -> str:
    match block:
        case Text(spans):
            return _plain(spans)
        case Bullets(items):
            return _plain(items[0]) if items else ""
        case _:
            assert_never(block)


def _plain(spans: tuple[Span, ...]) -> str:
    return " ".join("".join(span.text for span in spans).split())
