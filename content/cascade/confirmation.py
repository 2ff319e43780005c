"""A lead's account of passing it on, and how a filled-in form is read. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType
from unicodedata import category, normalize

from content.dates import read_date
from content.days import day_words
from content.identifying import DetailKind, find_identifying
from content.importing.front import https_problem
from content.templating import say

MAX_PEOPLE = 1_000_000
MAX_TEAMS = 300
MAX_TEXT = 1_000
MAX_LINK = 1_000
"""In characters."""

_MAX_DIGITS = len(str(MAX_PEOPLE))
_THOUSANDS = re.compile(r"(?<=[0-9])[ ,](?=[0-9]{3}(?:[ ,]|$))")
_UNSEEN = ("Cc", "Cs")
"""Control characters and halves of a character: no store keeps them."""


class Method(Enum):
    """How it was passed on."""

    TEAM_MEETING = "team meeting"
    SUPERVISION = "supervision"
    TRAINING = "training"
    EMAIL = "e-mail"
    OTHER = "other"

    @property
    def key(self) -> str:
        """Return the key under which it is chosen."""
        return self.name.lower()


TEAMS, METHOD, ON, REACHED, ELIGIBLE = "teams", "method", "on", "reached", "eligible"
REFLECTIONS, BARRIERS, NEXT_STEP = "reflections", "barriers", "next_step"
ATTACHMENT = "attachment"
"""The names under which the form's fields come back."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One account: which teams, how, when, how many, and what was said."""

    teams: str
    reached: int
    """People this account tells of."""
    eligible: int
    """Everybody who should hear it, in all the lead's teams."""
    method: Method
    on: date
    reflections: str = ""
    barriers: str = ""
    next_step: str = ""
    attachment: str = ""
    """An https address, or nothing."""


def read_confirmation(
    filled: Mapping[str, str],
    chosen: Mapping[str, tuple[str, ...]],
    today: date,
    posted_on: date,
    *,
    already: int = 0,
) -> Confirmation | Mapping[str, str]:
    """Read what a lead filled in and chose. Returns the account, or a sentence for each field
    that needs another look; what was written is the caller's to show again.

    `today` and `posted_on` are days in London; `already` is how many people the other parts
    that stand have reached."""
    form = _Form(filled, today, posted_on)
    reached = form.number(REACHED)
    eligible = form.number(ELIGIBLE)
    if reached is not None and eligible is not None and already + reached > eligible:
        phrase = "cascade.over_with_earlier" if already else "cascade.over"
        form.errors[REACHED] = say(phrase, already=already, total=already + reached)
    teams = form.text(TEAMS, MAX_TEAMS, allowed=DetailKind.SCHOOL)  # a team may be a school's
    if not teams:
        form.errors.setdefault(TEAMS, say("cascade.no_teams"))
    method = _method(chosen.get(METHOD, ()))
    if method is None:
        form.errors[METHOD] = say("cascade.no_method")
    on = form.day(ON)
    texts = {name: form.text(name, MAX_TEXT) for name in (REFLECTIONS, BARRIERS, NEXT_STEP)}
    attachment = form.link(ATTACHMENT)
    if form.errors or reached is None or eligible is None or method is None or on is None:
        return MappingProxyType(form.errors)
    return Confirmation(teams, reached, eligible, method, on, **texts, attachment=attachment)


def filled_from(confirmation: Confirmation) -> Mapping[str, str]:
    """Return an account as it stands in the form's boxes, to be corrected."""
    return {
        TEAMS: confirmation.teams,
        REACHED: str(confirmation.reached),
        ELIGIBLE: str(confirmation.eligible),
        ON: day_words(confirmation.on),
        REFLECTIONS: confirmation.reflections,
        BARRIERS: confirmation.barriers,
        NEXT_STEP: confirmation.next_step,
        ATTACHMENT: confirmation.attachment,
    }


class _Form:
    """Reads one field after another, and keeps what to say beside it."""

    def __init__(self, filled: Mapping[str, str], today: date, posted_on: date) -> None:
        self.errors: dict[str, str] = {}
        self._filled = filled
        self._today = today
        self._posted_on = posted_on

    def _written(self, name: str) -> str:
        written = self._filled.get(name, "")
        return "".join(c for c in written if c in "\n\t" or category(c) not in _UNSEEN).strip()

    def number(self, name: str) -> int | None:
        """Return a count of people."""
        digits = _THOUSANDS.sub("", normalize("NFKC", self._written(name)))
        if not (digits.isascii() and digits.isdigit()):
            self.errors[name] = say("cascade.no_number")
        elif len(digits.lstrip("0")) > _MAX_DIGITS or int(digits) > MAX_PEOPLE:
            self.errors[name] = say("cascade.too_many", limit=f"{MAX_PEOPLE:,}")
        else:
            return int(digits)
        return None

    def text(self, name: str, limit: int, *, allowed: DetailKind | None = None) -> str:
        """Return words that identify nobody."""
        text = self._written(name)
        kinds = {detail.kind for detail in find_identifying(text)} - {allowed}
        if len(text) > limit:
            self.errors[name] = say("cascade.too_long", limit=limit)
        elif kinds:
            self.errors[name] = say(
                "cascade.identifying", kinds=", ".join(sorted(kind.words for kind in kinds))
            )
        return text

    def day(self, name: str) -> date | None:
        """Return the day on which it was passed on."""
        day = read_date(self._written(name), self._today, past=True)
        if isinstance(day, date) and day < self._posted_on:
            posted = day_words(self._posted_on)
            day = say("cascade.before_posted", posted=posted)
        if isinstance(day, str):
            self.errors[name] = day
            return None
        return day

    def link(self, name: str) -> str:
        """Return an address, or nothing where none was given."""
        link = self._written(name)
        if len(link) > MAX_LINK:
            self.errors[name] = say("cascade.too_long", limit=MAX_LINK)
        elif link and https_problem(link) is not None:
            self.errors[name] = say("cascade.no_link")
        return link


def _method(chosen: tuple[str, ...]) -> Method | None:
    """Return the one method that was chosen; None for none, several or another."""
    offered = {method.key: method for method in Method}
    return offered.get(chosen[0]) if len(chosen) == 1 else None
