"""Dates of birth, in the many ways in which they are written."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind
from content.identifying.names import Name, is_capital
from content.identifying.runs import name_before

_MONTH_WORD = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH = rf"{_MONTH_WORD}\b"
_NUMERIC = r"(?:\d{4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,2}|\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?'?\d{2,4})\b"
_DAY = r"(?:the )?\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,? ?'?(?:(?:19|20)\d{2}|\d{2})\b)?"
_DAY_MONTH = (
    rf"(?:{_DAY}[ -]?(?:of )?{_MONTH}\.?[ -]?{_YEAR}|{_MONTH}\.? {_DAY}\b{_YEAR}"
    rf"|\d{{1,2}}{_MONTH_WORD}\d{{2,4}}\b)"
)
_FEAST = (
    r"(?:(?:christmas|boxing|new year's|valentine's|mother's|father's|may) (?:day|eve)|hallowe'?en"
    r"|bonfire night|easter (?:sunday|monday|day)|good friday)(?:,? (?:in )?(?:19|20)\d\d\b)?"
)
_DATE = rf"(?:{_NUMERIC}|{_DAY_MONTH}|{_FEAST})"
_LABEL = re.compile(
    rf"(?:\bd\.? ?o\.? ?b(?:s|\(s\)|\b)\.?|\bd/o/b\b|\b(?:dates?|day|year) of birth\b"
    rf"|\bbirth ?date\b|\bedd\b"
    rf"|\bb\.(?= ?\d)|\bbirthdays?\b)(?: \([a-z ]{{1,20}}\)| (?:for|of) [a-z' ]{{1,40}}(?=[:-]))?"
    rf"(?:,? (?:un|not |thought|believed|said|estimated|possibly|probably)[^.;\d]{{0,40}}?)?"
    rf"[ :=,(-]{{0,4}}"
    rf"(?:(?:is|are|was|being|on|of|falls|recorded|given|as|the) ){{0,3}}\(?"
    rf"(?:{_DATE}|{_MONTH}\.? (?:19|20)\d\d\b|(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_BORN = re.compile(
    rf"\bborn[,: -]{{0,3}}(?:(?:(?:in|at) [\w' -]{{1,30}}? on )"
    rf"|(?:(?:on|in|at home|prematurely)\b,? ){{0,3}})"
    rf"(?:{_DATE}|{_MONTH}\.? (?:19|20)\d\d\b)"
    rf"|\bborn (?!after|before|between|since|by|in)[a-z\d' ]{{1,40}}? on {_DAY_MONTH}"
    rf"|\bborn (?!after|before|between|since|by)[a-z' ]{{1,30}},? {_NUMERIC}",
    re.IGNORECASE,
)
_TURNS = re.compile(
    rf"(?<!there)(?: |')(?:turns?|turned|turning|(?:wi)?ll be|is|was|reach(?:es|ed)?|becomes)"
    rf" \d{{1,2}} (?:years old )?(?:on|in) {_DATE}",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:children|babies|infants|those|people|pupils|anyone|everyone|twins in|cohorts?|any child|"
    r"adults|mothers|young people|all|a child|each child|every child)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_AFTER_A_NAME = re.compile(rf" ?[(\[] ?{_NUMERIC} ?[)\]]| {_NUMERIC}")
_MEETING = re.compile(
    r"(?:act|meeting|panel|review|version|published|report|updated|order|conference|board|hearing|"
    r"minutes|audit|visit|inspection|issue|edition|guidance|policy|circular)",
    re.IGNORECASE,
)


def find_dates(text: str) -> Iterator[Detail]:
    """Yield every date of birth. A date that no word ties to a birth is not one."""
    for found in _LABEL.finditer(text):
        yield Detail(found.start(), found.end(), DetailKind.DATE_OF_BIRTH)
    for found in _BORN.finditer(text):
        if not _GROUP.search(text[max(0, found.start() - 60) : found.start()]):
            yield Detail(found.start(), found.end(), DetailKind.DATE_OF_BIRTH)
    for found in _TURNS.finditer(text):
        yield Detail(found.start(), found.end(), DetailKind.DATE_OF_BIRTH)
    for found in _AFTER_A_NAME.finditer(text):
        name = name_before(text, found.start())
        if name and not _MEETING.fullmatch(name.words[-1]) and _may_be_born(found.group(), name):
            yield Detail(name.start, found.end(), DetailKind.DATE_OF_BIRTH)


def _may_be_born(date: str, name: Name) -> bool:
    """Whether a date right after a name is a birth's: in brackets, or after a name in full."""
    if date.endswith((")", "]")):
        return not name.initials and is_capital(name.words[-1])
    return name.listed and len(name.words) > 1
