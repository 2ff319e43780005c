"""Names by what is told of their bearers: "Aaliyah's mum", "Kofi told his tutor", "Callie died at
seven weeks"."""

import re
from collections.abc import Iterator

from content.identifying.ages import (
    AGED,
    AT_WEEKS,
    BIRTHDAY_OF,
    BY_THEN,
    GROUPED,
    IS_NOW,
    KIN_IS,
    OLD,
    REACHED,
)
from content.identifying.detail import Detail, DetailKind
from content.identifying.folding import word_set
from content.identifying.given import GIVEN
from content.identifying.names import Name, bare, is_given, is_rather_given, may_be_given
from content.identifying.published import is_published
from content.identifying.roles import CHILD, RELATIVE
from content.identifying.runs import names_in
from content.identifying.sentences import sentence, starts_sentence
from content.identifying.telling import (
    BEFALLEN,
    ONLY_PEOPLE,
    PERSONAL,
    SPOKEN_OF,
    TOLD,
    TOLD_IN_FULL,
)
from content.identifying.words import SECTOR

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
_APPOSED = re.compile(
    rf"(?:,| -) ?(?:an?|the|his|her|their|our|my|one of)? ?(?:[\w-]{{1,20}} ){{0,3}}"
    rf"(?:{RELATIVE}|{CHILD})\b|,? \((?:[\w-]{{1,20}} ){{0,3}}(?:{RELATIVE}|{CHILD})\)"
)
_PERSON = re.compile(rf"\b(?:{PERSONAL}|{RELATIVE}|{CHILD})\b", re.IGNORECASE)
_SMALL = re.compile(
    rf"(?<![\w.@/_-])(?P<name>[a-z]{{3,20}})(?P<sure>'s {_ADJECTIVES}{RELATIVE}\b"
    rf"| (?:and|&) (?:his|her|their) {_KIN}| (?:has |had |also )?{ONLY_PEOPLE})?(?![\w@/_-]|\.\w)"
)
"""A name typed without its capital."""
_ALSO_SMALL = word_set("""
abi alba ali angus ann barry basil bertha beryl billy celeste chanel charlie clementine cliff daisy
dan ebony fern fleur gemma glen gus harry hector henry holly jack jade jasmine jasper jimmy john
jonah julian ken lily luna mandy margarita marguerite maximus mick molly nick ollie oscar otto
peony polly poppy randy rick rosemary rowan ruby rusty sally scot shandy sherry sienna sonny stella
tansy ted teddy tilly tina vic
""")
"""Given names that, in small letters, are other words."""
_BEFALLEN = re.compile(rf" {BEFALLEN}\b")
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
_NEXT_WORD = re.compile(r" ([A-Z][\w'-]{1,20})")
_TITLE_CASE = r"(?:[A-Z][\w'-]{0,20}|and|of|the|in|for|a|to|&)"
_QUOTED_TITLE = re.compile(rf"[\"\u201c']{_TITLE_CASE}(?: {_TITLE_CASE}){{0,6}},?[\"\u201d']")
_ARTICLES = {"the", "a", "an", "this", "that", "no", "any", "each", "of", "st"}
_AGES = (AGED, OLD, AT_WEEKS, BIRTHDAY_OF, KIN_IS, REACHED, IS_NOW, BY_THEN)


def find_stories(text: str) -> Iterator[Detail]:
    """Yield names of which something is told that is told of people in a case, with the age that
    the sentence gives, and given names that stand alone."""
    for found in _SMALL.finditer(text):
        if found["name"] in GIVEN and (found["sure"] or _is_typed_small(text, found)):
            yield Detail(found.start("name"), found.end("name"), DetailKind.NAME)
    for name in names_in(text):
        told = _is_told_of(text, name)
        alone = _is_alone(text, name)
        if (told or alone) and not is_published(text, name):
            age = _age_near(text, name)
            if age:
                start, end = min(name.start, age[0]), max(name.end, age[1])
                yield Detail(start, end, DetailKind.NAME_WITH_AGE)
            else:
                yield Detail(name.start, name.end, DetailKind.NAME)


def _is_typed_small(text: str, found: re.Match[str]) -> bool:
    low, high = sentence(text, found.start())
    return found["name"] not in _ALSO_SMALL and _PERSON.search(text, low, high) is not None


def _is_alone(text: str, name: Name) -> bool:
    """Whether it is a given name alone. One that is also a word or a surname has to stand inside
    a sentence about a person."""
    if (
        len(name.words) != 1
        or name.place
        or name.before in {"in", "near"}
        or _is_a_title(text, name)
    ):
        return False
    return is_given(name.words[0]) or _is_inside(text, name)


def _is_inside(text: str, name: Name) -> bool:
    if (
        not is_rather_given(name.words[0])
        or name.before in _ARTICLES
        or starts_sentence(text, name.start)
    ):
        return False
    low, high = sentence(text, name.start)
    before = _PERSON.search(text, low, name.start)
    return before is not None or _PERSON.search(text, name.end, high) is not None


def _is_told_of(text: str, name: Name) -> bool:
    """Whether the words right beside a name make it somebody's in a case."""
    first, full = name.words[0], len(name.words) > 1
    if may_be_given(first) and _WHO.match(text, name.end):
        return True
    if not name.likely or _is_a_title(text, name):
        return False
    if name.words[-1].endswith("'s") or text.startswith("' ", name.end):
        own = _OWN if _is_alone(text, name) else _OWN_RELATIVE
        return own.match(text, name.end) is not None
    if _AND_RELATIVE.match(text, name.end) or _ONLY_PEOPLE.match(text, name.end):
        return True
    if not is_rather_given(first):
        return False
    if (full and _APPOSED.match(text, name.end)) or _BEFALLEN.match(text, name.end):
        return True
    told = (_TOLD_IN_FULL if full else _TOLD).match(text, name.end) is not None
    if not is_given(first) and starts_sentence(text, name.start):
        return told and _PRONOUN.search(text, name.end, sentence(text, name.start)[1]) is not None
    return (
        told
        or _WITH_RELATIVE.match(text, name.end) is not None
        or _SPOKEN_OF.search(text, max(0, name.start - 30), name.start) is not None
    )


def _is_a_title(text: str, name: Name) -> bool:
    """Whether the name is part of a body's or a publication's: another word of that kind follows,
    or it stands in a title in quotation marks."""
    following = _NEXT_WORD.match(text, name.end)
    if following is not None and bare(following[1]) in SECTOR:
        return True
    quoted = _QUOTED_TITLE.finditer(text, max(0, name.start - 60), name.end + 60)
    return any(title.start() < name.start < title.end() for title in quoted)


def _age_near(text: str, name: Name) -> tuple[int, int] | None:
    low, high = sentence(text, name.start)
    for pattern in _AGES:
        for found in pattern.finditer(text, low, high):
            if not GROUPED.match(text, found.end()):
                return found.start(), found.end()
    return None
