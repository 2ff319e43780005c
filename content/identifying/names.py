"""Whether words are somebody's name."""

import re
from dataclasses import dataclass

from content.identifying.doubtful import ALSO_WORDS, MORE_NAMES
from content.identifying.folding import fold, word_set
from content.identifying.given import GIVEN
from content.identifying.places import (
    LAST_WORDS,
    LAST_WORDS_OR_SURNAMES,
    PLACE_NAMES,
    PLACES,
    QUALIFIERS,
)
from content.identifying.words import ACRONYMS, CALENDAR, FUNCTION, NATIONS, NOBODY

NAME_WORD = (
    r"(?:(?:St|st|Mrs?|Ms|Dr)\.|[^\W\d_]+(?:['-][^\W\d_]+|\.[^\W\d_](?![^\W\d_]))*"
    r"(?:(?<![^\W\d_]{2})\.)?)"
)
"""One word of a name: letters of any script, with apostrophes, hyphens and initials' dots. The dot
that ends a sentence is not part of it."""

_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}[A-Z]?\.?|[A-Z]{1,3}")
_COMMON_ENDING = re.compile(
    r".{3,}(?:tion|sion|ment|ness|ship|ism|ity|ance|ence|ology|ings?|wards?|ers|ors|ists|ies|fully)"
)
_RATHER_GIVEN = MORE_NAMES - CALENDAR - NATIONS
_WHERE = word_set("""
in at from across near around since until during on throughout outside within after before under
over
""")


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
    def place(self) -> bool:
        """Whether it is a place's name: a known one, or another with a word such as North."""
        folded = [bare(word) for word in self.words]
        phrases = {" ".join(folded), " ".join((self.before, *folded))}
        if phrases & PLACE_NAMES or folded[-1] in LAST_WORDS:
            return True
        return not self.listed and (
            folded[-1] in PLACES
            or (len(folded) > 1 and folded[-1] in LAST_WORDS_OR_SURNAMES)
            or folded[0] in QUALIFIERS
            or self.before in QUALIFIERS
        )

    @property
    def unlikely(self) -> bool:
        """Whether it looks like a common word: in the plural, or with the ending of an idea."""
        return len(self.words) == 1 and looks_common(self.words[0])

    @property
    def likely(self) -> bool:
        """Whether it starts with a capital and nothing speaks against a person's name."""
        return (
            not self.unlikely
            and not self.initials
            and not self.place
            and all(map(is_capital, (self.words[0], self.words[-1])))
        )


def looks_common(word: str) -> bool:
    """Whether a word is in the plural, or has the ending of an idea."""
    plain = bare(word)
    return bool(_COMMON_ENDING.fullmatch(plain)) or (
        plain.endswith("s") and not plain.endswith(("ss", "as", "is", "us", "os"))
    )


def bare(word: str) -> str:
    """Return a word folded, without its possessive and final dot."""
    plain = fold(word)
    for ending in ("'s", "'", "."):
        if plain.endswith(ending):
            return plain.removesuffix(ending)
    return plain


def is_given(word: str) -> bool:
    """Whether the word is a given name and nothing else, or a double name of two."""
    whole = bare(word)
    if whole in GIVEN:
        return True
    first, hyphen, second = whole.partition("-")
    return bool(hyphen) and (
        (first in GIVEN and second.partition("-")[0] not in FUNCTION)
        or (first in ALSO_WORDS and second in GIVEN | ALSO_WORDS)
    )


def may_be_given(word: str) -> bool:
    """Whether the word is a given name, if also something else."""
    return is_given(word) or bare(word) in ALSO_WORDS


def is_rather_given(word: str) -> bool:
    """Whether the word is a given name that, inside a sentence, is seldom something else."""
    return is_given(word) or bare(word) in _RATHER_GIVEN


def is_initials(word: str) -> bool:
    """Whether the word is somebody's initials, as "J.S." or "JS", and no known short form."""
    letters = word.removesuffix("'s")
    return bool(_INITIALS.fullmatch(letters)) and fold(letters.replace(".", "")) not in ACRONYMS


def is_capital(word: str) -> bool:
    """Whether the word starts as a name does; a script without capitals always does."""
    return not word[0].islower()


def is_nobody(word: str) -> bool:
    """Whether the word, with its capital, is known to be no part of a name."""
    plain = bare(word)
    return (
        not is_given(word)
        and not is_initials(word)
        and (plain in NOBODY or (word.isupper() and len(plain) > 1) or plain in ACRONYMS)
    )
