"""Whether each figure names its source. A warning: only a person can tell what is a figure."""

import re
from collections.abc import Iterator

from content.briefing import Briefing
from content.checks.findings import Finding, named_sections, paragraphs, warning
from content.learning import Reference

_FIGURE = re.compile(
    r"\d ?%|\bper ?cent\b|\b\d{1,3}(?:,\d{3})+\b|\bmillion\b"
    r"|\b(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten) (?:in|out of)(?: every)? "
    r"(?:\d{1,5}|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?:a|one) (?:third|quarter|fifth) of\b|\b(?:over|more than|nearly|around|about) half\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\da-z_])")
_BRACKETS = re.compile(r"\(([^()]{1,400})\)")


def check_figures(briefing: Briefing) -> Iterator[Finding]:
    """Yield, by section, a figure whose sentence does not name one of the references."""
    parts = [("Summary", briefing.summary), ("This week", briefing.this_week)]
    parts += [
        (name, text) for name, section in named_sections(briefing) for text in paragraphs(section)
    ]
    for name, text in parts:
        if any(_unsourced(sentence, briefing.references) for sentence in _SENTENCE_END.split(text)):
            what = (
                "A figure stands here without its source: put (Publisher, Title, Year) in the same "
                "sentence, as it stands in the references."
            )
            yield warning(name, what)


def _unsourced(sentence: str, references: tuple[Reference, ...]) -> bool:
    if not _FIGURE.search(sentence):
        return False
    brackets = [" ".join(found.casefold().split()) for found in _BRACKETS.findall(sentence)]
    return not any(
        all(part.casefold() in words for part in (each.publisher, each.title, str(each.year)))
        for each in references
        for words in brackets
    )
