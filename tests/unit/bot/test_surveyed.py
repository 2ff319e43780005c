"""What is printed of a survey: how it stands, what may be shown, and what was held back."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from rich.console import Console

from bot.evidence.counters import AgencyCounts
from bot.evidence.practice import build_practice
from bot.evidence.tables import cut
from bot.printing.surveyed import print_saved, print_shown, shown_json
from bot.store.content.shelf import Change, Saved
from bot.store.pulse.proposals import Proposal
from bot.store.pulse.surveys import Survey
from bot.surveys.practice import PracticeFound
from bot.surveys.results import comments_of, results_of
from bot.surveys.shown import ShownSurvey
from config.directory import Agency, Channel, Directory, Sector, Workspace
from config.errors import Problem, Refused
from content.importing.survey import ImportedSurvey
from content.survey import YES_NO, practice_change
from tests.fakes.briefings import small_briefing
from tests.fakes.surveys import small_survey

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DIRECTORY = Directory(
    partnership="Test",
    agencies=(Agency(key="police", name="[b]Police[/b]", sector=Sector.POLICE, head_count=9),),
    workspaces=(Workspace(key="w", platform="slack", id="T", agency="police"),),
    channels=(Channel(key="c", agency="police", workspace="w", id="C", name="c"),),
)
PLANNED = Survey(
    id=UUID(int=5),
    body=small_survey(),
    audience="everyone",
    channels=("c",),
    opens_at=NOON,
    remind_at=None,
    closes_at=NOON + timedelta(days=10),
    made_at=NOON,
    opened_at=None,
    key_check=None,
    closed_at=None,
    cut=None,
    comments=(),
    you_said="",
    shared_at=None,
    called_off="",
    stopped=False,
)
OPEN = replace(PLANNED, opened_at=NOON, key_check=b"check")
ENDED = replace(OPEN, called_off="Stopped by Sam.")


def closed(survey: Survey, *comments: str) -> Survey:
    """Return the survey as 12 of 20 have answered it."""
    options = {
        question.key: dict.fromkeys(question.options, 0)
        | ({"yes": 7, "no": 5} if question.options == YES_NO else {"agree": 7, "neither": 5})
        for question in survey.body.closed
    }
    whole = cut(
        {"police": AgencyCounts(20, options)}, 5, closes_at=survey.closes_at, now=survey.closes_at
    )
    return replace(survey, closed_at=survey.closes_at, cut=whole, comments=comments)


def shown(
    survey: Survey, *, at_least: int | None = None, waiting: Proposal | None = None
) -> ShownSurvey:
    results = None if survey.cut is None else results_of(survey)
    practice = None
    if survey.dissemination is not None:
        rung = None if results is None else build_practice(results)
        practice = PracticeFound(survey, rung, ())
    return ShownSurvey(
        survey=survey,
        at_least=at_least,
        results=results,
        comments=comments_of(survey),
        waiting=waiting,
        said=None,
        practice=practice,
    )


def printed(survey: ShownSurvey) -> str:
    out = Console(file=StringIO(), width=200)
    print_shown(out, survey, DIRECTORY)
    assert isinstance(out.file, StringIO)
    return out.file.getvalue()


def test_before_the_close_only_steps_are_told() -> None:
    assert "planned" in printed(shown(PLANNED))
    assert "Too few have answered to say how many." in printed(shown(OPEN))
    assert "At least 10 have answered." in printed(shown(OPEN, at_least=10))
    assert json.dumps(shown_json(shown(OPEN, at_least=10)))
    for early in (PLANNED, OPEN):
        with pytest.raises(Refused, match="no results yet"):
            results_of(early)


def test_one_that_ended_says_why() -> None:
    assert "Stopped by Sam." in printed(shown(ENDED))
    with pytest.raises(Refused, match=r"has no results\. Stopped by Sam"):
        results_of(ENDED)


def test_results_and_comments_are_shown_with_what_was_held_back() -> None:
    survey = closed(OPEN, "A [i]quiet[/i] room.", "Ring me on 07700 900123")
    words = printed(shown(replace(survey, you_said="A room by March.")))
    assert "[b]Police[/b]" in words
    assert "- A [i]quiet[/i] room." in words
    assert "900123" not in words
    assert "Held back, since it may identify somebody: 1." in words
    assert "What will be done: A room by March." in words
    waiting = Proposal(
        id=UUID(int=6), survey=survey.id, text="A [b]guide[/b].", author="Cy", written_at=NOON
    )
    proposed = shown(survey, waiting=waiting)
    assert f"Proposal {waiting.id} by Cy awaits approval: A [b]guide[/b]." in printed(proposed)
    assert shown_json(proposed)["proposed"] == {
        "proposal": str(waiting.id),
        "author": "Cy",
        "text": "A [b]guide[/b].",
    }
    found = shown_json(shown(survey))
    assert found["proposed"] is None
    assert found["comments"] == ["A [i]quiet[/i] room."]
    assert (found["comments_held_back"], found["you_said"]) == (1, None)


def test_figures_stand_under_their_own_headings_however_the_database_orders_them() -> None:
    usual = shown(closed(OPEN))
    assert usual.results is not None
    police = usual.results.agencies["police"]
    mixed = {question: dict(reversed(cells.items())) for question, cells in police.answers.items()}
    agencies = {"police": replace(police, answers=mixed)}
    results = replace(usual.results, agencies=agencies)
    assert printed(replace(usual, results=results)) == printed(usual)


def test_practice_change_is_labelled_wherever_it_stands() -> None:
    body = practice_change(small_briefing())
    survey = closed(replace(OPEN, body=body, dissemination=UUID(int=7)))
    words = printed(shown(survey))
    assert "This is what people say of themselves." in words
    found = shown_json(shown(survey))
    assert (found["self_reported"], found["purpose"]) == (True, "practice")
    practice = found["practice"]
    assert isinstance(practice, dict)
    assert practice["total"]["changed"] == 7


def test_a_saved_survey_says_what_to_look_at_and_what_is_missing() -> None:
    survey = small_survey()
    out, err = Console(file=StringIO(), width=200), Console(file=StringIO(), width=200)
    warned = ImportedSurvey(survey, (Problem(f"{Path('survey.yaml')}:3", "This leans."),))
    draft = replace(survey, status=type(survey.status)("draft"), approver=None)
    print_saved(out, err, warned, Saved(UUID(int=1), draft, Change.NEW))
    assert isinstance(out.file, StringIO)
    assert isinstance(err.file, StringIO)
    assert out.file.getvalue() == "small version 1: stored, awaiting approval.\n"
    assert "survey.yaml:3: This leans." in err.file.getvalue()
    assert "sevenbot pulse approve small --version 1 --by NAME" in err.file.getvalue()
