"""What came out of the bot, as those who got it read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from benchmarks.loop import words
from benchmarks.loop.library import Library, longest, squeezed, words_of
from bot.sandbox.world import Post


class Kind(Enum):
    """What a message is."""

    RECALL = "recall"
    ASK = "ask"
    REMINDER = "reminder"
    QUIET = "quiet"
    """A lead did not answer, and the deputy is asked."""
    HANDED = "handed"
    LEFT = "left"
    COORDINATOR = "coordinator"
    ANSWER = "answer"
    DIGEST = "digest"
    CLARIFICATION = "clarification"
    SURVEY_REMINDER = "survey reminder"
    SURVEY = "survey"
    RESULTS = "results"
    POST = "post"


MARKS = tuple(
    (squeezed(mark), kind)
    for mark, kind in (
        (words.RECALL_MARK, Kind.RECALL),
        (words.ASK_MARK, Kind.ASK),
        (words.QUIET_MARK, Kind.QUIET),
        (words.QUIET_IN_PART_MARK, Kind.QUIET),
        (words.HANDED_MARK, Kind.HANDED),
        (words.LEFT_MARK, Kind.LEFT),
        (words.REMINDER_MARK, Kind.REMINDER),
        (words.COORDINATOR_MARK, Kind.COORDINATOR),
        (words.ANSWER_MARK, Kind.ANSWER),
        (words.DIGEST_MARK, Kind.DIGEST),
        (words.CLARIFICATION_MARK, Kind.CLARIFICATION),
        (words.SURVEY_REMINDER_MARK, Kind.SURVEY_REMINDER),
        (words.SURVEY_MARK, Kind.SURVEY),
        (words.RESULTS_MARK, Kind.RESULTS),
        (words.POST_MARK, Kind.POST),
    )
)
"""The first whose words stand in a message is its kind."""

CASCADE = frozenset({Kind.ASK, Kind.REMINDER, Kind.QUIET, Kind.HANDED, Kind.LEFT, Kind.COORDINATOR})

_LINE = re.compile(r"you read “(.+?)”\. (\w+) questions?\.")
_NUMBERS = {"One": 1, **words.SPELLED_OUT}


@dataclass(frozen=True, slots=True, order=True)
class Letter:
    """One message that stood in a channel or with a person."""

    at: datetime
    workspace: str
    to: str
    """An account, or the platform's id of a channel."""
    kind: str
    """The name of a Kind."""
    about: tuple[tuple[str, int], ...]
    """Briefings' slugs, in a recall with how many of each one's questions, in their order. To a
    coordinator the agency's key comes after it."""

    def __str__(self) -> str:
        """Return it in words."""
        about = ", ".join(slug if not count else f"{count} of {slug}" for slug, count in self.about)
        return f"{self.kind.lower()} to {self.to} at {self.at:%Y-%m-%d %H:%M} ({about})"


def kind_of(said: str) -> Kind | None:
    """Return what these words are, or None for something unknown."""
    letters = squeezed(said)
    return next((kind for mark, kind in MARKS if mark in letters), None)


def read_letter(post: Post, library: Library, agencies: Mapping[str, str]) -> Letter:
    """Return a message as its reader takes it. A kind of no name stands for what nobody knows.
    `agencies` are keys by squeezed names."""
    said = words_of(post.body)
    kind = kind_of(said)
    about: tuple[tuple[str, int], ...] = ()
    if kind is Kind.RECALL:
        about = tuple(
            (library.named_in(title) or title, _NUMBERS.get(number) or int(number))
            for title, number in _LINE.findall(said)
        )
    elif kind is not Kind.DIGEST:
        about = ((library.named_in(said) or "", 0),)
        if kind is Kind.COORDINATOR:
            about = (*about, (longest(agencies, said) or "", 0))
    to = post.private_to or post.channel
    name = "?" if kind is None else kind.name
    return Letter(post.at, post.workspace, to, name, about)
