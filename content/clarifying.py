"""What the Learning group may say in answer to a query, privately or to everybody. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final
from unicodedata import normalize

from content.identifying import find_identifying
from content.templating import say

MAX_WORDS: Final = 2000
"""Characters of an answer or a clarification: as many as a query may have, and a post in a channel
stays one that is read."""

QUOTED_RUN: Final = 8
"""So many words in a row that stand in the query too are a quotation: who asked, or somebody beside
them, would know the sentence again."""

SHORTEST_QUOTED: Final = 3
"""A query of fewer words than a run is quoted where all of them stand in a row; fewer than these
are nobody's own words."""

_WORD = re.compile(r"\w+(?:'\w+)*")


def tidy(words: str) -> str:
    """Return what was written with one form of line break and nothing around it, without what a
    database takes for no text (NUL, half characters)."""
    whole = words.replace("\x00", "").encode("utf-8", "replace").decode()
    lines = whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def answer_trouble(words: str) -> str | None:
    """Return why these words cannot go to the one person who asked, or None."""
    if not words:
        return say("answer.empty")
    if len(words) > MAX_WORDS:
        return say("answer.too_long", limit=MAX_WORDS, length=len(words))
    kinds = sorted({detail.kind.words for detail in find_identifying(words)})
    return say("answer.identifying", kinds=", ".join(kinds)) if kinds else None


def clarification_trouble(words: str, query: str) -> str | None:
    """Return why these words cannot go to everybody, or None. `query` is what was asked: nobody
    may find their own sentence in a channel."""
    trouble = answer_trouble(words)
    if trouble is None and quotes(words, query):
        return say("clarification.quotes", words=QUOTED_RUN)
    return trouble


def quotes(words: str, query: str) -> bool:
    """Tell whether a run of the query's words, or the whole of a short one, stands in these words.
    Capitals, punctuation and the form of quotes and spaces make no difference."""
    asked, said = _words(query), _words(words)
    size = min(QUOTED_RUN, len(asked))
    if size < SHORTEST_QUOTED:
        return False
    runs = set(_runs(asked, size))
    return any(run in runs for run in _runs(said, size))


def _words(text: str) -> list[str]:
    plain = normalize("NFKC", text).casefold().replace("\u2019", "'")
    return _WORD.findall(plain)


def _runs(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    for first in range(len(words) - size + 1):
        yield tuple(words[first : first + size])
