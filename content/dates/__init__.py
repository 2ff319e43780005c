"""Days as people write them: "fri", "3 dec", "two weeks", "until the end of the month". Pure.

English only, and small on purpose: docs/decisions/0008-cascade.md says what a library made of
the same words. The caller says which day it is in London; nothing here knows the time.
"""

from datetime import date

from content.dates.reader import Reader, Unclear, months_on, unclear
from content.dates.words import YEAR, tokens
from content.templating import say

__all__ = ["MAX_YEARS", "read_date"]

MAX_YEARS = 2
"""How far ahead a day may be. What lies further is more likely a slip than a plan."""


def read_date(text: str, today: date, *, past: bool = False) -> date | str:
    """Return the day that the words name, or a kind sentence that asks for another.

    The day is one after `today`; where `past` is true, `today` or one before it. "Friday" is the
    nearest one, "next Friday" that of next week. Numbers stand day first, as in Britain."""
    try:
        found = Reader(today, past=past).read(tokens(text))
    except Unclear as failed:
        return failed.sentence
    except (ValueError, OverflowError):  # a day that is in no calendar
        return unclear(past=past)
    if past:
        return say("date.not_yet") if found > today else found
    if found <= today:
        return say("date.over")
    return say("date.far") if found > months_on(today, YEAR * MAX_YEARS) else found
