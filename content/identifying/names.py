"""Whether the words beside an age are somebody's name."""

import re
from dataclasses import dataclass

from content.identifying.words import (
    ACRONYMS,
    ALSO_WORDS,
    CALENDAR,
    FUNCTION,
    GIVEN,
    KIN,
    NOBODY,
    PARTICLES,
    PEOPLE,
    fold,
    word_set,
)

NAME_WORD = (
    r"(?:(?:St|st|Mrs?|Ms|Dr)\.|[^\W\d_]+(?:['-][^\W\d_]+|\.[^\W\d_](?![^\W\d_]))*"
    r"(?:(?<![^\W\d_]{2})\.)?)"
)
"""One word of a name: letters of any script, with apostrophes, hyphens and initials' dots. The dot
that ends a sentence is not part of it."""

_WORDS_BEFORE = re.compile(rf"{NAME_WORD}(?= *$| +{NAME_WORD})")
_WORD = re.compile(NAME_WORD)
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}[A-Z]?\.?|[A-Z]{1,3}")
_COMMON_ENDING = re.compile(
    r".{3,}(?:tion|sion|ment|ness|ship|ism|ity|ance|ence|ology|ings?|wards?|ers|ors|ists|ies|fully)"
)
_WHERE = word_set("""
in at from across near around since until during on throughout outside within after before under
over
""")
MAX_WORDS = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A run of words that may be a name."""

    start: int
    end: int
    words: tuple[str, ...]
    before: str
    """The word that stands before it, folded; empty at a sentence's start."""

    @property
    def listed(self) -> bool:
        """Whether one of its words is a given name that is nothing else."""
        return any(is_given(word) for word in self.words)

    @property
    def initials(self) -> bool:
        """Whether it is initials only."""
        return all(is_initials(word) for word in self.words)

    @property
    def after_a_place_word(self) -> bool:
        """Whether it stands where a place or a day stands: after in, at, since."""
        return self.before in _WHERE

    @property
    def unlikely(self) -> bool:
        """Whether it looks like a common word: in the plural, or with the ending of an idea."""
        if len(self.words) != 1:
            return False
        word = bare(self.words[0])
        return bool(_COMMON_ENDING.fullmatch(word)) or (
            word.endswith("s") and not word.endswith(("ss", "as", "is", "us", "os"))
        )


def bare(word: str) -> str:
    """Return a word folded, without its possessive and final dot."""
    return re.sub(r"(?:'s|'|\.)$", "", fold(word))


def is_given(word: str) -> bool:
    """Whether the word, or the first part of a double name, is a given name and nothing else."""
    whole = bare(word)
    first = re.split(r"[-']", whole)[0]
    given = whole if whole in GIVEN else first if "-" in whole else ""
    return given in GIVEN and given not in ALSO_WORDS | CALENDAR


def may_be_given(word: str) -> bool:
    """Whether the word is a given name, if also something else."""
    return bare(word) in GIVEN | ALSO_WORDS


def is_initials(word: str) -> bool:
    """Whether the word is somebody's initials, as "J.S." or "JS", and no known short form."""
    return bool(_INITIALS.fullmatch(word)) and fold(word.replace(".", "")) not in ACRONYMS


def is_capital(word: str) -> bool:
    """Whether the word starts as a name does; a script without capitals always does."""
    return not word[0].islower()


def _is_nobody(word: str) -> bool:
    plain = bare(word)
    return (
        not is_given(word)
        and not is_initials(word)
        and (plain in NOBODY or (word.isupper() and len(plain) > 1) or plain in ACRONYMS)
    )


def name_before(text: str, end: int) -> Name | None:
    """Return the name that ends at `end` (spaces apart), if the words there can be one."""
    start = max(0, end - 80)
    found = list(_WORDS_BEFORE.finditer(text[start:end]))
    words = [(m.group(), start + m.start(), start + m.end()) for m in _contiguous(found)]
    run: list[tuple[str, int, int]] = []
    while words and len(run) < MAX_WORDS:
        word = words[-1][0]
        if is_capital(word) or (run and fold(word) in PARTICLES):
            run.insert(0, words.pop())
        else:
            break
    while run and fold(run[0][0]) in PARTICLES and not is_capital(run[0][0]):
        words.append(run.pop(0))
    return _name(words, run) if run else _lower_name(words)


def name_after(text: str, start: int) -> Name | None:
    """Return the name that starts at `start`, if the words there can be one."""
    found: list[tuple[str, int, int]] = []
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
    if found:
        return _name([], found)
    word = _WORD.match(text, start, min(len(text), start + 30))
    if word and is_given(word.group()):
        return Name(word.start(), word.end(), (word.group(),), "")
    return None


def _contiguous(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the last words that only spaces part."""
    kept: list[re.Match[str]] = []
    for match in reversed(found):
        if kept and kept[0].string[match.end() : kept[0].start()].strip(" "):
            break
        kept.insert(0, match)
    return kept


def _name(words: list[tuple[str, int, int]], run: list[tuple[str, int, int]]) -> Name | None:
    dropped = ""
    while run and _is_nobody(run[0][0]):
        dropped = bare(run.pop(0)[0])
    before = dropped or (bare(words[-1][0]) if words else "")
    if not run:
        return None
    kept = run
    for index, (word, _, _) in enumerate(run):
        if index and _is_nobody(word):
            kept = run[:index]
            break
    if kept != run and not is_given(kept[0][0]):
        return None
    name = Name(kept[0][1], kept[-1][2], tuple(w for w, _, _ in kept), before)
    # "Child Q", "sibling AB": how reviews write of people whom they do not name.
    if name.initials and before in PEOPLE | KIN | {"table", "appendix", "part", "figure", "annex"}:
        return None
    return name


def _lower_name(words: list[tuple[str, int, int]]) -> Name | None:
    """Return a name typed in lower case: a given name, perhaps with one more word."""
    for kept in (words[-1:], words[-2:]):
        if kept and is_given(kept[0][0]):
            if any(fold(word) in FUNCTION | PEOPLE | KIN for word, _, _ in kept[1:]):
                return None
            earlier = words[: -len(kept)]
            before = bare(earlier[-1][0]) if earlier else ""
            return Name(kept[0][1], kept[-1][2], tuple(w for w, _, _ in kept), before)
    return None
