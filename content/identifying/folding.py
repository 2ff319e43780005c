"""One form for a word, and tables of words and phrases."""

import re
import unicodedata

_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "ð": "d", "þ": "th"}
)


def fold(text: str) -> str:
    """Return the text in lower case without accents, so that José and jose are one."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.translate(_STROKES)


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


def phrase_set(phrases: str) -> frozenset[str]:
    """Return the phrases of a text, parted by commas and ends of lines, as a set."""
    return frozenset(_phrases(phrases))


def either(phrases: str) -> str:
    """Return a pattern for any of the phrases, parted by commas with a space and ends of lines. A
    phrase may itself be a pattern, as "pupils?"."""
    return f"(?:{'|'.join(_phrases(phrases))})"


def _phrases(phrases: str) -> list[str]:
    return re.split(r", |\n", phrases.strip())
