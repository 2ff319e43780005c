"""The briefings of a term, and how a person tells from a page which of them it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TypeVar

import content
from bot.sandbox.world import Json
from content.briefing import Briefing
from content.importing.checked import import_file
from content.message import Message, View, plain_text
from content.poll import Question

Told = TypeVar("Told")

SHIPPED = Path(content.__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on a page. `variant` is None for the first wording."""

    slug: str
    question: str
    variant: int | None
    wording: Question

    @property
    def fitting(self) -> frozenset[str]:
        """Return the keys of the answers that fit practice."""
        return frozenset(answer.key for answer in self.wording.answers if answer.fits)


class Library:
    """Twelve briefings: the six that ship, and a second edition of each."""

    def __init__(self) -> None:
        """Read them."""
        files = sorted(path for path in SHIPPED.glob("*.md") if path.stem != "README")
        shipped = [import_file(path).briefing for path in files]
        self.briefings: Mapping[str, Briefing] = {
            briefing.slug: briefing
            for briefing in (*shipped, *(_second_edition(briefing) for briefing in shipped))
        }
        self._titles = {squeezed(each.title): slug for slug, each in self.briefings.items()}
        self._scenarios = {
            squeezed(asked.wording.scenario): asked
            for briefing in self.briefings.values()
            for asked in _questions(briefing)
        }
        self.asked_on = lru_cache(maxsize=4096)(self._asked_on)
        self.named_in = lru_cache(maxsize=4096)(self._named_in)

    def _asked_on(self, words: str) -> Asked | None:
        """Return the question that a page's words ask, or None."""
        return longest(self._scenarios, words)

    def _named_in(self, words: str) -> str | None:
        """Return the slug of the briefing whose title stands in the words, or None."""
        return longest(self._titles, words)


def words_of(body: Json) -> str:
    """Return everything that a person reads in a message or page, whatever carries it."""
    match body:
        case {"message": Message() as message}:
            return plain_text(message)
        case {"view": View(message=message)}:
            return plain_text(message)
        case _:
            return "\n".join(_strings(body))


@lru_cache(maxsize=8192)
def squeezed(words: str) -> str:
    """Return the letters and digits alone: what is left of a text however a platform writes it."""
    return "".join(filter(str.isalnum, unescape(words).casefold()))


def longest(known: Mapping[str, Told], words: str) -> Told | None:
    """Return what stands under the longest of the squeezed words that are in these."""
    said = squeezed(words)
    found = max((key for key in known if key in said), key=len, default=None)
    return None if found is None else known[found]


def _strings(part: object) -> Iterator[str]:
    match part:
        case str():
            yield part
        case dict():
            for each in part.values():  # pyright: ignore[reportUnknownVariableType]
                yield from _strings(each)  # pyright: ignore[reportUnknownArgumentType]
        case list() | tuple():
            for each in part:  # pyright: ignore[reportUnknownVariableType]
                yield from _strings(each)  # pyright: ignore[reportUnknownArgumentType]
        case _:
            return


def _questions(briefing: Briefing) -> Iterator[Asked]:
    for question in briefing.questions:
        yield Asked(briefing.slug, question.key, None, question)
        for number, wording in enumerate(question.variants):
            yield Asked(briefing.slug, question.key, number, wording)


def _second_edition(briefing: Briefing) -> Briefing:
    """Return the same learning under another name, each scenario told apart from the first
    edition's: people must be able to say which of the two they were asked about."""

    def told_apart(question: Question) -> Question:
        return replace(
            question,
            scenario=f"In the second edition. {question.scenario}",
            variants=tuple(told_apart(variant) for variant in question.variants),
        )

    return replace(
        briefing,
        slug=f"{briefing.slug}-again",
        title=f"{briefing.title} (second edition)",
        questions=tuple(told_apart(question) for question in briefing.questions),
    )
