"""A pulse survey from its authored form: a file of fields (docs/authoring.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, assert_never

from pydantic import AfterValidator, Field, StringConstraints

from config.complaints import Fields
from config.errors import InputError, Problem
from config.keys import Key
from config.located import Located, read_text
from content.approval import Status
from content.checks.findings import Severity
from content.checks.survey import check_survey
from content.importing.front import MOST_VERSIONS
from content.learning import Theme
from content.survey import Agreement, FreeText, PulseSurvey, SurveyQuestion, YesNo


def _one_line(text: str) -> str:
    return " ".join(text.split())


_Words = Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=1, pattern=r"\S")]


class _Theme(Fields):
    key: Key
    name: _Words


class _Question(Fields):
    key: Key
    kind: Literal["agreement", "yes or no", "free text"]
    ask: _Words

    def value(self) -> SurveyQuestion:
        match self.kind:
            case "agreement":
                return Agreement(self.key, self.ask)
            case "yes or no":
                return YesNo(self.key, self.ask)
            case "free text":
                return FreeText(self.key, self.ask)
            case _:
                assert_never(self.kind)


class _Survey(Fields):
    """The file's fields. Lengths and numbers are the checks' business, not the reader's."""

    format: Literal["pulse survey"]
    slug: Key
    version: Annotated[int, Field(strict=True, ge=1, le=MOST_VERSIONS)]
    title: _Words
    asked_by: _Words
    why: _Words
    promise: _Words
    theme: _Theme | None = None
    questions: tuple[_Question, ...]
    author: _Words
    approver: _Words | None = None
    status: Status

    def value(self) -> PulseSurvey:
        return PulseSurvey(
            slug=self.slug,
            version=self.version,
            title=self.title,
            asked_by=self.asked_by,
            why=self.why,
            promise=self.promise,
            questions=tuple(question.value() for question in self.questions),
            theme=Theme(self.theme.key, self.theme.name) if self.theme else None,
            author=self.author,
            approver=self.approver,
            status=self.status,
        )


@dataclass(frozen=True, slots=True)
class ImportedSurvey:
    """A survey that may be kept, and what its author should look at."""

    survey: PulseSurvey
    warnings: tuple[Problem, ...]
    """Each with `file:line` and the part's name, in the order of the file."""


def import_survey(path: Path) -> ImportedSurvey:
    """Read and check a survey's file. Raises InputError with the place of every problem under
    the path as it was given: those of form first, and once there are none, the errors that the
    checks find."""
    located = Located(str(path), read_text(path))
    survey = located.validated(_Survey, str(path)).value()
    places = _places(located, survey)

    def all_of(severity: Severity) -> list[Problem]:
        problems = (
            Problem(places[finding.section], f"{finding.section}: {finding.what}")
            for finding in check_survey(survey)
            if finding.severity is severity
        )
        return sorted(problems, key=lambda problem: problem.position)

    errors = all_of(Severity.ERROR)
    if errors:
        raise InputError(str(path), errors)
    return ImportedSurvey(survey, tuple(all_of(Severity.WARNING)))


def _places(located: Located, survey: PulseSurvey) -> Mapping[str, str]:
    """Return `file:line` by the name that a finding gives its part. Of two questions with one key
    it is the second that is told of."""
    places = {
        "Title": located.where(("title",)),
        "Asked by": located.where(("asked_by",)),
        "Why": located.where(("why",)),
        "Promise": located.where(("promise",)),
        "Approval": located.where(("status",)),
        "Questions": located.where(("questions",)),
    }
    for number, question in enumerate(survey.questions):
        places[f"Question {question.key}"] = located.where(("questions", number))
    return places
