"""What may be said in channels about a survey's results: "you said, we did". Pure."""

from collections.abc import Iterable

from content.clarifying import QUOTED_RUN, answer_trouble, quotes
from content.templating import say


def response_trouble(words: str, comments: Iterable[str]) -> str | None:
    """Return why these words cannot be posted, or None. `comments` are what people wrote: nobody
    may find their own sentence in a channel."""
    trouble = answer_trouble(words)
    if trouble is None and any(quotes(words, comment) for comment in comments):
        return say("survey_results.quotes", words=QUOTED_RUN)
    return trouble


def response_lines(words: str) -> list[str]:
    """Return what will be done, a line each."""
    return [line.strip() for line in words.splitlines() if line.strip()]
