"""Home addresses and full postcodes."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind
from content.identifying.names import NAME_WORD, bare, is_capital
from content.identifying.words import CALENDAR, FUNCTION, KIN, PEOPLE, SECTOR, word_set

_STREET = r"(?:avenue|ave|road|rd|street|lane|crescent|cres|terrace|grove|gardens|gdns|drive|close)"
_OTHER_STREET = (
    r"(?:st|dr|gr|ln|cl|ct|pl|sq|court|place|way|walk|square|hill|rise|row|mews|view|park|green"
    r"|parade|"
    r"mount|heights|house|croft|fold|brow|hey|end|quay|wharf|gate|meadows?|towers?|buildings"
    r"|villas|"
    r"cottages?|farm)"
)
_NUMBERED = re.compile(
    rf"(?<![\w.,/%£-])(?:no\.? ?)?\d{{1,4}}[a-z]?(?: ?[-/] ?\d{{1,4}}[a-z]?)?,? "
    rf"(?P<words>(?:{NAME_WORD} ){{1,4}}?)(?P<type>{_STREET}|{_OTHER_STREET})\b",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"\b(?:flat|apartment|apt|bedsit)\.? (?:no\.? ?)?\d{1,4}[a-z]?\b(?=,? (?:of |at )?[A-Z\d])",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\b(?:lives?|lived|living|stays?|stayed|staying|resid(?:es|ing|ed)|house|flat|home|address"
    r"|moved|"
    r"dropped|collected|placed|property|addresses)\b[ ,:]{1,2}(?:[a-z]+ ){0,3}?"
    r"(?:(?:on|in|at|to|off|from|is|near) (?:the )?)?"
    rf"(?P<words>(?:{NAME_WORD} ){{1,3}}?)(?P<type>{_STREET})\b",
    re.IGNORECASE,
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
_NAMED_HOUSE = re.compile(
    r"\b(?:The (?:Old )?(?:Vicarage|Rectory|Manse|Presbytery|Lodge|Barn)"
    r"|[A-Z][\w']{1,20} (?:Cottage|House|Lodge|Farm|Villa|Barn|Hall|Rectory|Bungalow|Court)),? "
    r"(?:\d{1,4}[a-z]? )?(?:[A-Z][\w']{1,20} ){1,3}"
    r"(?:Avenue|Ave|Road|Rd|Street|St|Lane|Ln|Close|Drive)\b"
)
_ONE_WORD = re.compile(
    r"(?<![\w.,/%-])\d{1,4}[a-z]? (?:(?:King|Queen|Broad|Park|Princes|Castle|Green|High)s?way"
    r"|The (?:Avenue|Close|Crescent|Croft|Drive|Green|Grove|Lane|Mews|Mount|Orchard|Paddocks?|Park"
    r"|Ridgeway|Rise|Square|Street|View|Way|Beeches|Cedars|Elms|Firs|Gables|Hollies|Laurels|Limes"
    r"|Meadows|Oaks|Poplars|Stables|Willows))\b"
)
_NOT_STREET_WORDS = _NEVER_STREET_WORDS | (
    SECTOR - {"victoria", "park", "hill", "crown", "primary", "charter", "mill", "church"}
)

_AREAS = """
AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E
EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN
LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO
SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_POSTCODE = re.compile(
    rf"(?<![\w/-])(?:{'|'.join(_AREAS.split())})\d[\da-z]? {{0,2}}\d[abd-hjlnp-uw-z]{{2}}(?![\w/])",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:1st|2nd|3rd|[04-9]th)$")


def find_addresses(text: str) -> Iterator[Detail]:
    """Yield homes that a reader could find."""
    for found in _POSTCODE.finditer(text):
        if not _ORDINAL.search(found.group()):
            yield Detail(found.start(), found.end(), DetailKind.POSTCODE)
    for found in _NUMBERED.finditer(text):
        words = found["words"].split()
        named = all(map(is_capital, words)) and is_capital(found["type"])
        plain_street = re.fullmatch(_STREET, found["type"], re.IGNORECASE) is not None
        never = _NEVER_STREET_WORDS if named and plain_street else _NOT_STREET_WORDS
        if (named or plain_street) and not any(bare(w) in never for w in words):
            yield Detail(found.start(), found.end(), DetailKind.ADDRESS)
    for found in (*_FLAT.finditer(text), *_NAMED_HOUSE.finditer(text), *_ONE_WORD.finditer(text)):
        yield Detail(found.start(), found.end(), DetailKind.ADDRESS)
    for found in _LIVES.finditer(text):
        words = found["words"].split()
        if all(map(is_capital, (*words, found["type"]))) and not any(
            bare(word) in FUNCTION for word in words
        ):
            yield Detail(found.start(), found.end(), DetailKind.ADDRESS)
