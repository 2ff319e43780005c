"""Numbers that belong to one person or case, phone numbers and e-mail addresses."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind

_TEN_DIGITS = re.compile(r"(?<![\w.,/+-])(\d{3}[ -]?\d{3}[ -]?\d{4})(?![\w/]|[ .,-]\d)")
_NHS_LABEL = re.compile(
    r"\b(?:nhs|chi|patient)(?:'s)?(?: (?:number|num|no|id|ref)\b\.?| ?#)?(?: is| was)?[ :=#(-]{1,3}"
    r"(\d[\d -]{6,14}\d)\b",
    re.IGNORECASE,
)
_PUPIL = re.compile(r"\b[a-z]\d{11}[a-z0-9]\b", re.IGNORECASE)
_PUPIL_LABEL = re.compile(
    r"\b(?:upn|uln|unique pupil (?:number|no)|pupil (?:number|no|id|ref))\b[ .:=#-]{0,3}"
    r"(?:is )?[a-z]?\d{6,13}[a-z]?\b",
    re.IGNORECASE,
)
_INSURANCE = re.compile(
    r"\b[a-z]{2} ?[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d]\b",
    re.IGNORECASE,
)
_CASE_LABEL = re.compile(
    r"\b(?:(?:(?:our|your|my)? ?ref(?:erence)?(?: ?(?:number|num|no)\b)?"
    r"|(?:case|crime|child|family|file|client|patient|hospital|unit|incident|investigation|custody"
    r"|police|court|referral|occurrence|lac|cla|lcs|mosaic|liquid ?logic|carefirst|care first|eh"
    r"|ehm|early help|niche|pnc|cps|mash|cin|cp|social care|record|exclusion|cafcass|home office"
    r"|passport|log|athena|storm|swift|azeus|protocol|icis|framework-?i|systmone|emis|rio|paris|cad)"
    r"(?:'s)? ?(?:file |system |record )?(?:ref(?:erence)?(?: ?(?:number|num|no))?|number|num|no|id"
    r"|urn))\b"
    r"|(?:urn|crn|mrn|pnc|cad)\b|\b(?:case|file) ?[:#])[ .:=#(-]{0,4}(?:is |was "
    r"|of )?(?P<id>[a-z0-9][a-z0-9/.-]{2,24})",
    re.IGNORECASE,
)
_CASE_SHAPES = re.compile(
    r"\b(?:"
    r"\d{2}[a-z]{1,2}\d?/\d{3,7}/\d{2}"  # crime numbers: force, count, year
    r"|[a-z]{2,3}\d{2}[cpfdz]\d{5}"  # family court: place, year, kind, count
    r"|(?!si/)[a-z]{2,5}/(?:19|20)?\d{2}/\d{3,6}"  # SC/2023/00412
    r"|(?!si/)[a-z]{2,5}/\d{4,8}(?:/\d{2,4})?"
    r"|[a-z]{2,5}-20\d\d-\d{3,6}"
    r")\b",
    re.IGNORECASE,
)
_LOG = re.compile(
    r"\b(?:log|incident|inc|cad|occurrence)(?: (?:log|no|number|ref))?\.? ?#?\d{2,5} of "
    r"(?:\d{1,2}[/.-]|\d{1,2}(?:st|nd|rd|th)? [a-z]|20\d\d)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:dfe|dhsc|hmg|isbn|issn|doi|cm|cmd|cp|hc|hl|si|asp|ewca|ewhc|uksc|pp?)[-/. ]?\d",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d[\d ()-]{7,18}\d(?![\w/]|[.,]\d)")
_EMAIL = re.compile(
    r"(?<![\w.+'-])[\w+'-][\w.+'-]{0,63}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}\b", re.IGNORECASE
)
_ROLE_BOX = re.compile(
    r"(?:[\w-]*[.-])?(?:admin|advice|bookings?|contact|duty|edt|enquir(?:y|ies)|events|feedback|"
    r"firstcontact|hello|help|helpline|info|lado|learning|lscp|mail|mailbox|mash|newsletter"
    r"|no-?reply|"
    r"office|press|referrals?|reviews?|safeguarding|scp|support|team|training)[\w.-]*",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\b(?:helpline|hotline|duty|mash|front door|switchboard|out[ -]of[ -]hours|office hours|edt|"
    r"lado|advice line|text service|chathealth|hub|service|team|council|contact centre)\b",
    re.IGNORECASE,
)
_MIN_DIGITS = 3


def find_numbers(text: str) -> Iterator[Detail]:
    """Yield every number, address or mailbox that may belong to one person or case."""
    yield from _nhs(text)
    for found in (*_PUPIL.finditer(text), *_PUPIL_LABEL.finditer(text)):
        yield Detail(found.start(), found.end(), DetailKind.PUPIL_NUMBER)
    for found in _INSURANCE.finditer(text):
        yield Detail(found.start(), found.end(), DetailKind.NATIONAL_INSURANCE_NUMBER)
    yield from _cases(text)
    yield from _phones(text)
    for found in _EMAIL.finditer(text):
        if not _ROLE_BOX.fullmatch(found.group().partition("@")[0]):
            yield Detail(found.start(), found.end(), DetailKind.EMAIL_ADDRESS)


def nhs_check_digit_holds(digits: str) -> bool:
    """Whether ten digits end in the NHS number's check digit (modulus 11 over weights 10 to 2)."""
    check = -sum(int(d) * weight for d, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits.strip("0") != "" and check == int(digits[9])


def _nhs(text: str) -> Iterator[Detail]:
    for found in _TEN_DIGITS.finditer(text):
        digits = "".join(filter(str.isdecimal, found.group()))
        if nhs_check_digit_holds(digits) and not _is_book(text, found.start()):
            yield Detail(found.start(), found.end(), DetailKind.NHS_NUMBER)
    for found in _NHS_LABEL.finditer(text):
        if sum(map(str.isdecimal, found[1])) in (9, 10):
            yield Detail(found.start(), found.end(), DetailKind.NHS_NUMBER)


def _is_book(text: str, start: int) -> bool:
    """Whether a book's number stands here: it has ten digits and the same check digit."""
    return "isbn" in text[max(0, start - 12) : start].lower()


def _cases(text: str) -> Iterator[Detail]:
    for found in _CASE_LABEL.finditer(text):
        given = found["id"].rstrip("./-")
        follows = text[found.end() : found.end() + 4]
        if (
            sum(map(str.isdecimal, given)) >= _MIN_DIGITS
            and not _PUBLISHED.match(given)
            and not re.match(r",\d{3}", follows)
            and not re.fullmatch(r"(?:19|20)\d\d(?:[/-]\d{2})?", given)
        ):
            yield Detail(found.start(), found.end(), DetailKind.CASE_NUMBER)
    for found in (*_CASE_SHAPES.finditer(text), *_LOG.finditer(text)):
        if not _PUBLISHED.match(found.group()):
            yield Detail(found.start(), found.end(), DetailKind.CASE_NUMBER)


def _phones(text: str) -> Iterator[Detail]:
    for found in _PHONE.finditer(text):
        digits = "".join(filter(str.isdecimal, found.group()))
        national = re.sub(r"^(?:0044|44)0?", "0", digits) if digits[:2] in ("44", "00") else digits
        if found.group().startswith("+") and not digits.startswith("44"):
            personal = True
        else:
            # 03 and 08 numbers belong to organisations: Ofcom gives them to no household.
            personal = len(national) in (10, 11) and national[:2] in ("01", "02", "07")
        around = text[max(0, found.start() - 60) : found.end() + 60]
        if personal and not _SERVICE.search(around) and not _is_book(text, found.start()):
            yield Detail(found.start(), found.end(), DetailKind.PHONE_NUMBER)
