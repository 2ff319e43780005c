"""What the checks find in a survey, part by part."""

from dataclasses import replace

import pytest

from content.approval import Status
from content.checks import Severity
from content.checks.survey import check_survey
from content.survey import Agreement, FreeText, PulseSurvey, YesNo

ONE = Agreement("one", "I can name neglect when I see it.")
TWO = YesNo("two", "Have you talked about it in supervision?")
THREE = FreeText("three", "What one thing would help you most?")
GOOD = PulseSurvey(
    slug="neglect",
    version=1,
    title="Working with neglect",
    asked_by="The partnership",
    why="To learn what helps.",
    promise="The results come back here.",
    questions=(ONE, TWO, THREE),
    author="Sam Author",
    approver="Alex Approver",
    status=Status.APPROVED,
)
FOUR = YesNo("four", "Do you have time for it?")
FIVE = YesNo("five", "Do you know whom to ring?")


@pytest.mark.parametrize("survey", [GOOD, replace(GOOD, questions=(ONE, TWO, THREE, FOUR, FIVE))])
def test_a_whole_survey_passes(survey: PulseSurvey) -> None:
    assert check_survey(survey) == ()


ERRORS: dict[str, tuple[PulseSurvey, str, str]] = {
    "no title": (replace(GOOD, title=" "), "Title", "empty"),
    "a long title": (replace(GOOD, title="x" * 81), "Title", "81 characters; at most 80"),
    "nobody asks": (replace(GOOD, asked_by=""), "Asked by", "empty"),
    "a long asker": (replace(GOOD, asked_by="x" * 81), "Asked by", "at most 80"),
    "no reason": (replace(GOOD, why=""), "Why", "empty"),
    "a long reason": (replace(GOOD, why="x" * 301), "Why", "at most 300"),
    "no promise": (replace(GOOD, promise=""), "Promise", "empty"),
    "a long promise": (replace(GOOD, promise="x" * 201), "Promise", "at most 200"),
    "two questions": (replace(GOOD, questions=(ONE, TWO)), "Questions", "here are 2"),
    "six questions": (
        replace(GOOD, questions=(ONE, TWO, THREE, FOUR, FIVE, YesNo("six", "Is it so?"))),
        "Questions",
        "here are 6",
    ),
    "two boxes": (
        replace(GOOD, questions=(ONE, THREE, FreeText("x", "What else?"))),
        "Questions",
        "here are 2",
    ),
    "a key twice": (
        replace(GOOD, questions=(ONE, TWO, replace(FOUR, key="two"))),
        "Question two",
        "same key",
    ),
    "the same twice": (
        replace(GOOD, questions=(ONE, TWO, replace(TWO, key="x", ask=TWO.ask.upper()))),
        "Question x",
        "asks the same",
    ),
    "nothing asked": (
        replace(GOOD, questions=(ONE, TWO, replace(FOUR, ask=""))),
        "Question four",
        "empty",
    ),
    "much asked": (
        replace(GOOD, questions=(ONE, TWO, replace(FOUR, ask="x" * 201))),
        "Question four",
        "at most 200",
    ),
    "nobody approved": (replace(GOOD, approver=None), "Approval", "second person"),
    "the author approved": (replace(GOOD, approver="sam author"), "Approval", "second person"),
    "a number": (replace(GOOD, why="NHS no. 943 476 5919"), "Why", "an NHS number"),
}


@pytest.mark.parametrize(("survey", "section", "says"), ERRORS.values(), ids=ERRORS.keys())
def test_errors_name_their_part(survey: PulseSurvey, section: str, says: str) -> None:
    assert any(
        f.severity is Severity.ERROR and f.section == section and says in f.what
        for f in check_survey(survey)
    )


def test_what_a_person_must_judge_is_a_warning_and_comes_last() -> None:
    leading = replace(
        GOOD,
        title="",
        why="Since Jayden, 7, was seen.",
        questions=(ONE, TWO, YesNo("x", "Don't you agree?")),
    )
    found = check_survey(leading)
    assert found[0].severity is Severity.ERROR
    assert {f.section for f in found[1:]} == {"Why", "Question x"}
    assert {f.severity for f in found[1:]} == {Severity.WARNING}
