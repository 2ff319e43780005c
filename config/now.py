"""The one clock. It is passed in wherever the time matters, so that a test can hold it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

Now = Callable[[], datetime]
"""Returns the present moment as an aware datetime in UTC."""

LONDON = ZoneInfo("Europe/London")
"""The zone in which plans are written and read."""

LONGEST_IN_HOURS: Final = 48
"""From so many hours on, a span of time is told in days."""


def in_london(moment: datetime) -> str:
    """Return an aware moment as London people read it: `Mon 11 Jan 2027, 09:00`."""
    return f"{moment.astimezone(LONDON):%a %-d %b %Y, %H:%M}"


def system_now() -> datetime:
    """Return the machine's present moment, aware, in UTC."""
    return datetime.now(UTC)


def span_words(span: timedelta) -> str:
    """Return a span of time in words, to the nearest hour, and from two days on to the nearest
    day."""
    hours = max(1, round(span / timedelta(hours=1)))
    if hours < LONGEST_IN_HOURS:
        return f"{hours} {'hour' if hours == 1 else 'hours'}"
    return f"{round(span / timedelta(days=1))} days"
