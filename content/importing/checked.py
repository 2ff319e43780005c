"""Import: read a briefing's file and refuse it where a check finds an error."""

from dataclasses import dataclass
from pathlib import Path

from config.errors import InputError, Problem
from content.briefing import Briefing
from content.checks import Finding, Severity, check
from content.importing.markdown import read_file


@dataclass(frozen=True, slots=True)
class Imported:
    """A briefing that may be kept, and what its author should look at."""

    briefing: Briefing
    warnings: tuple[Problem, ...]
    """Each with `file:line` and the part's name, in the order of the file."""


def import_file(path: Path) -> Imported:
    """Read and check a briefing's file. Raises InputError with the place of every problem
    under the path as it was given: those of form first, and once there are none, the errors that
    the checks find."""
    reading = read_file(path)
    findings = check(reading.briefing)
    first = f"{path}:1"

    def placed(finding: Finding) -> Problem:
        place = reading.places.get(finding.section, first)
        return Problem(place, f"{finding.section}: {finding.what}")

    def all_of(severity: Severity) -> list[Problem]:
        problems = (placed(f) for f in findings if f.severity is severity)
        return sorted(problems, key=lambda problem: problem.position)

    errors = all_of(Severity.ERROR)
    if errors:
        raise InputError(str(path), errors)
    return Imported(reading.briefing, tuple(all_of(Severity.WARNING)))
