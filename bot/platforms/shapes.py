"""How a platform's ids look, so that a misplaced one is found before the platform is asked."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of id looks."""

    pattern: re.Pattern[str]
    """The whole id matches it."""
    words: str
    """What it is and how it looks, as in "a Slack channel's id (C or G, then …)"."""

    def fits(self, text: str) -> bool:
        """Tell whether the text may be such an id."""
        return self.pattern.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Shapes:
    """How a platform's ids look that stand in the directory."""

    workspace: Shape
    channel: Shape
    account: Shape
