"""People's names, as they are typed."""

from collections.abc import Iterable, Sequence
from itertools import dropwhile
from typing import Final
from unicodedata import category, combining, normalize

TITLES: Final = frozenset(
    {"dr", "doctor", "mr", "mister", "mrs", "ms", "miss", "mx", "prof", "professor"}
    | {"sir", "dame", "lord", "lady", "rev", "revd", "reverend"}
)
"""Words before a name that are not of it; some write them and others do not."""

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
"""What Unicode does not take for a letter with an accent, and people type without."""


def one_line(name: str) -> str:
    """Return the name with single spaces and its accents stored in one way."""
    return " ".join(normalize("NFKC", name).split())


def same_person(one: str, other: str) -> bool:
    """Tell whether two typed names are one person's: capitals, accents, what stands between the
    letters (spaces, hyphens, apostrophes, what cannot be seen), and titles before it make no
    difference, so that nobody approves their own words under another spelling of their name."""
    return not _spellings(one).isdisjoint(_spellings(other))


def find_name(typed: str, known: Iterable[str]) -> str | None:
    """Return which of the known names is meant, or None. Of two that differ in their titles alone,
    it is the one with the title that was typed."""
    same = [name for name in known if same_person(name, typed)]
    return min(same, key=lambda name: _whole(name) != _whole(typed), default=None)


def _spellings(name: str) -> set[str]:
    """Return the name's letters as they are, and without the titles before it. Both, for `MS Jones`
    may have initials; what is a title alone stays."""
    untitled = "".join(dropwhile(TITLES.__contains__, _words(name)))
    return {_whole(name), untitled or _whole(name)}


def _whole(name: str) -> str:
    return "".join(_words(name)) or one_line(name)


def _words(name: str) -> Sequence[str]:
    # Folding can take a name apart again (a dotless letter with its accent), so twice.
    plain = normalize("NFKD", normalize("NFKD", name).casefold())
    seen = (c for c in plain if not combining(c) and category(c) != "Cf")
    letters = "".join(c if category(c)[0] in "LMN" else " " for c in seen)
    return letters.translate(_LETTERS).split()
