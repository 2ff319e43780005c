"""The names in a text: before a place, after a place, and all of them."""

import re
from collections.abc import Iterator

from content.identifying.folding import fold, word_set
from content.identifying.names import (
    NAME_WORD,
    Name,
    bare,
    is_capital,
    is_given,
    is_nobody,
)
from content.identifying.places import PLACES
from content.identifying.words import FUNCTION, KIN, NATIONS, PARTICLES, PEOPLE

_WORDS_BEFORE = re.compile(rf"{NAME_WORD}(?= *$| +{NAME_WORD})")
_WORD = re.compile(NAME_WORD)
_LAST_WORD = re.compile(rf"({NAME_WORD})[ ,:(\"-]{{1,3}}$")
_LETTERED = PEOPLE | KIN | word_set("annex appendix dr figure miss mr mrs ms part table")
"""What stands before the letters that are no name: "Child Q", "Annex B"."""
_ALSO_SURNAMES = PLACES | NATIONS
MAX_WORDS = 4

_Run = list[tuple[str, int, int]]


def name_before(text: str, end: int) -> Name | None:
    """Return the name that ends at `end` (spaces apart), if the words there can be one."""
    start = max(0, end - 80)
    found = list(_WORDS_BEFORE.finditer(text[start:end]))
    words = [(m.group(), start + m.start(), start + m.end()) for m in _contiguous(found)]
    run: _Run = []
    while words and len(run) < MAX_WORDS:
        word = words[-1][0]
        if is_capital(word) or (run and fold(word) in PARTICLES):
            run.insert(0, words.pop())
        else:
            break
    while run and fold(run[0][0]) in PARTICLES and not is_capital(run[0][0]):
        words.append(run.pop(0))
    return _name(bare(words[-1][0]) if words else "", run) if run else _lower_name(words)


def name_after(text: str, start: int) -> Name | None:
    """Return the name that starts at `start`, if the words there can be one."""
    run = _run_at(text, start)
    if run:
        return _name("", run)
    word = _WORD.match(text, start, min(len(text), start + 30))
    if word and is_given(word.group()):
        return Name(word.start(), word.end(), (word.group(),), "")
    return None


def names_in(text: str) -> Iterator[Name]:
    """Yield every run of capitalised words that can be a name, each with the word before it."""
    passed = 0
    for word in _WORD.finditer(text):
        if word.start() < passed or not is_capital(word.group()):
            continue
        run = _run_at(text, word.start())
        if not run:
            continue
        passed = run[-1][2]
        before = _LAST_WORD.search(text, max(0, word.start() - 30), word.start())
        name = _name(bare(before[1]) if before else "", run)
        if name:
            yield name


def _run_at(text: str, start: int) -> _Run:
    """Return the capitalised words that follow each other from `start`."""
    found: _Run = []
    position = start
    while len(found) < MAX_WORDS:
        word = _WORD.match(text, position, min(len(text), position + 30))
        if word is None:
            break
        is_particle = bool(found) and fold(word.group()) in PARTICLES
        if not is_capital(word.group()) and not is_particle:
            break
        found.append((word.group(), word.start(), word.end()))
        if word.group().endswith("'s") or text[word.end() : word.end() + 1] != " ":
            break
        position = word.end() + 1
    return found


def _contiguous(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the last words that only spaces part from each other and from the end."""
    kept: list[re.Match[str]] = []
    for match in reversed(found):
        until = kept[0].start() if kept else len(match.string)
        if match.string[match.end() : until].strip(" "):
            break
        kept.insert(0, match)
    return kept


def _name(before: str, run: _Run) -> Name | None:
    """Return the name in a run of words, without those around it that are no part of one."""
    while run and is_nobody(run[0][0]):
        before = bare(run.pop(0)[0])
    if not run:
        return None
    kept = run
    for index, (word, _, _) in enumerate(run):
        surname = is_given(run[0][0]) and bare(word) in _ALSO_SURNAMES
        if index and is_nobody(word) and not surname:
            kept = run[:index]
            break
    if kept != run and not is_given(kept[0][0]):
        return None
    name = Name(kept[0][1], kept[-1][2], tuple(w for w, _, _ in kept), before)
    # "Child Q", "sibling AB": how reviews write of people whom they do not name.
    return None if name.initials and before in _LETTERED else name


def _lower_name(words: _Run) -> Name | None:
    """Return a name typed in lower case: a given name, perhaps with one more word."""
    for kept in (words[-1:], words[-2:]):
        if kept and is_given(kept[0][0]):
            if any(fold(word) in FUNCTION | PEOPLE | KIN for word, _, _ in kept[1:]):
                return None
            earlier = words[: -len(kept)]
            before = bare(earlier[-1][0]) if earlier else ""
            return Name(kept[0][1], kept[-1][2], tuple(w for w, _, _ in kept), before)
    return None
