"""Whether a briefing fits: into a post, into the platforms, into seven minutes."""

from collections.abc import Iterator
from math import ceil
from typing import assert_never

from content.briefing import WORDS_PER_MINUTE, Briefing, Prose
from content.checks.findings import Finding, error, named_sections, paragraphs, warning
from content.message import Bullets, Text, spans_text
from content.poll import Question

TITLE = 80
SUMMARY = 300
THIS_WEEK = 200
CHANGE = 200
KEY_POINT = 150
REFLECTION = 300
SCENARIO = 600
ASK = 200
OPTION = 200
WHY = 300
"""In characters. A post is read at a glance and a question in two clicks: docs/authoring.md."""

BLOCK = 2500
"""Characters of one paragraph or list. Slack refuses a section of over 3,000, and escaping
makes text longer."""
BLOCKS = 80
"""Headings, paragraphs and lists of the reading. Slack's modal refuses over 100 blocks, and the
page around the reading needs some."""
READING = 30_000
"""Characters of the whole reading. A Teams card is kept under 80,000 bytes as UTF-16, two to a
character, with its frame."""

_LIMIT_MINUTES = {"7-minute briefing": 7, "60-minute briefing": 60}


def reading_minutes(briefing: Briefing) -> int:
    """Return how long the sections take to read, in whole minutes, rounded up, at least 1."""
    words = sum(
        len(text.split())
        for section in briefing.format.sections
        for text in (section.title, *paragraphs(section))
    )
    return max(1, ceil(words / WORDS_PER_MINUTE))


def check_lengths(briefing: Briefing) -> Iterator[Finding]:
    """Yield what is too long."""
    yield from _over("Title", briefing.title, TITLE)
    yield from _over("Summary", briefing.summary, SUMMARY)
    yield from _over("This week", briefing.this_week, THIS_WEEK)
    if briefing.change is not None:
        yield from _over("Change", briefing.change.words, CHANGE)
    for number, point in enumerate(briefing.key_points, start=1):
        yield from _over(f"Key point {number}", point, KEY_POINT)
    for number, reflection in enumerate(briefing.reflections, start=1):
        yield from _over("Reflection", reflection, REFLECTION, f"Question {number}")
    for question in briefing.questions:
        for each in (question, *question.variants):
            yield from _question(each)
    yield from _reading(briefing)


def _question(question: Question) -> Iterator[Finding]:
    name = f"Question {question.key}"
    yield from _over(name, question.scenario, SCENARIO, "The scenario")
    yield from _over(name, question.ask, ASK, "What is asked")
    for answer in question.answers:
        yield from _over(name, answer.text, OPTION, f"Option {answer.key}")
        yield from _over(name, answer.why, WHY, f"The explanation of option {answer.key}")


def _reading(briefing: Briefing) -> Iterator[Finding]:
    count = total = 0
    for name, section in named_sections(briefing):
        yield from _over(name, section.title, KEY_POINT, "The heading")
        count += 1 + len(section.body)
        total += len(section.title)
        for block in section.body:
            text = _whole(block)
            total += len(text)
            yield from _over(name, text, BLOCK, "A paragraph or list")
    if count > BLOCKS:
        what = f"{count} headings, paragraphs and lists are too many to show at once; at most "
        yield error("Sections", f"{what}{BLOCKS} fit.")
    if total > READING:
        what = f"{total:,} characters are too many to show at once; at most {READING:,} fit."
        yield error("Sections", what)
    limit = _LIMIT_MINUTES.get(briefing.format.kind)
    minutes = reading_minutes(briefing)
    if limit and minutes > limit:
        what = (
            f"Reading it takes about {minutes} minutes, at {WORDS_PER_MINUTE} words a minute; "
            f"a {briefing.format.kind} takes at most {limit}. Leave something out."
        )
        yield warning("Sections", what)


def _whole(block: Prose) -> str:
    match block:
        case Text(spans):
            return spans_text(spans)
        case Bullets(items):
            return "\n".join(spans_text(item) for item in items)
        case _:
            assert_never(block)


def _over(section: str, text: str, limit: int, part: str = "This") -> Iterator[Finding]:
    if len(text) > limit:
        what = f"{part} has {len(text):,} characters; at most {limit:,} fit."
        yield error(section, what)
