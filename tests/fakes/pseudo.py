"""A pseudo-language: every phrase of the templates in other letters, so that whatever is still
English in what people read did not come from a template."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from string import ascii_letters
from unittest.mock import patch

from content import templating

_WIDE = {ord(letter): chr(ord(letter) + 0xFEE0) for letter in ascii_letters}
"""Letters of full width: letters still, and none of ours."""

_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_LITERAL = re.compile(r"'[^']*'")
_PLACE = re.compile(r"(%s)")


def marked(words: str) -> str:
    """Return the words in other letters, `%s` left as it is."""
    parts = _PLACE.split(words)
    return "".join(part if part == "%s" else part.translate(_WIDE) for part in parts)


def pseudo(phrase: str) -> str:
    """Return the phrase with all that it says in other letters, and what it fills in left alone."""
    return "".join(
        _LITERAL.sub(lambda said: marked(said[0]), part) if part.startswith("{") else marked(part)
        for part in _TAG.split(phrase)
    )


@contextmanager
def pseudo_language() -> Generator[None]:
    """Let everything be said in the pseudo-language."""
    read = templating._phrases()  # pyright: ignore[reportPrivateUsage] - where phrases are read
    other = {
        table: {name: pseudo(words) for name, words in names.items()}
        for table, names in read.items()
    }
    _forget()
    with patch.object(templating, "_phrases", lambda: other):
        yield
    _forget()


def _forget() -> None:
    templating.say.cache_clear()
    templating._template.cache_clear()  # pyright: ignore[reportPrivateUsage] - it was read before
