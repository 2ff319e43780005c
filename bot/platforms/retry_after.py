"""A platform's word on how long to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Final

LONGEST: Final = timedelta(hours=1)
"""No word is heeded for longer: then the platform is asked again. Both speak of seconds, or of a
few minutes; a mistaken figure, or a date by another clock, must not silence a channel for a day."""


UNSAID: Final = timedelta(seconds=5)
"""How long is waited where a platform says that it was too fast, and not how long to wait."""


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Read Retry-After: seconds, whole or not, or an HTTP date, which is always GMT, said or not.
    None for anything else; never negative, never more than `LONGEST`. `now` is aware."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            at = parsedate_to_datetime(value)
        except (ValueError, OverflowError):  # a year, or a zone, beyond all numbers
            return None
        seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    if not isfinite(seconds):
        return None
    return timedelta(seconds=min(max(seconds, 0.0), LONGEST.total_seconds()))
