"""Phone numbers, e-mail addresses, and accounts online."""

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
_NETWORK = (
    r"(?:facebook|fb|instagram|insta|snapchat|snap|tiktok|tik tok|twitter|threads|discord|roblox"
    r"|xbox|playstation|psn|fortnite|twitch|telegram|whatsapp|onlyfans|gamertag|username|handle)"
)
_PROFILE = re.compile(
    r"\b(?:facebook|fb|instagram|snapchat|tiktok|twitter|x|threads|twitch|onlyfans)\.com/"
    r"(?:add/|@|u/)?(?P<account>[\w.-]{2,40})",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@/])@(?P<account>[a-z_][\w.]{2,30})\b", re.IGNORECASE)
_NEAR_A_NETWORK = re.compile(rf"\b{_NETWORK}\b", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"council|police|partnership|safeguarding|nhs|nspcc|childline|barnardos|ceop|ofsted|gov|trust"
    r"|school|academy|college|university|service|official|charity|groups?$|help|pages?$|watch\b",
    re.IGNORECASE,
)
"""In the name of an account that is an organisation's."""
_NEAR = 40
"""Characters between a handle and the network that it is of."""


def find_contacts(text: str) -> Iterator[Detail]:
    """Yield every phone number, mailbox and account that may belong to one person."""
    yield from _phones(text)
    for found in _EMAIL.finditer(text):
        if not _ROLE_BOX.fullmatch(found.group().partition("@")[0]):
            yield Detail(found.start(), found.end(), DetailKind.EMAIL_ADDRESS)
    yield from _accounts(text)


def _accounts(text: str) -> Iterator[Detail]:
    for found in _PROFILE.finditer(text):
        if not _OFFICIAL.search(found["account"]):
            yield Detail(found.start(), found.end(), DetailKind.ONLINE_ACCOUNT)
    for found in _HANDLE.finditer(text):
        around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        if _NEAR_A_NETWORK.search(around) and not _OFFICIAL.search(found["account"]):
            yield Detail(found.start(), found.end(), DetailKind.ONLINE_ACCOUNT)


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
