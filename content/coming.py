"""What will happen, in words."""

from datetime import datetime
from enum import Enum

from content.days import in_london
from content.templating import say


class Happening(Enum):
    """Something that will happen; its value is the phrase for it."""

    POST = "coming.post"
    URGENT = "coming.urgent"
    TOO_LATE = "coming.too_late"
    HELD = "coming.held"
    HELD_PRIVATE = "coming.held_private"
    QUEUED = "coming.queued"
    QUEUED_PRIVATE = "coming.queued_private"
    RECALL = "coming.recall"
    CASCADE_ASK = "coming.cascade_ask"
    CASCADE_REMINDER = "coming.cascade_reminder"
    CASCADE_DEPUTY = "coming.cascade_deputy"
    CASCADE_COORDINATOR = "coming.cascade_coordinator"
    DEADLINE = "coming.deadline"
    SURVEY_OPENS = "coming.survey_opens"
    SURVEY_REMINDER = "coming.survey_reminder"
    SURVEY_CLOSES = "coming.survey_closes"
    SURVEY_RESULTS = "coming.survey_results"
    DIGEST = "coming.digest"


def happening_words(happening: Happening, **values: str | int) -> str:
    """Say what happens."""
    return say(happening.value, **values)


def earlier_words(count: int) -> str:
    """Say that a post stands for so many earlier moments of its plan, too."""
    return say("coming.earlier", count=count)


def private_why() -> str:
    """Say why private messages wait, without telling of anybody in particular."""
    return say("coming.private_why")


def queued_words(since: datetime) -> str:
    """Say since when (aware) something waits for a worker."""
    return say("coming.queued_since", since=in_london(since))


def practice_words(slug: str) -> str:
    """Name the survey about what a briefing has changed."""
    return say("coming.practice", slug=slug)


def whose_hours(agency: str) -> str:
    """Say whose calendar moved a message that is about another agency."""
    return say("coming.whose_hours", agency=agency)


def conditions(most: int) -> str:
    """Say what the foretold depends on; `most` private messages come to one person in a day."""
    return say("coming.conditions", most=most)
