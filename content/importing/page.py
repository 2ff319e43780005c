"""A file being read: its name, and every problem met on the way."""

from dataclasses import dataclass, field

from config.errors import Problem


@dataclass(slots=True)
class Page:
    """Collects problems, so that an author hears of all of them at once."""

    name: str
    problems: list[Problem] = field(default_factory=list[Problem])

    def where(self, line: int) -> str:
        """Return `file:line`. Lines count from 1."""
        return f"{self.name}:{line}"

    def problem(self, line: int, what: str) -> None:
        """Note one thing that is wrong."""
        self.problems.append(Problem(self.where(line), what))
