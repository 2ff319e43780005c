"""A briefing: an authored, versioned, approved piece of learning."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from content.approval import Status, is_approved_by_another
from content.learning import Reference, Source, Theme
from content.message import Bullets, Link, Text
from content.poll import Question
from content.templating import say

WORDS_PER_MINUTE = 200
"""A cautious pace for adults reading work text on a screen (Brysbaert, Journal of Memory and
Language, 2019, finds 238 for non-fiction)."""


Prose = Text | Bullets


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the reading."""

    title: str
    body: tuple[Prose, ...]


@dataclass(frozen=True, slots=True)
class SevenMinute:
    """The 7-minute briefing. Its seven sections: background, why it matters, three key points,
    what to remember, what to do."""

    background: Section
    why_it_matters: Section
    key_points: tuple[Section, Section, Section]
    remember: Section
    do: Section
    kind: Literal["7-minute briefing"] = "7-minute briefing"

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the seven sections in reading order."""
        return (
            self.background,
            self.why_it_matters,
            *self.key_points,
            self.remember,
            self.do,
        )


@dataclass(frozen=True, slots=True)
class SixtyMinute:
    """A 60-minute briefing: material for a longer session."""

    sections: tuple[Section, ...]
    kind: Literal["60-minute briefing"] = "60-minute briefing"


@dataclass(frozen=True, slots=True)
class PublishedReview:
    """A published review, with where it can be read."""

    url: str
    published: date
    sections: tuple[Section, ...]
    kind: Literal["published review"] = "published review"


@dataclass(frozen=True, slots=True)
class NewsletterItem:
    """An item of a newsletter."""

    issue: str
    sections: tuple[Section, ...]
    kind: Literal["newsletter item"] = "newsletter item"


@dataclass(frozen=True, slots=True)
class BriefingEvent:
    """A briefing held in a room or online. Times are aware."""

    starts: datetime
    ends: datetime
    where: str
    booking_url: str
    sections: tuple[Section, ...]
    kind: Literal["briefing event"] = "briefing event"


Format = SevenMinute | SixtyMinute | PublishedReview | NewsletterItem | BriefingEvent


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """What a version has that the one before had otherwise."""

    words: str
    """One sentence, for those who have read the one before."""
    material: bool
    """It changes what people are to know or do: who has read it is asked to read it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """One version of a briefing, whole. Immutable: a change is a new version."""

    slug: str
    version: int
    title: str
    theme: Theme
    source: Source
    summary: str
    """Why it matters, in one or two sentences: the post's first words."""
    key_points: tuple[str, ...]
    """Three lines for the post."""
    this_week: str
    """One thing to do this week."""
    format: Annotated[Format, Field(discriminator="kind")]
    reflections: tuple[str, ...]
    """Three questions for the team's own conversation."""
    questions: tuple[Question, ...]
    references: tuple[Reference, ...]
    links: tuple[Link, ...] = ()
    author: str
    approver: str | None = None
    status: Status = Status.DRAFT
    restricted: bool = False
    """Reaches agency leads only."""
    change: WhatChanged | None = None
    """What is other than in the version before; None in a first version."""

    @property
    def approved_by_another(self) -> bool:
        """Whether a second person has approved it: nothing else may be sent."""
        return is_approved_by_another(self)


BRIEFING = TypeAdapter(Briefing)
"""Turns a briefing into JSON and back, for the store."""


def format_words(briefing: Briefing) -> str:
    """Return a briefing's format as people read it; `kind` is what authors write in a file."""
    key = briefing.format.kind.replace("-", "_").replace(" ", "_")
    return say(f"format.{key}")
