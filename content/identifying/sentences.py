"""Where the sentence around a place begins and ends."""

import re

_STOPS = re.compile(r"[.!?]")
_START = re.compile(r"(?:^|[.!?:;*\u2022\u201c\"-])[\s\]\[\"'(*\u201c-]*$")
_REACH = 200
"""Characters looked at on either side: sentences are shorter, and the work stays in proportion."""


def sentence(text: str, position: int) -> tuple[int, int]:
    """Return the bounds of the sentence around a position, at most 200 characters each way."""
    low, high = max(0, position - _REACH), min(len(text), position + _REACH)
    starts = [m.end() for m in _STOPS.finditer(text, low, position)]
    ends = _STOPS.search(text, position, high)
    return (starts[-1] if starts else low), (ends.start() if ends else high)


def starts_sentence(text: str, position: int) -> bool:
    """Whether a sentence, or a line of a list, starts at a position."""
    return _START.search(text[max(0, position - 10) : position]) is not None
