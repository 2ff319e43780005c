"""Named schools, nurseries and colleges."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind
from content.identifying.folding import either, fold, word_set
from content.identifying.names import NAME_WORD, bare, is_capital, is_given
from content.identifying.places import PLACES
from content.identifying.sentences import starts_sentence
from content.identifying.words import (
    ACRONYMS,
    CALENDAR,
    FUNCTION,
    KIN,
    NATIONS,
    PEOPLE,
    SECTOR,
)

_SCHOOL = re.compile(
    r"(?<![\w-])(?:(?:primary|junior|infants?|infant and nursery|high|secondary|grammar|nursery|"
    r"special|prep|preparatory|girls'?|boys'?|girls|middle|c of e|ce|rc|catholic) )*"
    r"(?P<type>school|academy|primary|infants|juniors|high|nursery|college|pre-?school|playgroup|"
    r"kindergarten|grammar|sixth form|(?-i:Comprehensive|(?:Junior|Infant)(?=[,.])))(?! of )\b",
    re.IGNORECASE,
)
_NOT_A_SCHOOL_AFTER = re.compile(
    r"[ -](?:nurs(?:e|es|ing)|health|care|need|carer|improvement|admissions?|attendance|court|"
    r"street|level|risk|quality|commission|trust handbook|education|exclusions?|forum|standards?"
    r"|inspection|"
    r"census|liaison|of [A-Z]|hospital|doctor|age|aged|rhymes?|places?|fees"
    r"|vouchers|songs?|visitor|network|uniform|holidays?|day|days|"
    r"meals|bus|run|year|leaders?|staff|leads?|governors?|london|assess\w*|reviews?|spending|plans?)\b",
    re.IGNORECASE,
)
_GENERIC = word_set("""
primary secondary high junior infant infants special nursery community catholic independent local
first middle grammar free public private state mainstream faith boarding upper lower sunday night
whole safe early pre after big new old same good outstanding maintained alternative all-through
open day church provision c e ce rc voluntary controlled aided girls boys girls' boys' and of the
music dance drama language art arts summer saturday virtual forest prep preparatory residential
specialist partner neighbouring nearby another previous current small large rural urban inner
national international different sixth form further higher years after-school pre-school missing
leaving attending starting secure home hospital special-needs each welcoming inclusive nurturing
operation mixed single-sex busy quiet academic trusted chosen named breakfast lunch club childcare
playgroup
""")
_BODIES = word_set("""
royal national university medical business law police training skills leadership social work
practice learning research safeguarding partnership workforce staff multi-agency teaching imperial
king's kings harvard institute fire army military nhs school college academy academies open adult
evening apprenticeship multi anna freud
""")
_NOTHING = _GENERIC | FUNCTION | PEOPLE | KIN | CALENDAR | NATIONS
_NEVER_SMALL = _GENERIC | FUNCTION | PEOPLE | KIN | SECTOR | _BODIES
_NEVER_FIRST = SECTOR | PLACES | FUNCTION | PEOPLE | CALENDAR | NATIONS | _BODIES | _GENERIC
_EDUCATION = either(r"""
pupils?, students?, teachers?, head ?teachers?, teaching assistants?, ta, tutors?, senco, dsl
enrolled, on roll, roll, reception, excluded, expelled, taught, classmates?, lessons, nursery
school, class, place, attends?, attended, attending, head (?:girl|boy), prefect
y\d{1,2}(?: (?:boys?|girls?))?
(?:year|yr) (?:\d{1,2}|[a-z]{3,8})(?: [a-z]{3,12}){0,2}
""")
_ATTENDS = re.compile(
    rf"\b(?i:{_EDUCATION})(?:,? (?:at|from|is|called|named)|(?<=roll) of|:|(?<=attend)|(?<=attends)"
    rf"|(?<=attended)|(?<=attending)) (?:the )?(?P<name>(?:[^\W\d_a-z]{NAME_WORD} ?){{1,4}})"
)
_SAINT = re.compile(
    rf"\b(?:{_EDUCATION}|goes|go|going|went|moved|transferred|head|left|joined|start(?:s|ed)?)"
    r"(?: (?:to|at|of|from|is))?:? "
    rf"(?P<name>(?:(?:st\.?|saint|our lady|holy|sacred|blessed) {NAME_WORD})|all saints"
    rf"|christ the king)",
    re.IGNORECASE,
)
_ITS_HEAD = re.compile(
    r"\b(?P<name>[A-Z][\w-]{2,20}(?: [A-Z][\w-]{2,20})?)"
    r"(?:'s (?:deputy )?(?:head ?teacher|head (?:rang|said|told|wrote|reported|called|asked)|SENCO"
    r"|DSL)\b|, where (?:he|she|they) (?:is|was|are|were) (?:a pupil|in [Yy]ear|in Y\d|on roll))"
)
_AT_SAINT = re.compile(
    r"\b(?:he|she|they|both|child(?:ren)?|boys?|girls?|brothers?|sisters?|siblings?|twins|pupils?)"
    r"(?:'s|'re| is| are| was| were| goe?s?| went)?(?: both| all| still| now| also| currently)?"
    r" (?:at|to) (?P<name>(?:st\.?|saint) [a-z]{3,20}(?:'s?)?)(?![\w'])",
    re.IGNORECASE,
)
_BISHOP = re.compile(
    rf"\b{_EDUCATION} (?:at|from) "
    rf"(?P<name>(?:bishop|archbishop|cardinal|lord|sir|king|queen) {NAME_WORD})",
    re.IGNORECASE,
)
_SAINTLY = re.compile(r"\b(?P<name>St\.? [A-Z][\w']{2,20} (?:RC|CE|CofE|C of E|Catholic))\b")
_ELSEWHERE = word_set("""
hospital hospice church court centre house helens street road lane avenue ward clinic hall
surgery square station university cathedral parish council hub library
""")
_LOWER_LEAD = word_set("""
at attend attends attended attending joined left
""")
_LOWER_VERBS = word_set("""
goes go going went walks walked moved transferred moving back returned
""")


def find_schools(text: str) -> Iterator[Detail]:
    """Yield names by which a reader could find a child's school."""
    for found in _SCHOOL.finditer(text):
        if _NOT_A_SCHOOL_AFTER.match(text, found.end()):
            continue
        start = _school_start(text, found)
        if start is not None:
            yield Detail(start, found.end(), DetailKind.SCHOOL)
    for pattern in (_ATTENDS, _SAINT, _SAINTLY, _BISHOP, _AT_SAINT, _ITS_HEAD):
        for found in pattern.finditer(text):
            if _is_school_name(text, found):
                yield Detail(found.start("name"), found.end("name"), DetailKind.SCHOOL)


def _words_before(text: str, end: int) -> list[re.Match[str]]:
    start = max(0, end - 80)
    words = list(re.finditer(NAME_WORD, text[start:end]))
    kept: list[re.Match[str]] = []
    limit = end - start
    for word in reversed(words):
        if text[start + word.end() : start + limit].strip(" "):
            break
        kept.insert(0, word)
        limit = word.start()
    return kept


def _school_start(text: str, found: re.Match[str]) -> int | None:
    """Return where the school's name starts; None when the words before name none."""
    words = _words_before(text, found.start())
    base = max(0, found.start() - 80)
    run: list[re.Match[str]] = []
    while words and (is_capital(words[-1].group()) or fold(words[-1].group()) in {"of", "and"}):
        run.insert(0, words.pop())
    while run and _says_nothing(run[0].group()):
        run.pop(0)
    if run:
        article = text[: base + run[0].start()].endswith("The ")
        starts = starts_sentence(text, base + run[0].start()) and not article
        named = _names_a_school(run, found, starts=starts)
        return base + run[0].start() if named else None
    return _lower_school(words, base)


def _says_nothing(word: str) -> bool:
    plain = bare(word)
    if plain in ACRONYMS and word.isupper():
        return True
    return plain in _NOTHING


def _names_a_school(run: list[re.Match[str]], found: re.Match[str], *, starts: bool) -> bool:
    """Whether the capitalised words `run` name a school. `starts`: they start the sentence."""
    folded = [bare(match.group()) for match in run]
    own = [word for word in folded if word not in _GENERIC]
    if any(word in _BODIES for word in folded) or not own:
        return False
    saint = folded[0] in {"st", "saint"} or folded[:2] == ["our", "lady"]
    if is_capital(found["type"]) and is_capital(found.group()):
        return saint or not all(word in SECTOR or (word in PLACES and starts) for word in own)
    # "Oakfield primary school": the type is in lower case, so a place or a sentence's first word
    # may stand before it.
    starts_sentence = starts and len(own) == 1
    bare_type = fold(found.group()) == "school"
    known = all(word in SECTOR | PLACES for word in own)
    return saint or not (known or bare_type or starts_sentence)


def _lower_school(words: list[re.Match[str]], base: int) -> int | None:
    """Return the start of a school typed in lower case after a word such as "attends"."""
    folded = [bare(word.group()) for word in words]
    for count in (1, 2, 3):
        if len(folded) <= count:
            return None
        named = folded[-count:]
        if any(word in _NEVER_SMALL for word in named):
            return None
        lead, before = folded[-count - 1], folded[-count - 2 : -count - 1]
        led = (lead, *before) in {("of", "out"), ("from", "excluded"), ("from", "expelled")}
        gone = lead == "to" and before and before[0] in _LOWER_VERBS
        if lead in _LOWER_LEAD or led or gone:
            return base + words[-count].start()
    return None


def _is_school_name(text: str, found: re.Match[str]) -> bool:
    words = [bare(word) for word in found["name"].split()]
    after = re.match(rf" ?({NAME_WORD})", text[found.end("name") : found.end("name") + 30])
    following = bare(after[1]) if after else ""
    if following in _ELSEWHERE or any(word in _ELSEWHERE for word in words):
        return False
    if words[0] in {"st", "saint", "our", "holy", "sacred", "blessed", "all", "christ"}:
        return True
    first = words[0]
    return not is_given(first) and not (
        first in _NEVER_FIRST or first in ACRONYMS or found["name"].split()[0].isupper()
    )
