"""Whether a briefing is whole, and approved by a second person where it says so."""

from collections.abc import Iterator

from content.approval import Status
from content.briefing import Briefing
from content.checks.findings import Finding, error, named_sections, paragraphs, warning
from content.poll import Question

KEY_POINTS = 3
REFLECTIONS = 3
MAX_QUESTIONS = 3
MIN_ANSWERS, MAX_ANSWERS = 2, 5
VARIANTS = 3
"""Recall asks at most three times, about day 7, 30 and 90, each in another scenario."""


def check_parts(briefing: Briefing) -> Iterator[Finding]:
    """Yield what is missing."""
    for name, text in {
        "Title": briefing.title,
        "Summary": briefing.summary,
        "This week": briefing.this_week,
    }.items():
        if not text.strip():
            yield error(name, "This is empty.")
    if briefing.version > 1 and briefing.change is None:
        what = "Say under 'change' what is new in this version: posts cannot be corrected without."
        yield warning("Change", what)
    yield from _points(briefing)
    sections = tuple(named_sections(briefing))
    if not sections:
        yield error("Sections", "There is nothing to read; add a section.")
    for name, section in sections:
        if not any(text.strip() for text in paragraphs(section)):
            yield error(name, "This section has no text.")
    if len(briefing.reflections) != REFLECTIONS or not all(map(str.strip, briefing.reflections)):
        what = f"A team talks over three questions; here are {len(briefing.reflections)}."
        yield error("Reflection", what)
    if not briefing.references:
        yield error("References", "Name at least one publication that this rests on.")
    if briefing.status is Status.APPROVED and not briefing.approved_by_another:
        what = "It says 'approved', and names no second person who approved it."
        yield error("Approval", what)
    yield from _questions(briefing)


def _points(briefing: Briefing) -> Iterator[Finding]:
    if len(briefing.key_points) != KEY_POINTS:
        what = f"A post shows three key points; here are {len(briefing.key_points)}."
        yield error("Key points", what)
    for number, point in enumerate(briefing.key_points, start=1):
        if not point.strip():
            yield error(f"Key point {number}", "This key point has no words.")


def _questions(briefing: Briefing) -> Iterator[Finding]:
    count = len(briefing.questions)
    if not 1 <= count <= MAX_QUESTIONS:
        what = f"A briefing asks one to three questions; here are {count}."
        yield error("Questions", what)
    seen: set[str] = set()
    for question in briefing.questions:
        name = f"Question {question.key}"
        if len(question.variants) < VARIANTS:
            what = (
                f"Recall asks up to three times, each in other words; here are "
                f"{len(question.variants)} reworded variants."
            )
            yield warning(name, what)
        for each in (question, *question.variants):
            if each.key in seen:
                yield error(f"Question {each.key}", "Another question has the same key.")
            seen.add(each.key)
            yield from check_question(each)
        for variant in question.variants:
            if variant.variants:
                what = "A reworded question has no reworded questions of its own."
                yield error(f"Question {variant.key}", what)


def check_question(question: Question) -> Iterator[Finding]:
    """Yield what one question, or one variant, lacks."""
    name = f"Question {question.key}"
    if not question.scenario.strip():
        yield error(name, "There is no scenario.")
    if not question.ask.strip():
        yield error(name, "It does not say what is asked.")
    answers = question.answers
    if not MIN_ANSWERS <= len(answers) <= MAX_ANSWERS:
        yield error(name, f"A question has two to five options; here are {len(answers)}.")
    if len({answer.key for answer in answers}) < len(answers):
        yield error(name, "Two options have the same key.")
    if len({" ".join(answer.text.casefold().split()) for answer in answers}) < len(answers):
        yield error(name, "Two options say the same.")
    for answer in answers:
        if not answer.text.strip():
            yield error(name, f"Option {answer.key} has no words.")
        if not answer.why.strip():
            yield error(name, f"Option {answer.key} has no explanation.")
    fitting = sum(answer.fits for answer in answers)
    if answers and fitting == 0:
        yield error(name, "No option fits practice; mark at least one.")
    if answers and fitting == len(answers):
        yield error(name, "Every option fits practice, so nothing is asked; one must not.")
