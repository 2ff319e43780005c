"""What may be shown of a survey: in a channel, in the console and on the command line alike."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.store.pulse.surveys import Survey
from config.errors import Refused
from content.days import in_london
from content.identifying import find_identifying
from content.results import SurveyResults
from content.templating import say, say_once


def results_of(survey: Survey, agencies: Collection[str] | None = None) -> SurveyResults:
    """Return the results of some agencies; of all that were reached, where none are named. This is
    the only way to any figure of a survey. Raises Refused where there are none (yet), KeyError for
    an agency that was not reached."""
    if survey.called_off:
        raise Refused(say_once("survey_refusal.ended", why=survey.called_off))
    if survey.cut is None:
        raise Refused(say("survey_refusal.not_yet", at=in_london(survey.closes_at)))
    return survey.cut.view(agencies)


@dataclass(frozen=True, slots=True)
class Comments:
    """What people wrote, for the partnership's own eyes."""

    shown: tuple[str, ...]
    """In no order. None where too few answered."""
    held_back: int
    """How many of them may identify somebody, as we know it today."""


def comments_of(survey: Survey) -> Comments:
    """Return the comments that may be shown. They were looked through when they were written; we
    may have learnt since what tells on somebody."""
    shown = tuple(words for words in survey.comments if not any(find_identifying(words)))
    return Comments(shown, len(survey.comments) - len(shown))
