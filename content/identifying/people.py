"""Names with an age right beside them."""

import re
from collections.abc import Iterator

from content.identifying.ages import (
    AFTER,
    AGED,
    AND_AGE,
    APPOSED,
    AT_AGE,
    BEFORE,
    BIRTHDAY,
    GROUPED,
    HEDGED_IN_BRACKETS,
    IN_BRACKETS,
    IN_COMMAS,
    IS,
    OLD,
    PRONOUN,
    SEVERAL_IN_BRACKETS,
    SPACED,
    YEAR_GROUP,
)
from content.identifying.detail import Detail, DetailKind
from content.identifying.folding import fold
from content.identifying.names import (
    NAME_WORD,
    Name,
    is_capital,
    is_given,
    may_be_given,
)
from content.identifying.published import is_published
from content.identifying.runs import name_after, name_before
from content.identifying.sentences import sentence
from content.identifying.words import CALENDAR

_PERSON = re.compile(
    r"\b(?:he|she|his|her|him|hers|himself|herself|mum|mom|mam|dad|nan|mother|father|brother"
    r"|sister|"
    r"son|daughter|sibling|siblings|twins?|stepdad|stepfather|disclosed|lives|boyfriend)\b",
    re.IGNORECASE,
)
_WORD = re.compile(NAME_WORD)
_AMOUNT = re.compile(r"[,(] ?\d{1,4}\b")
_REACH = 60
"""Characters between an age and the name it belongs to."""
_FEW = 2
"""Numbers in brackets or after commas that one sentence about children may have."""


_Aged = tuple[Name, int, int]
"""A name, and where it and its age start and end."""


def find_people(text: str) -> Iterator[Detail]:
    """Yield names with an age beside them."""
    for name, start, end in _with_ages(text):
        if not name.place and not is_published(text, name):
            yield Detail(start, end, DetailKind.NAME_WITH_AGE)


def _with_ages(text: str) -> Iterator[_Aged]:
    for found in (*AGED.finditer(text), *OLD.finditer(text)):
        yield from _strong(text, found)
    for pattern in (
        IN_BRACKETS,
        SEVERAL_IN_BRACKETS,
        HEDGED_IN_BRACKETS,
        YEAR_GROUP,
        IN_COMMAS,
        IS,
        SPACED,
    ):
        for found in pattern.finditer(text):
            name = name_before(text, found.start())
            if name and _weak_holds(text, found, name):
                yield name, name.start, found.end()
    for found in AT_AGE.finditer(text):
        name = name_after(text, found.end())
        if name and is_given(name.words[0]):
            yield name, found.start(), name.end
    for found in PRONOUN.finditer(text):
        name = _named_by_pronoun(text, found.start())
        if name:
            yield name, name.start, found.end()
    for found in BIRTHDAY.finditer(text):
        name = name_before(text, found.start())
        if name and (name.listed or (_person_near(text, found.start()) and not name.unlikely)):
            yield name, name.start, found.end()


def _strong(text: str, found: re.Match[str]) -> Iterator[_Aged]:
    """Yield the names on either side of words that can only be an age."""
    base = max(0, found.start() - _REACH)
    glue = BEFORE.search(text[base : found.start()])
    before = name_before(text, base + glue.start()) if glue else None
    if before and _strong_holds(text, found, before):
        yield before, before.start, found.end()
    apposed = None if before else APPOSED.search(text[base : found.start()])
    before = name_before(text, base + apposed.start()) if apposed else None
    if before and any(may_be_given(word) for word in before.words):
        yield before, before.start, found.end()
    glue = AFTER.match(text, found.end(), min(len(text), found.end() + _REACH))
    position = glue.end() if glue else found.end()
    after = name_after(text, position)
    if after and position > found.end() and _strong_holds(text, found, after):
        yield after, found.start(), after.end


def _named_by_pronoun(text: str, end: int) -> Name | None:
    """Return the name that a "she" or "he" at `end` means: "We worry about Ebony. She's 15". A
    name that is not listed has to stand right before it."""
    for word in _WORD.finditer(text, max(0, end - _REACH), end):
        if is_capital(word.group()) and is_given(word.group()):
            return Name(word.start(), word.end(), (word.group(),), "")
    earlier = text[max(0, end - _REACH) : end]
    name = name_before(text, end - len(earlier) + len(earlier.rstrip(" ,;.-")))
    return name if name and _is_named(name) else None


def _strong_holds(text: str, found: re.Match[str], name: Name) -> bool:
    if name.listed:
        return True
    if name.after_a_place_word:
        return False
    if GROUPED.match(text, found.end()):
        # "Rahul and Meena, aged 7 and 5", and not "Huyton, aged 7 to 11".
        return name.before == "and" and not name.unlikely
    return name.initials or not name.unlikely or any(map(may_be_given, name.words))


def _weak_holds(text: str, found: re.Match[str], name: Name) -> bool:
    """Whether a bare number after a name is an age: surer of names that are nothing else."""
    listed = name.listed
    person = _person_near(text, found.start())
    if AND_AGE.match(text, found.end()) and not listed:
        return False
    match found.re:
        case pattern if pattern is SPACED:
            return listed or (bool(found["unit"]) and _is_named(name))
        case pattern if pattern is IS:
            if name.initials or not found["verb"]:
                return listed
            sure = person or found["verb"].startswith("turn") or _follows(found, " when")
            also = all(map(may_be_given, name.words)) and fold(name.words[0]) not in CALENDAR
            return listed or also or (sure and not name.unlikely)
        case _ if name.initials:
            return not _is_one_letter(name) and found.re is not YEAR_GROUP
        case _:
            pass
    if listed:
        return True
    if found.re is SEVERAL_IN_BRACKETS or (found.re is YEAR_GROUP and found["comma"]):
        return False
    if name.after_a_place_word or (name.unlikely and not person):
        return False
    return all(map(is_capital, name.words)) and (person or not _is_a_count(text, found))


def _is_named(name: Name) -> bool:
    return not name.unlikely and not name.initials and is_capital(name.words[0])


def _is_one_letter(name: Name) -> bool:
    return len(name.words) == 1 and len(name.words[0]) == 1


def _follows(found: re.Match[str], words: str) -> bool:
    return found.string.startswith(words, found.end())


def _is_a_count(text: str, found: re.Match[str]) -> bool:
    """Whether several numbers stand in brackets or after commas: a list of how many."""
    start, end = sentence(text, found.start())
    amounts = sum(1 for _ in _AMOUNT.finditer(text, start, end))
    return amounts > _FEW or (amounts == _FEW and ";" in text[start:end])


def _person_near(text: str, position: int) -> bool:
    start, end = sentence(text, position)
    return _PERSON.search(text, start, end) is not None
