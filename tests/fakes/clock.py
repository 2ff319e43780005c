"""A clock that a test holds."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""A Monday morning in winter, when London's time is UTC."""


class FakeClock:
    """Stands still until it is moved. `clock.now` is the `Now` to pass in."""

    def __init__(self, moment: datetime = START) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """Return the moment it shows, aware, in UTC."""
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self._moment += by

    def set(self, moment: datetime) -> None:
        """Show another moment; it must be aware."""
        self._moment = moment.astimezone(UTC)
