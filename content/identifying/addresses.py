"""Home addresses and full postcodes."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind
from content.identifying.folding import either, word_set
from content.identifying.names import NAME_WORD, bare, is_capital
from content.identifying.offices import is_an_office
from content.identifying.places import PLACES
from content.identifying.streets import AREAS, HOUSE, OTHER_STREET, STREET
from content.identifying.words import CALENDAR, FUNCTION, KIN, PEOPLE, SECTOR

_NUMBERED = re.compile(
    rf"(?<![\w.,/%£-])(?:no\.? ?)?\d{{1,4}}[a-z]?(?: ?[-/] ?\d{{1,4}}[a-z]?)?,? "
    rf"(?P<words>(?:{NAME_WORD} ){{1,4}}?)(?P<type>{STREET}|{OTHER_STREET})\b",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"\b(?:flat|apartment|apt|bedsit)\.? (?:no\.? ?)?\d{1,4}[a-z]?\b(?=,? (?:of |at )?[A-Z\d])",
    re.IGNORECASE,
)
_HOME = either("""
lives?, lived, living, stays?, stayed, staying, resides, residing, resided, house, flat, home
address, addresses, property, hostel, bedsit, moved, dropped, collected, placed, hiding, hides
sleeping, slept, sleeps, squatting, rents?, renting, found, visited, walked, driven, taken
returned, fled, ran
""")
_LIVES = re.compile(
    rf"\b{_HOME}\b[ ,:]{{1,2}}(?:[a-z']{{1,20}} ){{0,5}}?"
    r"(?:(?:on|in|at|to|off|from|is|near) (?:the )?)?"
    rf"(?-i:(?P<words>(?:[A-Z][\w'-]{{0,20}} ){{1,3}}?)(?=[A-Z])){STREET}\b",
    re.IGNORECASE,
)
_CAPITAL = r"[A-Z][\w']{1,20}"
_NAMED_HOUSE = re.compile(
    rf"(?P<house>\b[Tt]he (?:{_CAPITAL} ){{0,2}}{_CAPITAL},"
    rf"|['\"\u201c]{_CAPITAL}(?: {_CAPITAL})?['\"\u201d],?"
    rf"|\b(?:{_CAPITAL} ){{1,2}}{HOUSE}(?:,| in| on| at| off)?) (?:the )?"
    rf"(?:\d{{1,4}}[a-z]? )?(?:{_CAPITAL} ){{1,3}}(?i:{STREET}|ln|st|way|row|hill|approach)\b"
)
_AT_A_HOUSE = re.compile(
    r"\b(?i:lives?|lived|living|stay(?:s|ed|ing)?|moved|fled|placed|housed|home|address|rents?)\b"
    rf"(?i:(?: [a-z]{{2,12}}){{0,3}} (?:at|to|in|is)|:) (?P<house>{_CAPITAL}(?: {_CAPITAL})?),"
    rf" (?:{_CAPITAL} ){{1,2}}(?i:{STREET})\b"
)
_ONE_WORD = re.compile(
    r"(?<![\w.,/%-])\d{1,4}[a-z]?,? (?:(?:King|Queen|Broad|Park|Princes|Castle|Green|High)s?way"
    r"|The (?:Avenue|Close|Crescent|Croft|Drive|Green|Grove|Lane|Mews|Mount|Orchard|Paddocks?|Park"
    r"|Ridgeway|Rise|Square|Street|View|Way|Beeches|Cedars|Elms|Firs|Gables|Hollies|Laurels|Limes"
    r"|Meadows|Oaks|Poplars|Stables|Willows))\b"
)
_NEVER_STREET_WORDS = (
    FUNCTION
    | PEOPLE
    | KIN
    | CALENDAR
    | word_set("""
hour hours minute minutes mile miles metre metres km yard yards busy main side quiet dark
different open long short narrow residential cross high-street cars car accidents road roads
street streets agencies x by
""")
)
_NOT_STREET_WORDS = _NEVER_STREET_WORDS | (
    SECTOR
    - word_set("""
    victoria park hill crown primary charter mill church upper lower high royal station
    """)
)
_NOBODYS_HOME = word_set("""
academy church clinic centre children's civic college community council county court courts crown
department fire health hospital hotel hub library magistrates meeting model ofsted office offices
parish police school service station surgery team town university village youth
""")
"""Words of a building that nobody lives in."""
_POSTCODE = re.compile(
    rf"(?<![\w/-])(?=[a-z]{{1,2}}\d)(?:{AREAS})\d[\da-z]? {{0,2}}\d[abd-hjlnp-uw-z]{{2}}(?![\w/])",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:1st|2nd|3rd|[04-9]th)$")


def find_addresses(text: str) -> Iterator[Detail]:
    """Yield homes that a reader could find, and no public body's offices."""
    for found in _POSTCODE.finditer(text):
        if not _ORDINAL.search(found.group()):
            yield Detail(found.start(), found.end(), DetailKind.POSTCODE)
    for found in _homes(text):
        if not is_an_office(text, found.start(), found.group()):
            yield Detail(found.start(), found.end(), DetailKind.ADDRESS)


def _homes(text: str) -> Iterator[re.Match[str]]:
    for found in _NUMBERED.finditer(text):
        words = found["words"].split()
        named = all(map(is_capital, words)) and is_capital(found["type"])
        plain_street = re.fullmatch(STREET, found["type"], re.IGNORECASE) is not None
        never = _NEVER_STREET_WORDS if named and plain_street else _NOT_STREET_WORDS
        if (named or plain_street) and not any(bare(w) in never for w in words):
            yield found
    yield from _FLAT.finditer(text)
    yield from _ONE_WORD.finditer(text)
    for found in (*_NAMED_HOUSE.finditer(text), *_AT_A_HOUSE.finditer(text)):
        words = [bare(word.strip(",'\"")) for word in found["house"].split()]
        if not any(word in _NOBODYS_HOME for word in words) and words[-1] not in PLACES:
            yield found
    for found in _LIVES.finditer(text):
        if not any(bare(word) in FUNCTION for word in found["words"].split()):
            yield found
