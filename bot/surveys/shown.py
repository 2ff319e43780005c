"""One survey as it may be shown: the read model of the console and the command line."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from bot.evidence.tables import so_far
from bot.store.engine import AsyncConnection
from bot.store.pulse.answers import answered
from bot.store.pulse.proposals import Proposal, proposals_of, standing
from bot.store.pulse.surveys import Survey, find_survey
from bot.surveys.practice import PracticeFound, read_practice
from bot.surveys.results import Comments, comments_of, results_of
from config.errors import NotFound
from content.results import SurveyResults
from content.survey import Purpose
from content.templating import say, say_once


class SurveyStage(Enum):
    """How far a survey has come."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSurvey:
    """One survey at a moment."""

    survey: Survey
    at_least: int | None
    """So many have answered, while it is open; None where too few have, and at any other time."""
    results: SurveyResults | None
    """None before the close."""
    comments: Comments
    waiting: Proposal | None
    """What is proposed to be done, until a second person approves it."""
    said: Proposal | None
    """Who said what will be done; None while nobody has, and where one person alone had."""
    practice: PracticeFound | None
    """Of the dissemination that it belongs to; None for a pulse."""

    @property
    def stage(self) -> SurveyStage:
        """Return how far it has come."""
        return stage_of(self.survey)

    @property
    def self_reported(self) -> bool:
        """Whether it asks people what they have changed: what they say of themselves."""
        return self.survey.body.purpose is Purpose.PRACTICE


def stage_words(stage: SurveyStage) -> str:
    """Return how far a survey has come, in words."""
    return say(f"survey_stage.{stage.value}")


def stage_of(survey: Survey) -> SurveyStage:
    """Return how far a survey has come."""
    if survey.called_off:
        return SurveyStage.ENDED
    if survey.closed_at is not None:
        return SurveyStage.CLOSED
    return SurveyStage.PLANNED if survey.opened_at is None else SurveyStage.OPEN


async def read_survey(
    connection: AsyncConnection,
    which: str,
    *,
    threshold: int,
    agencies: Collection[str] | None = None,
) -> ShownSurvey:
    """Return what may be shown of a survey (its slug or id), or of some of its agencies.
    `threshold` is the setting suppression_threshold. Raises NotFound for an unknown survey, and for
    an agency that it was not put to."""
    survey = await find_survey(connection, which)
    proposed = await proposals_of(connection, survey.id)
    is_open = stage_of(survey) is SurveyStage.OPEN
    return ShownSurvey(
        survey=survey,
        at_least=so_far(await answered(connection, survey.id), threshold) if is_open else None,
        results=_results(survey, agencies),
        comments=comments_of(survey),
        waiting=next((each for each in proposed if each.waits), None),
        said=standing(proposed, survey.you_said),
        practice=None
        if survey.dissemination is None
        else await read_practice(connection, survey.dissemination),
    )


def _results(survey: Survey, agencies: Collection[str] | None) -> SurveyResults | None:
    if survey.cut is None:
        return None
    try:
        return results_of(survey, agencies)
    except KeyError as unknown:
        asked = ", ".join(survey.cut.eligible)
        missing = say_once("survey_refusal.not_put_to", agency=unknown.args[0], asked=asked)
        raise NotFound(missing) from None
