"""People's names, as they are typed."""

from unicodedata import category, combining, normalize

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
"""What Unicode does not take for a letter with an accent, and people type without."""


def one_line(name: str) -> str:
    """Return the name with single spaces and its accents stored in one way."""
    return " ".join(normalize("NFKC", name).split())


def same_person(one: str, other: str) -> bool:
    """Tell whether two typed names are one person's: capitals, accents, and what stands between
    the letters (spaces, hyphens, apostrophes, what cannot be seen) make no difference, so that
    nobody approves their own words under another spelling of their name."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    # Folding can take a name apart again (a dotless letter with its accent), so twice.
    plain = normalize("NFKD", normalize("NFKD", name).casefold())
    letters = "".join(c for c in plain if not combining(c) and category(c)[0] in "LMN")
    return letters.translate(_LETTERS) or one_line(name)
