"""A pulse survey: a few questions that everybody in a channel may answer without a name. Pure.

Keys of questions and options never change once a survey has been sent: the counters hang on
them. The words of the options are in the templates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from content.approval import Status, is_approved_by_another
from content.briefing import Briefing
from content.learning import Theme
from content.poll import UnknownChoice
from content.templating import say

MAX_COMMENT = 1000
"""Characters of a free text."""
PREFER_NOT = "prefer-not"
"""Every closed question can be left unanswered by saying so: it counts as an answer given."""
AGREEMENT = ("strongly-agree", "agree", "neither", "disagree", "strongly-disagree", PREFER_NOT)
YES_NO = ("yes", "no", "not-sure", PREFER_NOT)


class Purpose(Enum):
    """What a survey is for."""

    PULSE = "pulse"
    """Practice and confidence in general."""
    PRACTICE = "practice"
    """What has changed since one briefing, as people say of themselves."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A statement, with five steps from strong agreement to strong disagreement."""

    key: str
    ask: str
    kind: Literal["agreement"] = "agreement"

    @property
    def options(self) -> tuple[str, ...]:
        """Return the keys of what may be chosen, in order."""
        return AGREEMENT


@dataclass(frozen=True, slots=True)
class YesNo:
    """A question to which one says yes, no or not sure."""

    key: str
    ask: str
    kind: Literal["yes or no"] = "yes or no"

    @property
    def options(self) -> tuple[str, ...]:
        """Return the keys of what may be chosen, in order."""
        return YES_NO


@dataclass(frozen=True, slots=True)
class FreeText:
    """A box to write in. It may stay empty."""

    key: str
    ask: str
    kind: Literal["free text"] = "free text"


ClosedQuestion = Agreement | YesNo
SurveyQuestion = Agreement | YesNo | FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseSurvey:
    """One version of a survey, whole. Immutable: a change is a new version."""

    slug: str
    version: int
    title: str
    asked_by: str
    why: str
    """Why it is asked, in one or two sentences."""
    promise: str
    """What will be done with the results, in a sentence."""
    questions: tuple[Annotated[SurveyQuestion, Field(discriminator="kind")], ...]
    """Three to five, at most one of them free text: content.checks.survey."""
    theme: Theme | None = None
    purpose: Purpose = Purpose.PULSE
    author: str
    approver: str | None = None
    status: Status = Status.DRAFT

    @property
    def closed(self) -> tuple[ClosedQuestion, ...]:
        """Return the questions that are counted, in order."""
        return tuple(each for each in self.questions if not isinstance(each, FreeText))

    @property
    def free_text(self) -> FreeText | None:
        """Return the box to write in, if there is one."""
        return next((each for each in self.questions if isinstance(each, FreeText)), None)

    @property
    def approved_by_another(self) -> bool:
        """Whether a second person has approved it: nothing else may be sent."""
        return is_approved_by_another(self)


PULSE_SURVEY = TypeAdapter(PulseSurvey)
"""Turns a survey into JSON and back, for the store."""

CHANGED, TALKED_OVER, CONFIDENT, HELPED = "changed", "talked-over", "confident", "helped"
"""The keys of what is asked after a briefing. `talked-over` stands beside what leads confirm."""


def practice_change(briefing: Briefing) -> PulseSurvey:
    """Return the standard survey of what people say they do differently since a briefing. Its
    words are ours; it is approved with the briefing."""
    return PulseSurvey(
        slug=briefing.slug,
        version=briefing.version,
        title=say("practice.title", title=briefing.title),
        asked_by=say("practice.asked_by"),
        why=say("practice.why", title=briefing.title),
        promise=say("practice.promise"),
        questions=(
            YesNo(CHANGED, say("practice.changed")),
            YesNo(TALKED_OVER, say("practice.talked_over")),
            Agreement(CONFIDENT, say("practice.confident")),
            FreeText(HELPED, say("practice.helped")),
        ),
        theme=briefing.theme,
        purpose=Purpose.PRACTICE,
        author=briefing.author,
        approver=briefing.approver,
        status=briefing.status,
    )


@dataclass(frozen=True, slots=True)
class Submission:
    """One person's answers, apart from who it was."""

    options: Mapping[str, str]
    """By the key of each closed question, the key of what was chosen."""
    comment: str
    """What was written, without the spaces around it; empty where nothing was."""


class CommentTooLong(ValueError):
    """What was written is over MAX_COMMENT characters."""


def field_name(question: SurveyQuestion) -> str:
    """Return the name under which the answer to a question comes back."""
    return f"q-{question.key}"


def read_submission(
    survey: PulseSurvey, chosen: Mapping[str, Sequence[str]], written: Mapping[str, str]
) -> Submission:
    """Read what came back, by field name. Raises UnknownChoice when a closed question has not
    exactly one of its own options or a field is none of the survey's, and CommentTooLong."""
    box = survey.free_text
    if not chosen.keys() <= {field_name(question) for question in survey.closed}:
        raise UnknownChoice(survey.slug)
    if not written.keys() <= ({field_name(box)} if box else set()):
        raise UnknownChoice(survey.slug)
    options: dict[str, str] = {}
    for question in survey.closed:
        match chosen.get(field_name(question), ()):
            case (option,) if option in question.options:
                options[question.key] = option
            case _:
                raise UnknownChoice(question.key)
    comment = written.get(field_name(box), "").strip() if box else ""
    if len(comment) > MAX_COMMENT:
        raise CommentTooLong(survey.slug)
    return Submission(options, comment)
