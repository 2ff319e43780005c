"""Pulse surveys as values, and what a person's answers must be."""

from dataclasses import replace

import pytest

from content.approval import Status
from content.compose.examples import example_briefing
from content.learning import Theme
from content.poll import UnknownChoice
from content.survey import (
    MAX_COMMENT,
    PREFER_NOT,
    PULSE_SURVEY,
    TALKED_OVER,
    Agreement,
    CommentTooLong,
    FreeText,
    PulseSurvey,
    Purpose,
    YesNo,
    field_name,
    practice_change,
    read_submission,
)

SURVEY = PulseSurvey(
    slug="neglect",
    version=1,
    title="Working with neglect",
    asked_by="The partnership",
    why="To learn what helps.",
    promise="Results come back here.",
    questions=(
        Agreement("named", "I can name neglect when I see it."),
        YesNo("time", "Do you have time to record it?"),
        YesNo("supervised", "Did you talk about it in supervision this month?"),
        FreeText("more", "What would you change?"),
    ),
    theme=Theme("neglect", "Neglect"),
    author="Sam Author",
    approver="Alex Approver",
    status=Status.APPROVED,
)
CHOSEN = {"q-named": ("agree",), "q-time": ("prefer-not",), "q-supervised": ("not-sure",)}


def test_every_closed_question_can_be_left_unanswered_by_saying_so() -> None:
    assert [question.key for question in SURVEY.closed] == ["named", "time", "supervised"]
    assert all(question.options[-1] == PREFER_NOT for question in SURVEY.closed)
    assert len(Agreement("a", "b").options) == 6
    assert SURVEY.free_text == SURVEY.questions[3]
    assert replace(SURVEY, questions=SURVEY.closed).free_text is None


def test_a_survey_goes_to_the_store_and_back() -> None:
    assert PULSE_SURVEY.validate_json(PULSE_SURVEY.dump_json(SURVEY)) == SURVEY


@pytest.mark.parametrize(
    ("approver", "status", "approved"),
    [
        ("Alex Approver", Status.APPROVED, True),
        ("Alex Approver", Status.DRAFT, False),
        (None, Status.APPROVED, False),
        (" sam AUTHOR", Status.APPROVED, False),
    ],
)
def test_only_a_second_persons_approval_counts(
    approver: str | None, status: Status, *, approved: bool
) -> None:
    assert replace(SURVEY, approver=approver, status=status).approved_by_another is approved


def test_the_survey_of_practice_change() -> None:
    briefing = example_briefing()
    survey = practice_change(briefing)
    assert survey.purpose is Purpose.PRACTICE
    assert survey.approved_by_another
    assert briefing.title in survey.title
    assert TALKED_OVER in [question.key for question in survey.closed]
    assert 3 <= len(survey.questions) <= 5
    assert not practice_change(replace(briefing, status=Status.DRAFT)).approved_by_another


def test_a_submission_is_read() -> None:
    read = read_submission(SURVEY, CHOSEN, {"q-more": "  Less paper. "})
    assert read.options == {"named": "agree", "time": "prefer-not", "supervised": "not-sure"}
    assert read.comment == "Less paper."
    assert read_submission(SURVEY, CHOSEN, {}).comment == ""
    closed = replace(SURVEY, questions=SURVEY.closed)
    assert read_submission(closed, CHOSEN, {}).comment == ""
    assert field_name(SURVEY.questions[3]) == "q-more"


@pytest.mark.parametrize(
    ("chosen", "written"),
    [
        ({}, {}),
        ({**CHOSEN, "q-time": ()}, {}),
        ({**CHOSEN, "q-time": ("yes", "no")}, {}),
        ({**CHOSEN, "q-time": ("agree",)}, {}),
        ({**CHOSEN, "q-time": ("",)}, {}),
        ({key: value for key, value in CHOSEN.items() if key != "q-time"}, {}),
        ({**CHOSEN, "q-more": ("yes",)}, {}),
        ({**CHOSEN, "time": ("yes",)}, {}),
        (CHOSEN, {"q-other": "x"}),
        (CHOSEN, {"q-time": "x"}),
    ],
)
def test_anything_else_is_refused(
    chosen: dict[str, tuple[str, ...]], written: dict[str, str]
) -> None:
    with pytest.raises(UnknownChoice):
        read_submission(SURVEY, chosen, written)


def test_words_for_which_there_is_no_box_are_refused() -> None:
    with pytest.raises(UnknownChoice):
        read_submission(replace(SURVEY, questions=SURVEY.closed), CHOSEN, {"q-more": "x"})


def test_a_comment_has_its_limit() -> None:
    longest = "x" * MAX_COMMENT
    assert read_submission(SURVEY, CHOSEN, {"q-more": f" {longest} "}).comment == longest
    with pytest.raises(CommentTooLong):
        read_submission(SURVEY, CHOSEN, {"q-more": longest + "x"})
