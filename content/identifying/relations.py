"""Names that are given as names, or stand beside what their bearer is to somebody."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail
from content.identifying.names import (
    Name,
    is_capital,
    is_given,
    is_rather_given,
    looks_common,
    may_be_given,
)
from content.identifying.published import unless_published
from content.identifying.roles import CHILD, RELATIVE
from content.identifying.runs import name_after
from content.identifying.words import FUNCTION

_CALLED = re.compile(
    rf"\b(?:{RELATIVE}|{CHILD}|friend|man|woman|person|neighbour)"
    r",? (?:is |was |are |were )?(?:called|named|known as|by the name of) ",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:(?:child|patient|pupil|student|client|parent|mother|father|mum|dad|carer|subject|victim|"
    r"young person|baby|sibling|full|first|last|family|service user)(?:'s)? )?(?:sur)?name"
    r"(?: of (?:the )?(?:child|patient|pupil|parent|mother|father|carer|young person|victim))?"
    r"(?: ?[:=] ?| (?:is|was) (?:(?:recorded|given|shown|listed|registered|known) as )?| - )",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\b(?:(?:completed|reported|referred|seen|assessed|signed|supervised|interviewed) by"
    r"|(?:allocated|assigned|passed|transferred) to|(?:present|attendees|apologies|in attendance"
    r"|(?:allocated |key |lead )?worker|lead professional|subject|re|parents)(?= ?:)|dear|hi|hello)"
    r"(?: ?:)? (?=[A-Z])",
    re.IGNORECASE,
)
"""The fields of forms and minutes, and the greetings of letters."""
_HOUSEHOLD = re.compile(
    r"\b[Tt]he (?P<name>[A-Z][\w'-]{2,20}) "
    r"(?:famil(?:y|ies)|children|brothers?|sisters?|siblings|twins|household|boys|girls)\b"
)
_KIN = re.compile(
    rf"\b(?:(?P<relative>{RELATIVE})|{CHILD}|friend|neighbour)(?: (?-i:[A-Z]{{1,2}}))?"
    r"(?P<glue> (?:is|was|are|were|of) |[,:]? | ?- ?| ?[(\[]| ?\((?:called|named|known as) )"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:children|kids|famil(?:y|ies)|bab(?:y|ies)|(?:foster )?carers?|guardians?|partner|ex"
    r"|parents)",
    re.IGNORECASE,
)
"""Words that stand before bodies too: "our partner Merseycare", "family Hub"."""
_SMALL_WORD = re.compile(r"[a-z]{2,20}\b")
_CLOSED = re.compile(r" ?[,;)\]]| (?:and|&) [A-Z]")


def find_relations(text: str) -> Iterator[Detail]:
    """Yield names that follow "called", "name:" or the word for a relative or a child."""
    for pattern in (_CALLED, _LABEL):
        for found in pattern.finditer(text):
            name = name_after(text, found.end()) or _typed_small(text, found.end())
            if name and not (name.initials and len(name.words[0]) == 1):
                yield from unless_published(text, name)
    for found in _FORM.finditer(text):
        name = name_after(text, found.end())
        if name and name.start == found.end() and is_given(name.words[0]):
            yield from unless_published(text, name)
    for found in _HOUSEHOLD.finditer(text):
        name = name_after(text, found.start("name"))
        if name and name.likely and len(name.words) == 1 and not looks_common(name.words[0]):
            yield from unless_published(text, name)
    for found in _KIN.finditer(text):
        name = name_after(text, found.end())
        if name and name.start == found.end() and _is_kin(text, found, name):
            yield from unless_published(text, name)


def _typed_small(text: str, start: int) -> Name | None:
    """Return a name in lower case after "called" or "name:", also one that is a word as well."""
    word = _SMALL_WORD.match(text, start)
    if word and may_be_given(word.group()) and word.group() not in FUNCTION:
        return Name(word.start(), word.end(), (word.group(),), "")
    return None


def _is_kin(text: str, found: re.Match[str], name: Name) -> bool:
    """Whether the name beside a relative's or a child's word is theirs. One that is not listed
    has to be set off: "his aunt (Precious)", "her father, Xolani,"."""
    first = name.words[0]
    if is_given(first):
        return True
    if found["glue"].strip() in {"is", "was", "are", "were", "of"}:
        return False
    if not is_capital(first) or not name.likely:
        return False
    near = found["glue"] == " " and found.group()[0].islower()
    apart = found["glue"] != " " and _CLOSED.match(text, name.end) is not None
    relative = found["relative"]
    known = bool(relative) and not _LOOSE.fullmatch(relative)
    return (apart or near) and (known or is_rather_given(first))
