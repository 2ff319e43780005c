"""Phone numbers and e-mail addresses."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind
from content.identifying.numbers import is_a_book

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


def find_contacts(text: str) -> Iterator[Detail]:
    """Yield every phone number and mailbox that may belong to one person."""
    yield from _phones(text)
    for found in _EMAIL.finditer(text):
        if not _ROLE_BOX.fullmatch(found.group().partition("@")[0]):
            yield Detail(found.start(), found.end(), DetailKind.EMAIL_ADDRESS)


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
        if personal and not _SERVICE.search(around) and not is_a_book(text, found.start()):
            yield Detail(found.start(), found.end(), DetailKind.PHONE_NUMBER)
