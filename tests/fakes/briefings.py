"""A small, whole briefing for tests; its words teach nothing."""

from dataclasses import replace

from content.approval import Status
from content.briefing import Briefing, Section, SevenMinute
from content.learning import Reach, Reference, Source, SourceKind, Theme
from content.message import Plain, Text
from content.poll import Answer, Question


def small_briefing(slug: str = "small", *, questions: int = 2) -> Briefing:
    """Return an approved version 1 with this many questions: q1, q2, …; `a` fits."""
    section = Section("A section", (Text((Plain("Some words."),)),))
    return Briefing(
        slug=slug,
        version=1,
        title="A small briefing",
        theme=Theme("neglect", "Neglect"),
        source=Source(SourceKind.RESEARCH, Reach.NATIONAL, "A study", "A publisher", 2024),
        summary="Why it matters.",
        key_points=("One.", "Two.", "Three."),
        this_week="Do one thing.",
        format=SevenMinute(
            background=section,
            why_it_matters=section,
            key_points=(section, section, section),
            remember=section,
            do=section,
        ),
        reflections=("First?", "Second?", "Third?"),
        questions=tuple(
            Question(
                f"q{number}",
                "A scenario.",
                "What fits?",
                (Answer("a", "This", fits=True, why="It does."),
                 Answer("b", "That", fits=False, why="It does not.")),
            )
            for number in range(1, questions + 1)
        ),
        references=(Reference("A publisher", "A study", 2024),),
        author="Ann Author",
        approver="Alex Approver",
        status=Status.APPROVED,
    )  # fmt: skip


def approved(briefing: Briefing) -> Briefing:
    """Return the briefing as a second person has approved it."""
    return replace(briefing, approver="Alex Approver", status=Status.APPROVED)
