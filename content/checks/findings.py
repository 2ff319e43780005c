"""What a check finds, and the names of a briefing's parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from content.briefing import Briefing, Prose, Section, SevenMinute
from content.message import Bullets, Span, Text


class Severity(Enum):
    """Whether a briefing is refused for it, or the author decides."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend or to think over, and the part of the briefing it stands in."""

    section: str
    """The part's name as an author knows it: "Summary", "Background", "Key point 2",
    "Question its-key"."""
    what: str
    """A sentence: what it is and what to do. It never repeats an identifying detail."""
    severity: Severity


def error(section: str, what: str) -> Finding:
    """Return a finding for which a briefing is refused."""
    return Finding(section, what, Severity.ERROR)


def warning(section: str, what: str) -> Finding:
    """Return a finding on which the author decides."""
    return Finding(section, what, Severity.WARNING)


def named_sections(briefing: Briefing) -> Iterator[tuple[str, Section]]:
    """Yield the sections in reading order, each with its name. A key point's is "Key point 2"."""
    form = briefing.format
    if isinstance(form, SevenMinute):
        names = {id(s): f"Key point {n}" for n, s in enumerate(form.key_points, start=1)}
    else:
        points = {line: f"Key point {n}" for n, line in enumerate(briefing.key_points, start=1)}
        names = {id(s): points.get(s.title, s.title) for s in form.sections}
    for section in briefing.format.sections:
        yield names.get(id(section), section.title), section


def paragraphs(section: Section) -> Iterator[str]:
    """Yield the words of each paragraph and each line of a list, without addresses."""
    for block in section.body:
        for spans in _lines(block):
            yield "".join(span.text for span in spans)


def _lines(block: Prose) -> tuple[tuple[Span, ...], ...]:
    match block:
        case Text(spans):
            return (spans,)
        case Bullets(items):
            return items
        case _:
            assert_never(block)
