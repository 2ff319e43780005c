"""Numbers of cases, crimes, files and referrals."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind
from content.identifying.folding import either

_NUMBER = r"(?:ref(?:erence)?(?: ?(?:number|num|no))?|number|num|no|id|urn)"
_SYSTEM = either("""
lac, cla, lcs, mosaic, liquid ?logic, care ?first, eh[am]?, early help, niche, pnc, cps, mash, marac
mappa, cin, cp, cpp, ehcp, lado, social care, cafcass, athena, storm, swift, azeus, protocol, icis
framework-?i, systmone, emis, rio, paris, cad, home office
""")
"""Systems and meetings that number people and cases."""
_FILE = either("""
case, crime, child, family, file, client, patient, hospital, prison, unit, incident, custody
investigation, police, court, referral, occurrence, record, exclusion, passport, log, plan, strategy
conference, assessment, complaint, concern, form, alert, notification, entry, claim
proceedings, allegation, episode, chronology
""")
"""Things that have a number of their own."""
_NUMBERED = rf"(?:{_FILE}|{_SYSTEM})"
_ID = r"(?P<id>[a-z0-9][a-z0-9/.-]{2,24})"
_SEPARATOR = r"[ .:;=#(-]{0,4}(?:is |was |of |ending )?"
_LABELLED = re.compile(
    rf"\b(?:(?:(?:our|your|my)? ?ref(?:erence)?(?: ?(?:number|num|no)\b)?"
    rf"|{_NUMBERED}(?:'s)? ?(?:file |system |record |case |plan |occurrence )?{_NUMBER})\b"
    rf"|(?:urn|crn|mrn|pnc|cad)\b|\b(?:case|file) ?[:#]){_SEPARATOR}{_ID}",
    re.IGNORECASE,
)
_APART = re.compile(
    rf"\b{_NUMBERED}\b[^.:;,()\d]{{1,30}} {_NUMBER} (?P<id>[a-z]{{0,4}}[-/]?\d{{5,12}})\b",
    re.IGNORECASE,
)
"""With a few words between: "her file on the system is number 30455127"."""
_BARE = re.compile(
    rf"\b(?:{_SYSTEM}|crime|case|file|occurrence|referral|incident|log)"
    rf"(?: (?:occurrence|case|record|report|file|log|enquiry|contact|referral))? #?"
    rf"(?P<id>\d{{7,14}}|[a-z]{{1,4}}[-/]?\d{{5,12}}|20\d\d[/-]\d{{3,6}}|\d{{2}}[/-]\d{{4,7}})\b(?![/-])",
    re.IGNORECASE,
)
"""Without the word number: "Niche occurrence 47230019876", "MARAC case 2024/119"."""
_ID_ALONE = re.compile(
    r"(?<!meeting )(?<!webinar )(?<!event )(?<!zoom )(?<!teams )(?<!session )(?<!document )"
    r"\bid(?: number| no\.?)?[ :#]{1,2}(?P<id>[a-z]{0,3}\d{5,10})(?![\w-])",
    re.IGNORECASE,
)
_POLICE = re.compile(r"\burn\b[ :]{0,2}(?P<id>\d{2}[a-z]{2} ?\d{4,7} ?\d{2})\b", re.IGNORECASE)
_SHAPES = re.compile(
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
    r"(?:dfe|dhsc|hmg|isbn|issn|doi|si|asp|ukpga|uksi|ewca|ewhc|uksc|pp?)[-/. ]?\d"
    r"|(?:cmd?|cp|hc|hl)[-. ]?\d{1,4}(?:-[ivx]+)?$",
    re.IGNORECASE,
)
"""Numbers of publications. A command paper has one number ("CP 822"); a plan's may have more."""
_YEARS = re.compile(r"(?:19|20)\d\d(?:[/-]\d{2})?")
_MIN_DIGITS = 3
_DIGITS = re.compile(rf"(?:\d\D*){{{_MIN_DIGITS}}}")


def find_cases(text: str) -> Iterator[Detail]:
    """Yield every number by which a case, a crime or a file can be looked up."""
    if _DIGITS.search(text) is None:
        return  # most texts; the patterns below look at every word
    for pattern in (_LABELLED, _APART, _BARE, _ID_ALONE, _POLICE):
        for found in pattern.finditer(text):
            given = found["id"].rstrip("./-")
            if (
                sum(map(str.isdecimal, given)) >= _MIN_DIGITS
                and not _PUBLISHED.match(given)
                and not _YEARS.fullmatch(given)
                and not re.match(r",\d{3}", text[found.end() : found.end() + 4])
            ):
                yield Detail(found.start(), found.end(), DetailKind.CASE_NUMBER)
    for found in (*_SHAPES.finditer(text), *_LOG.finditer(text)):
        if not _PUBLISHED.match(found.group()):
            yield Detail(found.start(), found.end(), DetailKind.CASE_NUMBER)
