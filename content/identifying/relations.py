"""Names that are given as names, or stand beside what their bearer is to somebody."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind
from content.identifying.names import Name, is_capital, is_given, is_rather_given
from content.identifying.published import is_published
from content.identifying.roles import CHILD, RELATIVE
from content.identifying.runs import name_after

_CALLED = re.compile(
    rf"\b(?:{RELATIVE}|{CHILD}|friend|man|woman|person|neighbour)"
    r",? (?:is |was |are |were )?(?:called|named|by the name of) ",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:(?:child|patient|pupil|student|client|parent|mother|father|mum|dad|carer|subject|victim|"
    r"young person|baby|sibling|full|first|last|family|service user)(?:'s)? )?(?:sur)?name"
    r"(?: of (?:the )?(?:child|patient|pupil|parent|mother|father|carer|young person|victim))?"
    r"(?: ?[:=] ?| is | - )",
    re.IGNORECASE,
)
_KIN = re.compile(
    rf"\b(?:(?P<relative>{RELATIVE})|{CHILD}|friend|neighbour)(?: (?-i:[A-Z]{{1,2}}))?"
    r"(?P<glue> (?:is|was|are|were) |[,:]? | ?- ?| ?[(\[]| ?\((?:called|named|known as) )"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:children|kids|famil(?:y|ies)|bab(?:y|ies)|(?:foster )?carers?|guardians?|partner|ex"
    r"|parents)",
    re.IGNORECASE,
)
"""Words that stand before bodies too: "our partner Merseycare", "family Hub"."""
_CLOSED = re.compile(r" ?[,;)\]]| (?:and|&) [A-Z]")


def find_relations(text: str) -> Iterator[Detail]:
    """Yield names that follow "called", "name:" or the word for a relative or a child."""
    for pattern in (_CALLED, _LABEL):
        for found in pattern.finditer(text):
            name = name_after(text, found.end())
            if name and not (name.initials and len(name.words[0]) == 1):
                yield from _unless_published(text, name)
    for found in _KIN.finditer(text):
        name = name_after(text, found.end())
        if name and name.start == found.end() and _is_kin(text, found, name):
            yield from _unless_published(text, name)


def _unless_published(text: str, name: Name) -> Iterator[Detail]:
    if not is_published(text, name):
        yield Detail(name.start, name.end, DetailKind.NAME)


def _is_kin(text: str, found: re.Match[str], name: Name) -> bool:
    """Whether the name beside a relative's or a child's word is theirs. One that is not listed
    has to be set off: "his aunt (Precious)", "her father, Xolani,"."""
    first = name.words[0]
    if is_given(first):
        return True
    if found["glue"].strip() in {"is", "was", "are", "were"}:
        return False
    if not is_capital(first) or not name.likely:
        return False
    near = found["glue"] == " " and found.group()[0].islower()
    apart = found["glue"] != " " and _CLOSED.match(text, name.end) is not None
    relative = found["relative"]
    known = bool(relative) and not _LOOSE.fullmatch(relative)
    return (apart or near) and (known or is_rather_given(first))
