"""The front matter: what a briefing says of itself before its first section."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from config.complaints import Fields
from config.errors import InputError, Problem
from config.keys import Key
from config.located import Located
from config.now import LONDON
from content.approval import Status
from content.briefing import WhatChanged
from content.importing.page import Page
from content.learning import Reach, Reference, Source, SourceKind, Theme
from content.message import Link

Kind = Literal[
    "7-minute briefing",
    "60-minute briefing",
    "published review",
    "newsletter item",
    "briefing event",
]


MOST_VERSIONS = 9_999
"""A briefing's last version: far more than are ever written, and the database can count it."""


def https_problem(url: str) -> str | None:
    """Say what is wrong with an address that people will press; None when nothing is."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return f"'{url}' is not an address."
    if parts.scheme != "https":
        return f"'{url}' does not start with https://; only such links can be shown."
    if parts.username is not None or "." not in host or not host.isascii():
        return f"'{url}' does not name a site as https://www.example.org does."
    if any(character.isspace() or character in '<>|"\\^`{}' for character in url):
        return f"'{url}' holds a character that an address cannot have; copy it again."
    return None


def _https(url: str) -> str:
    problem = https_problem(url)
    if problem:
        raise ValueError(problem)
    return url


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _no_number(value: Any) -> Any:
    if isinstance(value, str | date):
        return value
    raise ValueError("A day is written 2026-03-31, a moment 2026-03-31 14:00.")


def _in_london(moment: datetime) -> datetime:
    """Return the moment aware. One without a zone is London's."""
    if moment.tzinfo is not None:
        return moment
    there = moment.replace(tzinfo=LONDON)
    if there.timestamp() != there.replace(fold=1).timestamp():
        raise ValueError(f"{moment:%H:%M} comes twice or never that day: the clocks change.")
    return there


_Words = Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=1, pattern=r"\S")]
_Url = Annotated[str, AfterValidator(_https)]
_Year = Annotated[int, Field(strict=True, ge=1900, le=2100)]
_Day = Annotated[date, BeforeValidator(_no_number)]
_Moment = Annotated[datetime, BeforeValidator(_no_number), AfterValidator(_in_london)]
_Flag = Annotated[bool, Field(strict=True)]


class _Theme(Fields):
    key: Key
    name: _Words


class _Source(Fields):
    kind: SourceKind
    reach: Reach
    title: _Words
    publisher: _Words
    year: _Year
    hidden: _Flag = False


class _Reference(Fields):
    publisher: _Words
    title: _Words
    year: _Year
    url: _Url | Literal[""] = ""


class _Link(Fields):
    text: _Words
    url: _Url


class _Change(Fields):
    what: _Words
    material: _Flag


class Front(Fields):
    """What every format has. Lengths are the checks' business, not the reader's."""

    slug: Key
    version: Annotated[int, Field(strict=True, ge=1, le=MOST_VERSIONS)]
    title: _Words
    format: Kind
    theme: _Theme
    source: _Source
    author: _Words
    approver: _Words | None = None
    status: Status
    restricted: _Flag = False
    summary: _Words
    this_week: _Words
    references: tuple[_Reference, ...]
    links: tuple[_Link, ...] = ()
    change: _Change | None = None

    def theme_value(self) -> Theme:
        """Return the theme."""
        return Theme(key=self.theme.key, name=self.theme.name)

    def source_value(self) -> Source:
        """Return the source."""
        given = self.source
        return Source(
            given.kind, given.reach, given.title, given.publisher, given.year, hidden=given.hidden
        )

    def reference_values(self) -> tuple[Reference, ...]:
        """Return the references in order."""
        return tuple(Reference(r.publisher, r.title, r.year, r.url) for r in self.references)

    def change_value(self) -> WhatChanged | None:
        """Return what this version changes."""
        return self.change and WhatChanged(self.change.what, self.change.material)

    def link_values(self) -> tuple[Link, ...]:
        """Return the links in order."""
        return tuple(Link(link.text, link.url) for link in self.links)


class ReviewFront(Front):
    """A published review's own fields."""

    url: _Url
    published: _Day


class NewsletterFront(Front):
    """A newsletter item's own field."""

    issue: _Words


class EventFront(Front):
    """A briefing event's own fields."""

    starts: _Moment
    ends: _Moment
    where: _Words
    booking_url: _Url


_MODELS: dict[str, type[Front]] = {
    "7-minute briefing": Front,
    "60-minute briefing": Front,
    "published review": ReviewFront,
    "newsletter item": NewsletterFront,
    "briefing event": EventFront,
}


class _Kinded(BaseModel):
    """Tells which fields to expect, before they are looked at."""

    format: Any = None

    @model_validator(mode="before")
    @classmethod
    def _of_fields(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return cast("object", value)
        raise ValueError("The front matter holds fields, such as 'title: …', a line each.")


def read_front(text: str, page: Page) -> tuple[Front, Located] | None:
    """Read the lines between the two `---`; the first of them is line 2 of the file. Notes
    problems on the page and returns None when there are any."""
    try:
        located = Located(page.name, text, first_line=2)
        kind = located.validated(_Kinded, page.name).format
        front = located.validated(_MODELS.get(str(kind), Front), page.name)
    except InputError as error:
        page.problems.extend(error.problems)
        return None
    if isinstance(front, EventFront) and front.ends <= front.starts:
        what = "The event ends before it starts."
        page.problems.append(Problem(located.where(("ends",)), what))
        return None
    return front, located
