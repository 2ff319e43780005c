"""The closed set of errors that a person may see.

Each carries one sentence that says what happened and what to do next. A command ends with
the class's `exit_code`; a web page answers with its `status`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in what a person gave us, and where it stands."""

    where: str
    """A file with its line (`directory.yaml:14`), a setting's name, or a section."""
    what: str
    """A sentence: what is wrong and how to mend it."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"

    @property
    def position(self) -> tuple[str, int]:
        """Return file and line, to list problems in the order in which a reader meets them."""
        name, _, line = self.where.rpartition(":")
        return (name, int(line)) if line.isdecimal() else (self.where, 0)


class SevenbotError(Exception):
    """Base of the closed set. `str(error)` is one sentence for the person."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500


class InputError(SevenbotError):
    """What was given does not hold together: every problem is named, nothing was written."""

    exit_code = 3
    status = 422

    def __init__(self, subject: str, problems: Iterable[Problem]) -> None:
        self.subject = subject
        self.problems = tuple(problems)
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        listed = "; ".join(str(problem) for problem in self.problems)
        super().__init__(f"{subject} has {count} {noun}, and nothing was changed: {listed}")


class SettingsError(InputError):
    """A setting is missing or wrong."""

    exit_code = 4
    status = 500


class Refused(SevenbotError):
    """A rule forbids it (not approved, not in the audience); the sentence says which."""

    exit_code = 5
    status = 403


class NotFound(SevenbotError):
    """What was named is not there."""

    exit_code = 6
    status = 404


class DatabaseUnavailable(SevenbotError):
    """The database cannot be started or reached."""

    exit_code = 7
    status = 503


class Mismatch(SevenbotError):
    """Two counts that must be equal are not: the figures cannot be trusted."""

    exit_code = 1
    status = 500
