"""Names with ages, and names that are given as names."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind
from content.identifying.names import (
    NAME_WORD,
    Name,
    is_capital,
    is_given,
    may_be_given,
    name_after,
    name_before,
)
from content.identifying.words import KIN, word_set

_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_NUMBER = (
    rf"(?:\d{{1,2}}(?:½|\.5)?|{_TENS}(?:[ -]{_ONES})?|ten|eleven|twelve|thirteen|fourteen|fifteen"
    rf"|sixteen|seventeen|eighteen|nineteen|{_ONES})"
)
_UNIT = r"(?:years?|yrs?|y(?:/?o)?|months?|mths?|mos?|m|weeks?|wks?|days?)"
_SEX = r"(?:[mf]|male|female|boy|girl|he/him|she/her|they/them)"
_HEDGE = r"(?:now|then|only|just|nearly|almost|about|around|currently|still|aged?|already|at)"

_AGED = re.compile(
    rf"\b(?:aged?|age (?:of|is|was)|(?:boy|girl|child|lad|man"
    rf"|woman) of)[ :]{{1,2}}(?:{_HEDGE} )?{_NUMBER}\b"
    rf"(?:(?: ?-? ?|[- ]){_UNIT}(?:[ -]old)?\b)?",
    re.IGNORECASE,
)
_OLD = re.compile(
    rf"\b{_NUMBER}(?:[ -]{{0,2}}(?:years?|yrs?|y|months?|mths?|weeks?|wks?|days?)\.?[ -]{{1,2}}"
    rf"(?:old|of age)|[ -]?(?:yo|y/o|y\.o\.?)(?:ld)?)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    rf"[(\[] ?(?:{_HEDGE} )?(?:{_SEX}\b ?[,/]? ?)?{_NUMBER} ?-?{_UNIT}?\.?(?: old)?"
    rf"(?: ?[,/]? ?{_SEX})?(?:[,;] [^\d()\[\]][^()\[\]]{{0,60}})? ?[)\]]",
    re.IGNORECASE,
)
_YEAR_GROUP = re.compile(r"[(\[] ?(?:in )?(?:year|yr|y) ?\d{1,2} ?[)\]]", re.IGNORECASE)
_IN_COMMAS = re.compile(
    rf"(?:,| -) ?(?:(?:who )?(?:is|was|turned|turns) )?(?:{_HEDGE} )?{_NUMBER}"
    rf"(?: ?{_UNIT}\b\.?)?"
    rf"(?= ?(?:[,;:!?)\]]|\.(?!\d)|$|-(?!\d))| (?:and|who|told|tells|said|says|is|was|has|had"
    rf"|lives?|lived|goes|went|attends?|disclosed|reported|speaks|came|did|does|from|with|in|at"
    rf"|on|next|last|still)\b)",
    re.IGNORECASE,
)
_AND_AGE = re.compile(rf" ?(?:,|and|&) ?{_NUMBER}\b", re.IGNORECASE)
_IS = re.compile(
    rf" (?P<verb>(?:(?:who )?(?:is|was|will be|has turned|had turned|turn(?:s|ed|ing)))|who's)"
    rf" (?:{_HEDGE} ){{0,2}}{_NUMBER}"
    rf"(?= ?(?:[,;:!?)]|\.(?!\d)|$)| (?:and|when|but|so|years?|yrs|at the time|who|next|last|on"
    rf"|this|now|today|tomorrow|before|after|in|his|her|their|he|she|they|the|keeps?|lives?)\b)",
    re.IGNORECASE,
)
_SPACED = re.compile(
    rf" {_NUMBER}(?:{_UNIT})?(?= ?(?:[,;)]|\.(?!\d)|$)| (?:and|&) )", re.IGNORECASE
)
_AT_AGE = re.compile(
    rf"\b(?:at|aged?|at the age of|when|turning|turned) {_NUMBER},? (?=[^\W\d_])", re.IGNORECASE
)
_PRONOUN = re.compile(
    rf"\b(?:he|she)(?:'s| is| was) (?:{_HEDGE} ){{0,2}}{_NUMBER}\b"
    r"(?! ?%| times| hours| minutes| of )",
    re.IGNORECASE,
)
_EARLIER_NAME = re.compile(rf"{NAME_WORD}")
_APPOSED = re.compile(r", (?:an?|the|who|his|her|their) [^,.()]{1,40}$|[(\[][^()\[\]]{0,40}$")
_BIRTHDAY = re.compile(r"'s? (?:\d{1,2}(?:st|nd|rd|th)|[a-z]{5,12}th|first|second|third) birthday")
_GLUE_BEFORE = re.compile(
    rf"(?:[ ,;:(\[-]|\b(?:who|is|was|are|were|has|had|turned|being|a|an|the|by|of|very|{_SEX}|child"
    rf"|baby|just|{_HEDGE})\b|(?<=\ba )[a-z]{{3,12}}(?= )|(?<=\ban )[a-z]{{3,12}}(?= )){{0,14}}$",
    re.IGNORECASE,
)
_GLUE_AFTER = re.compile(
    r"(?:[ ,:(\[-]|(?:boy|girl|child|baby|toddler|son|daughter|sons|daughters|brothers?|sisters?|"
    r"half-?brother|half-?sister|twins?|siblings?|cousin|niece|nephew|grandson|granddaughter|pupil|"
    r"student|teenager|lad|young|man|woman|mother|father|mum|dad|person|called|named|who is|is|"
    r"pregnant)\b){0,10}"
)
_CALLED = re.compile(
    r"\b(?:boy|girl|child|baby|toddler|teenager|lad|son|daughter|brother|sister|twin|cousin|niece|"
    r"nephew|mother|father|mum|dad|stepfather|stepdad|partner|boyfriend|girlfriend|friend|man|"
    r"woman|pupil|student|person|uncle|aunt|grandmother|grandfather|neighbour)s?"
    r",? (?:is |was )?(?:called|named|by the name of) ",
    re.IGNORECASE,
)
_NAME_LABEL = re.compile(
    r"\b(?:(?:child|patient|pupil|student|client|parent|mother|father|mum|dad|carer|subject|victim|"
    r"young person|baby|sibling|full|first|last|family|service user)(?:'s)? )?(?:sur)?name"
    r"(?: of (?:the )?(?:child|patient|pupil|parent|mother|father|carer|young person|victim))?"
    r"(?: ?[:=] ?| is | - )",
    re.IGNORECASE,
)
_KIN_WORD = re.compile(rf"\b(?:{'|'.join(sorted(KIN - {'ex'}))})s?,? (?=[^\W\d_])", re.IGNORECASE)
_RELATIVES = KIN - word_set("partner friend carer ex baby twin sibling toddler neighbour")
_GROUPED = re.compile(
    rf" ?(?:-|to|or|and|&|/) ?{_NUMBER}\b| ?\+|[ ,]*(?:and|or) (?:over|under|above|below|older|"
    rf"younger|upwards|up)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:he|she|his|her|him|hers|himself|herself|mum|mom|mam|dad|nan|mother|father|brother"
    r"|sister|"
    r"son|daughter|sibling|siblings|twins?|stepdad|stepfather|disclosed|lives|boyfriend)\b",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[.!?]")
_REACH = 60
"""Characters between an age and the name it belongs to."""
_FEW = 2
"""Numbers in brackets or commas that one sentence about children may have."""


def find_people(text: str) -> Iterator[Detail]:
    """Yield names with an age beside them, and names given as such."""
    for start, end in _with_ages(text):
        yield Detail(start, end, DetailKind.NAME_WITH_AGE)
    for pattern in (_CALLED, _NAME_LABEL):
        for found in pattern.finditer(text):
            name = name_after(text, found.end())
            if name and not (name.initials and _is_one_letter(name)):
                yield Detail(name.start, name.end, DetailKind.NAME)
    for found in _KIN_WORD.finditer(text):
        name = name_after(text, found.end())
        relation = found.group().rstrip(" ,")
        if name and (
            (relation.islower() and is_given(name.words[0]))
            or (relation in _RELATIVES and _is_named(name))
        ):
            yield Detail(name.start, name.end, DetailKind.NAME)


def _with_ages(text: str) -> Iterator[tuple[int, int]]:
    for found in (*_AGED.finditer(text), *_OLD.finditer(text)):
        yield from _strong(text, found)
    for pattern in (_IN_BRACKETS, _YEAR_GROUP, _IN_COMMAS, _IS, _SPACED):
        for found in pattern.finditer(text):
            name = name_before(text, found.start())
            if name and _weak_holds(text, found, name, pattern):
                yield name.start, found.end()
    for found in _AT_AGE.finditer(text):
        name = name_after(text, found.end())
        if name and is_given(name.words[0]):
            yield found.start(), name.end
    for found in _PRONOUN.finditer(text):
        # "We worry about Ebony. She's 15": the name stands in the sentence before.
        start = max(0, found.start() - _REACH)
        for word in _EARLIER_NAME.finditer(text, start, found.start()):
            if is_capital(word.group()) and is_given(word.group()):
                yield word.start(), found.end()
                break
    for found in _BIRTHDAY.finditer(text):
        name = name_before(text, found.start())
        if name and (name.listed or (_person_near(text, found.start()) and not name.unlikely)):
            yield name.start, found.end()


def _strong(text: str, found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the names on either side of words that can only be an age."""
    base = max(0, found.start() - _REACH)
    glue = _GLUE_BEFORE.search(text[base : found.start()])
    before = name_before(text, base + glue.start()) if glue else None
    if before and _strong_holds(text, found, before):
        yield before.start, found.end()
    apposed = None if before else _APPOSED.search(text[base : found.start()])
    before = name_before(text, base + apposed.start()) if apposed else None
    if before and any(may_be_given(word) for word in before.words):
        yield before.start, found.end()
    glue = _GLUE_AFTER.match(text, found.end(), min(len(text), found.end() + _REACH))
    position = glue.end() if glue else found.end()
    after = name_after(text, position)
    if after and position > found.end() and _strong_holds(text, found, after):
        yield found.start(), after.end


def _strong_holds(text: str, found: re.Match[str], name: Name) -> bool:
    if name.listed:
        return True
    if _GROUPED.match(text, found.end()) or name.after_a_place_word:
        return False
    if name.initials:
        return True
    return not name.unlikely or any(may_be_given(word) for word in name.words)


def _weak_holds(text: str, found: re.Match[str], name: Name, pattern: re.Pattern[str]) -> bool:
    """Whether a bare number after a name is an age: surer of names that are nothing else."""
    listed = name.listed
    if _AND_AGE.match(text, found.end()) and not listed:
        return False
    if pattern is _SPACED:
        return listed
    if name.initials:
        return pattern in (_IN_BRACKETS, _IN_COMMAS) and not _is_one_letter(name)
    person = _person_near(text, found.start())
    if pattern is _IS:
        return listed or (
            not name.unlikely and (person or found["verb"].startswith("turn") or _aged_is(found))
        )
    if listed:
        return True
    if name.after_a_place_word or (name.unlikely and not person):
        return False
    if not all(word[0].isupper() or not word[0].isascii() for word in name.words):
        return False
    return person or not _is_a_count(text, found)


def _is_named(name: Name) -> bool:
    return not name.unlikely and not name.initials and is_capital(name.words[0])


def _is_one_letter(name: Name) -> bool:
    return len(name.words) == 1 and len(name.words[0]) == 1


def _aged_is(found: re.Match[str]) -> bool:
    return found.string[found.end() : found.end() + 5] == " when"


def _is_a_count(text: str, found: re.Match[str]) -> bool:
    """Whether several numbers stand in brackets or after commas: a list of how many."""
    start, end = _sentence(text, found.start())
    sentence = text[start:end]
    counts = (*_IN_BRACKETS.finditer(sentence), *_IN_COMMAS.finditer(sentence))
    return len(counts) > _FEW


def _person_near(text: str, position: int) -> bool:
    start, end = _sentence(text, position)
    return _PERSON.search(text, start, end) is not None


def _sentence(text: str, position: int) -> tuple[int, int]:
    """Return the bounds of the sentence around a position, at most 200 characters each way."""
    low, high = max(0, position - 200), min(len(text), position + 200)
    starts = [m.end() for m in _STOPS.finditer(text, low, position)]
    ends = _STOPS.search(text, position, high)
    return (starts[-1] if starts else low), (ends.start() if ends else high)
