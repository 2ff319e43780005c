"""What may be said of why a briefing was withdrawn. Pure."""

from typing import Final

from content.identifying import find_identifying
from content.templating import say

MAX_REASON: Final = 300
"""Characters: a sentence or two, read by everybody who has the post."""


def reason_trouble(words: str) -> str | None:
    """Return why these words cannot stand in the notice, or None."""
    if not words:
        return say("withdrawal.no_reason")
    if len(words) > MAX_REASON:
        return say("withdrawal.too_long", limit=MAX_REASON, length=len(words))
    kinds = sorted({str(detail.kind) for detail in find_identifying(words)})
    return say("withdrawal.identifying", kinds=", ".join(kinds)) if kinds else None
