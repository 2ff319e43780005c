"""Names by what is told of their bearers: "Aaliyah's mum", "Kofi told his tutor", "Callie died at
seven weeks"."""

import re
from collections.abc import Iterator

from content.identifying.ages import (
    AGED,
    AT_WEEKS,
    BIRTHDAY_OF,
    GROUPED,
    IS_NOW,
    KIN_IS,
    OLD,
    REACHED,
)
from content.identifying.detail import Detail, DetailKind
from content.identifying.names import Name, is_given, is_rather_given, may_be_given
from content.identifying.published import is_published
from content.identifying.roles import CHILD, RELATIVE
from content.identifying.runs import names_in
from content.identifying.sentences import sentence, starts_sentence
from content.identifying.telling import (
    CALLED_UPON,
    ONLY_PEOPLE,
    PERSONAL,
    SPOKEN_OF,
    TOLD,
    TOLD_IN_FULL,
)

_ADJECTIVES = r"(?:(?!and\b)[a-z-]{1,20} ){0,2}"
_OWN_RELATIVE = re.compile(rf"'? {_ADJECTIVES}{RELATIVE}\b")
_OWN = re.compile(r"'? [a-z]")
_KIN = rf"{_ADJECTIVES}(?:{RELATIVE}|{CHILD}|friends?)\b"
_AND_RELATIVE = re.compile(rf" (?:and|&) (?:his|her|their) {_KIN}")
_WITH_RELATIVE = re.compile(rf" (?:and|&|with) (?:his|her|their|the|\w{{2,20}}'s) {_KIN}")
_WHO = re.compile(
    r",? who(?:'s| is| was| has| had| lives?| lived| goes| went| said| told| turn\w{0,3})\b"
)
_ONLY_PEOPLE = re.compile(rf" (?:has |had |then |also |once )?{ONLY_PEOPLE}")
_TOLD = re.compile(rf" {TOLD}")
_TOLD_IN_FULL = re.compile(rf" {TOLD_IN_FULL}")
_SPOKEN_OF = re.compile(rf"\b{SPOKEN_OF}[ :]{{1,2}}$", re.IGNORECASE)
_CALLED_UPON = re.compile(rf"\b(?:{SPOKEN_OF}|{CALLED_UPON})[ :]{{1,2}}$", re.IGNORECASE)
_APPOSED = re.compile(
    rf"(?:,| -) ?(?:an?|the|his|her|their|our|my|one of)? ?(?:[\w-]{{1,20}} ){{0,3}}"
    rf"(?:{RELATIVE}|{CHILD})\b|,? \((?:[\w-]{{1,20}} ){{0,3}}(?:{RELATIVE}|{CHILD})\)"
)
_PERSON = re.compile(rf"\b(?:{PERSONAL}|{RELATIVE}|{CHILD})\b", re.IGNORECASE)
_SMALL = re.compile(
    rf"(?<!\w)(?P<name>[a-z]{{3,20}})(?:'s {_ADJECTIVES}{RELATIVE}\b"
    rf"| (?:and|&) (?:his|her|their) {_KIN}| (?:has |had |also )?{ONLY_PEOPLE})|\b{SPOKEN_OF} (?P<object>[a-z]{{3,20}})\b"
)
"""A name typed without its capital, where it can hardly be another word."""
_RUNS_ON = re.compile(r" [A-Z][a-z]")
_ARTICLES = {"the", "a", "an", "this", "that", "no", "any", "each", "of", "st"}
_AGES = (AGED, OLD, AT_WEEKS, BIRTHDAY_OF, KIN_IS, REACHED, IS_NOW)


def find_stories(text: str) -> Iterator[Detail]:
    """Yield names of which something is told that is told of people in a case, with the age that
    the sentence gives."""
    for found in _SMALL.finditer(text):
        group = "name" if found["name"] else "object"
        if is_given(found[group]):
            yield Detail(found.start(group), found.end(group), DetailKind.NAME)
    for name in names_in(text):
        told = _is_told_of(text, name)
        age = _age_near(text, name) if told or _is_sure(text, name) else None
        if (told or age or _is_beside_a_person(text, name)) and not is_published(text, name):
            if age:
                start, end = min(name.start, age[0]), max(name.end, age[1])
                yield Detail(start, end, DetailKind.NAME_WITH_AGE)
            else:
                yield Detail(name.start, name.end, DetailKind.NAME)


def _is_sure(text: str, name: Name) -> bool:
    """Whether it is one given name alone, and not a word that starts a sentence or a place."""
    if len(name.words) != 1 or _runs_on(text, name):
        return False
    if is_given(name.words[0]):
        return True
    return (
        is_rather_given(name.words[0])
        and not name.after_a_place_word
        and name.before not in _ARTICLES
        and not starts_sentence(text, name.start)
    )


def _is_beside_a_person(text: str, name: Name) -> bool:
    low, high = sentence(text, name.start)
    return (
        _is_sure(text, name)
        and not name.place
        and (
            _PERSON.search(text, low, name.start) is not None
            or _PERSON.search(text, name.end, high) is not None
        )
    )


def _is_told_of(text: str, name: Name) -> bool:
    """Whether the words right beside a name make it somebody's in a case."""
    first, full = name.words[0], len(name.words) > 1
    if may_be_given(first) and _WHO.match(text, name.end):
        return True
    if not name.likely or _runs_on(text, name):
        return False
    if name.words[-1].endswith("'s") or text.startswith("' ", name.end):
        own = _OWN if _is_sure(text, name) else _OWN_RELATIVE
        return own.match(text, name.end) is not None
    if _AND_RELATIVE.match(text, name.end) or _ONLY_PEOPLE.match(text, name.end):
        return True
    if not is_rather_given(first):
        return False
    if full and _APPOSED.match(text, name.end):
        return True
    if not is_given(first) and starts_sentence(text, name.start):
        return False
    before = _SPOKEN_OF if full or not is_given(first) else _CALLED_UPON
    return (
        _WITH_RELATIVE.match(text, name.end) is not None
        or (_TOLD_IN_FULL if full else _TOLD).match(text, name.end) is not None
        or before.search(text, max(0, name.start - 30), name.start) is not None
    )


def _runs_on(text: str, name: Name) -> bool:
    """Whether another capitalised word follows: the name is part of a title or a body's name."""
    return _RUNS_ON.match(text, name.end) is not None


def _age_near(text: str, name: Name) -> tuple[int, int] | None:
    low, high = sentence(text, name.start)
    for pattern in _AGES:
        for found in pattern.finditer(text, low, high):
            if not GROUPED.match(text, found.end()):
                return found.start(), found.end()
    return None
