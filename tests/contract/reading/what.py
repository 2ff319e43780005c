"""What a reader of a platform's wire finds. Each platform has one, beside this file, under its
own name, written from the platform's documentation and not from the renderer:

    def read_message(wire) -> Reading
    def read_view(wire) -> Reading
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Reading:
    """A message or view, as the platform would understand it."""

    words: list[str] = field(default_factory=list[str])
    """Everything a person sees or hears, piece by piece, with marks read away."""
    fallback: str = ""
    """The plain words for notifications and screen readers."""
    links: set[str] = field(default_factory=set[str])
    """Addresses that can be followed or are fetched."""
    actions: list[str] = field(default_factory=list[str])
    """The ids that buttons carry."""
    submit: str | None = None
    """The id that comes back when the view is sent."""
    inputs: list[str] = field(default_factory=list[str])
    """The names under which choices and written words come back."""
    options: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """The keys on offer, by input."""
    chosen: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """The keys that are chosen already, by input; only where there are any."""
    optional: set[str] = field(default_factory=set[str])
    """The inputs that may be left open."""
    alive: list[str] = field(default_factory=list[str])
    """Whatever would do more than stand there: mentions, calls to a channel, markup, code."""
    problems: list[str] = field(default_factory=list[str])
    """What the platform would refuse."""

    @property
    def text(self) -> str:
        """All words on one line."""
        return " ".join(" ".join(self.words).split())
