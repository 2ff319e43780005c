"""NHS, pupil and national insurance numbers."""

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


def find_numbers(text: str) -> Iterator[Detail]:
    """Yield every number that the state gives to one person."""
    yield from _nhs(text)
    for found in (*_PUPIL.finditer(text), *_PUPIL_LABEL.finditer(text)):
        yield Detail(found.start(), found.end(), DetailKind.PUPIL_NUMBER)
    for found in _INSURANCE.finditer(text):
        yield Detail(found.start(), found.end(), DetailKind.NATIONAL_INSURANCE_NUMBER)


def nhs_check_digit_holds(digits: str) -> bool:
    """Whether ten digits end in the NHS number's check digit (modulus 11 over weights 10 to 2)."""
    check = -sum(int(d) * weight for d, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits.strip("0") != "" and check == int(digits[9])


def _nhs(text: str) -> Iterator[Detail]:
    for found in _TEN_DIGITS.finditer(text):
        digits = "".join(filter(str.isdecimal, found.group()))
        if nhs_check_digit_holds(digits) and not is_a_book(text, found.start()):
            yield Detail(found.start(), found.end(), DetailKind.NHS_NUMBER)
    for found in _NHS_LABEL.finditer(text):
        if sum(map(str.isdecimal, found[1])) in (9, 10):
            yield Detail(found.start(), found.end(), DetailKind.NHS_NUMBER)


def is_a_book(text: str, start: int) -> bool:
    """Whether a book's number stands here: it has ten digits and the same check digit."""
    return "isbn" in text[max(0, start - 12) : start].lower()
