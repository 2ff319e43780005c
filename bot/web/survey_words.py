"""What the templates of surveys say things with."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.surveys.shown import SurveyStage, stage_of, stage_words
from content.compose.survey import option_label
from content.compose.triangulation import (
    account_words,
    comparison_words,
    people_words,
    self_reported,
)

SURVEY_WORDS: Mapping[str, object] = MappingProxyType(
    {
        "option": option_label,
        "stages": SurveyStage,
        "stage_of": stage_of,
        "stage_words": stage_words,
        "account_words": account_words,
        "people_words": people_words,
        "comparison_words": comparison_words,
        "self_reported": self_reported,
    }
)
