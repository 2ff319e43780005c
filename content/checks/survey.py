"""Checks on a survey: pure, and for every way in which one is written or imported.

As with a briefing, an **error** refuses it and a **warning** is for the author to decide on.
"""

from collections.abc import Iterator

from content.approval import Status
from content.checks.details import check_text
from content.checks.findings import Finding, Severity, error
from content.checks.leading import check_wording
from content.survey import FreeText, PulseSurvey

MIN_QUESTIONS, MAX_QUESTIONS = 3, 5
TITLE = 80
ASKED_BY = 80
WHY = 300
PROMISE = 200
ASK = 200
"""In characters, as for a briefing: a survey's post is read at a glance."""


def check_survey(survey: PulseSurvey) -> tuple[Finding, ...]:
    """Return everything that is found, errors first, each once."""
    found = dict.fromkeys((*_parts(survey), *_questions(survey), *check_wording(survey)))
    return tuple(sorted(found, key=lambda finding: finding.severity is Severity.WARNING))


def _parts(survey: PulseSurvey) -> Iterator[Finding]:
    for name, text, limit in (
        ("Title", survey.title, TITLE),
        ("Asked by", survey.asked_by, ASKED_BY),
        ("Why", survey.why, WHY),
        ("Promise", survey.promise, PROMISE),
    ):
        yield from _words(name, text, limit)
    if survey.status is Status.APPROVED and not survey.approved_by_another:
        yield error("Approval", "It says 'approved', and names no second person who approved it.")


def _questions(survey: PulseSurvey) -> Iterator[Finding]:
    count = len(survey.questions)
    if not MIN_QUESTIONS <= count <= MAX_QUESTIONS:
        yield error("Questions", f"A survey asks three to five questions; here are {count}.")
    boxes = sum(isinstance(question, FreeText) for question in survey.questions)
    if boxes > 1:
        yield error("Questions", f"At most one question is free text; here are {boxes}.")
    keys: set[str] = set()
    asks: set[str] = set()
    for question in survey.questions:
        name = f"Question {question.key}"
        yield from _words(name, question.ask, ASK)
        if question.key in keys:
            yield error(name, "Another question has the same key.")
        ask = " ".join(question.ask.casefold().split())
        if ask in asks:
            yield error(name, "Another question asks the same.")
        keys.add(question.key)
        asks.add(ask)


def _words(name: str, text: str, limit: int) -> Iterator[Finding]:
    if not text.strip():
        yield error(name, "This is empty.")
    if len(text) > limit:
        yield error(name, f"This has {len(text):,} characters; at most {limit:,} fit.")
    yield from check_text(name, text)
