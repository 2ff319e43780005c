"""People's names, as they are typed."""

from unicodedata import normalize


def one_line(name: str) -> str:
    """Return the name with single spaces and its accents stored in one way."""
    return " ".join(normalize("NFKC", name).split())


def same_person(one: str, other: str) -> bool:
    """Tell whether two typed names are one person's: capitals, spaces and the way in which
    accents are stored make no difference."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    # Folding can take a name apart again (a dotless letter with its accent), so twice.
    return normalize("NFKC", one_line(name).casefold())
