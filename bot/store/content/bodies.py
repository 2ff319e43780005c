"""Briefings as the database keeps them, each read from its JSON once.

Checking a briefing's JSON takes longer than fetching it, and most deliveries of a day are about the
same few. What is remembered goes by the words themselves, so it can never be out of date.
"""

from functools import lru_cache
from typing import Final

from sqlalchemy import Label, Text

from bot.store.tables import briefing_versions
from content.briefing import BRIEFING, Briefing

MOST: Final = 200

BODY: Final[Label[str]] = briefing_versions.c.body.cast(Text).label("body")
"""A version's JSON as text, for a `select`."""


@lru_cache(maxsize=MOST)
def read_body(body: str) -> Briefing:
    """Return the briefing that this JSON text holds. Nobody changes it: it is frozen."""
    return BRIEFING.validate_json(body)
