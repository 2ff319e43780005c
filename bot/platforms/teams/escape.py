"""Keeps plain words plain on an Adaptive Card. Pure.

Three things could come alive in a card: Markdown (TextBlock and FactSet read a subset of it, a
TextRun reads none), the functions `{{DATE(…)}}` and `{{TIME(…)}}` (every text is searched for
them) and, in messages, `<at>` mentions. Asterisks and underscores take a backslash, which every
renderer of Teams understands. The rest is cut apart by a zero-width space, because the renderers
of the phones print a backslash before other characters.
"""

import re

_GAP = "\u200b"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FUNCTION = re.compile(r"\{(?=\{)")
_DELIMITERS = re.compile(r"[\\*_`]")
_LIVE = re.compile(r"<|(?<=\])(?=[(\[:])|~(?=~)|&(?=#?\w+;)")
_LINE_START = re.compile(r"(?m)^(?=\s*(?:[-+#>=|\[]|\d+[.)]|~~~))")
_MARKDOWN = re.compile(r"[\\*_`<]|\](?=[(\[:])|~~|&#?\w+;|^\s*(?:[-+#>=|\[]|\d+[.)])", re.MULTILINE)


def printable(text: str) -> str:
    """Return the text without what no screen shows and no database takes, each line ended by
    a line feed."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(text: str) -> str:
    """Return words for a place that reads no Markdown (a TextRun, a title, a label)."""
    return _FUNCTION.sub("{" + _GAP, printable(text))


def markdown(text: str) -> str:
    """Return words for a place that reads Markdown, so that they show as they are. One line:
    Markdown would drop a single line break."""
    line = " ".join(plain(text).split("\n")).strip()
    escaped = _DELIMITERS.sub(r"\\\g<0>", line)
    apart = _LIVE.sub(lambda found: found.group() + _GAP, escaped)
    return _LINE_START.sub(_GAP, apart)


def reads_as_markdown(text: str) -> bool:
    """Tell whether some renderer might read something into the words. For choices' titles: Teams
    shows them as they are, other hosts of the same card read Markdown there, so no escape is
    right everywhere."""
    return _MARKDOWN.search(text) is not None
