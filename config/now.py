"""The one clock. It is passed in wherever the time matters, so that a test can hold it."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Now = Callable[[], datetime]
"""Returns the present moment as an aware datetime in UTC."""

LONDON = ZoneInfo("Europe/London")
"""The zone in which plans are written and read."""


def system_now() -> datetime:
    """Return the machine's present moment, aware, in UTC."""
    return datetime.now(UTC)
