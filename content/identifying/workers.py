"""Names of workers, and names with Mr, Mrs or Dr."""

import re
from collections.abc import Iterator

from content.identifying.detail import Detail, DetailKind
from content.identifying.folding import word_set
from content.identifying.names import Name, bare, is_capital, is_given, is_nobody, is_rather_given
from content.identifying.published import unless_published
from content.identifying.roles import WORKER
from content.identifying.runs import name_after, names_in
from content.identifying.sentences import starts_sentence
from content.identifying.words import FUNCTION

_HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Nurse|Rev(?:erend)?|Imam|Auntie|Aunty)\.?"
_TITLE = re.compile(
    rf"(?<![\w-])(?<!chief ){WORKER}(?:(?: ?[,:(]| -)? | ?\()(?:(?-i:{_HONORIFIC}) )?(?=[^\W\d_])",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    rf"\b{_HONORIFIC} (?:(?:and|&) {_HONORIFIC} )?(?=[A-Z]|(?:Mc|Mac|O'|al-|de |van )\w)"
)
_ADDRESSED_LOWER = re.compile(r"\b(?:mr|mrs|ms|dr) (?P<name>[a-z]{3,20})\b")
_HONORIFIC_LAST = re.compile(rf"{_HONORIFIC} $")
_ROLE_AFTER = re.compile(
    rf",? ?\(?(?:an? |the |his |her |their |our |my )?(?:(?!chief)[a-z-]{{1,20}} )?{WORKER}\b",
    re.IGNORECASE,
)
_JOBS = word_set("""
advanced adviser apprentice apprenticeship assistant associate awards bank chief consultant
coordinator degree deputy designated director doctor executive federation forum general graduate
head inspector lead liaison manager named national nurse officer practitioner president principal
prior recruitment registrar registration regulator representative senior specialist speaker
supervisor surgeon team trainee training union unison week world
""")
"""Words that follow a title with a capital and are no name: Social Worker Apprentice."""


def find_workers(text: str) -> Iterator[Detail]:
    """Yield names that stand right beside what their bearers do, or with a form of address."""
    for pattern in (_TITLE, _ADDRESSED):
        for found in pattern.finditer(text):
            name = name_after(text, found.end())
            if name and name.start == found.end() and _is_a_worker(text, found, name):
                yield from unless_published(text, name)
    for found in _ADDRESSED_LOWER.finditer(text):
        if found["name"] not in FUNCTION:
            yield Detail(found.start("name"), found.end("name"), DetailKind.NAME)
    for name in names_in(text):
        if len(name.words) > 1 and is_given(name.words[0]) and _ROLE_AFTER.match(text, name.end):
            yield from unless_published(text, name)


def _is_a_worker(text: str, found: re.Match[str], name: Name) -> bool:
    """Whether the words after a title are a name."""
    if not is_capital(name.words[0]) or name.initials:
        return False
    if any(bare(word) in _JOBS or is_nobody(word) for word in name.words):
        return False
    if is_rather_given(name.words[0]):
        return True
    if name.place:
        return False
    if len(name.words) > 1 or _HONORIFIC_LAST.search(found.group()):
        return True
    # "interpreter Farrukh": the title is in small letters, so the capital makes a name.
    title = found.group().split()
    plain = title[-1].islower() and (len(title) > 1 or starts_sentence(text, found.start()))
    return (plain or title[0].islower()) and not name.unlikely
