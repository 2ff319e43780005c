"""Examples of what is said about a survey."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from content.approval import Status
from content.compose.examples.briefing import DELIVERY, example_briefing
from content.compose.survey import (
    compose_survey_already,
    compose_survey_closed,
    compose_survey_form,
    compose_survey_post,
    compose_survey_reminder,
    compose_survey_thanks,
)
from content.compose.survey_results import compose_survey_results
from content.learning import Theme
from content.message import Message, View
from content.results import Cell, GroupResults, Shown, Suppressed, SurveyResults
from content.survey import Agreement, FreeText, PulseSurvey, YesNo, practice_change

CLOSES_AT = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)


def example_survey() -> PulseSurvey:
    """Return a small, whole survey; its words are an example."""
    return PulseSurvey(
        slug="hearing-children",
        version=1,
        title="Hearing children at work",
        asked_by="Northshire Safeguarding Children Partnership",
        why="Reviews say that children are seen and not always heard. We want to learn what helps "
        "& what gets in the way.",
        promise="The results come back to this channel, with what will be done about them.",
        questions=(
            Agreement("see-alone", "I can see a child alone when I need to."),
            YesNo("own-words", "Do you write down a child's own words?"),
            YesNo("supervision", "Have you talked about it in supervision this month?"),
            FreeText("one-thing", "What one thing, if any, would help you most?"),
        ),
        theme=Theme("voice-of-the-child", "Voice of the child"),
        author="Sam Author",
        approver="Alex Approver",
        status=Status.APPROVED,
    )


def example_results(survey: PulseSurvey) -> SurveyResults:
    """Return results of three agencies, of which two are held back: one question is told of
    everyone in full, one in part, and the others of the agency that is shown."""
    first, second, *others = survey.closed
    shown = GroupResults(
        90, Shown(42), {each.key: _spread(each.options, 42) for each in survey.closed}
    )
    everyone = GroupResults(
        156,
        Shown(67),
        {
            first.key: _spread(first.options, 67),
            second.key: {
                option: Shown(38) if option == second.options[0] else Suppressed()
                for option in second.options
            },
            **{each.key: dict.fromkeys(each.options, Suppressed()) for each in others},
        },
    )
    return SurveyResults(
        agencies={
            "health": shown,
            "police": _hidden(survey, 60),
            "school": _hidden(survey, 6),
        },
        shown=shown,
        everyone=everyone,
    )


def nothing_to_show(survey: PulseSurvey) -> SurveyResults:
    """Return results of which everything is held back."""
    hidden = _hidden(survey, 9)
    return SurveyResults(agencies={"school": hidden}, shown=_hidden(survey, 0), everyone=hidden)


def survey_examples() -> Mapping[str, Message | View]:
    """Return every message and page by name."""
    survey = example_survey()
    practice = practice_change(example_briefing())
    results = example_results(survey)
    doing = ("A quiet room in every family hub by March.", "A one-page guide to children's words.")
    return {
        "survey": compose_survey_post(survey, DELIVERY, CLOSES_AT),
        "survey-practice": compose_survey_post(replace(practice, theme=None), DELIVERY, CLOSES_AT),
        "survey-reminder": compose_survey_reminder(survey, DELIVERY, CLOSES_AT, 15),
        "survey-reminder-few": compose_survey_reminder(survey, DELIVERY, CLOSES_AT, None),
        "survey-form": compose_survey_form(survey, DELIVERY),
        "survey-form-again": compose_survey_form(
            survey, DELIVERY, chosen={"see-alone": "agree"}, draft="More time & <quiet>"
        ),
        "survey-form-practice": compose_survey_form(practice, DELIVERY),
        "survey-thanks": compose_survey_thanks(survey, CLOSES_AT),
        "survey-already": compose_survey_already(survey, CLOSES_AT),
        "survey-closed": compose_survey_closed(survey),
        "survey-results": compose_survey_results(survey, results, doing),
        "survey-results-practice": compose_survey_results(
            practice, example_results(practice), doing
        ),
        "survey-results-held-back": compose_survey_results(survey, nothing_to_show(survey), ()),
    }


def _spread(options: tuple[str, ...], answered: int) -> Mapping[str, Cell]:
    each, rest = divmod(answered, len(options))
    return {option: Shown(each + (rest if n == 0 else 0)) for n, option in enumerate(options)}


def _hidden(survey: PulseSurvey, eligible: int) -> GroupResults:
    cells = {each.key: dict.fromkeys(each.options, Suppressed()) for each in survey.closed}
    return GroupResults(eligible, Suppressed(), cells)
