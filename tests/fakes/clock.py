"""A clock that a test holds."""

from datetime import UTC, datetime, time, timedelta

from config.now import LONDON, system_now

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


class MovingClock:
    """Goes on like the machine's clock, from a working morning: weeks pass when it is told so.
    `clock.now` is the `Now` to pass in."""

    def __init__(self) -> None:
        now = system_now()
        monday = now.astimezone(LONDON).date() + timedelta(
            days=-now.astimezone(LONDON).weekday() % 7
        )
        morning = datetime.combine(monday, time(10), LONDON).astimezone(UTC)
        self._ahead = morning - now

    def now(self) -> datetime:
        """Return the moment it shows, aware, in UTC."""
        return system_now() + self._ahead

    def advance(self, by: timedelta) -> None:
        """Let so much time pass at once."""
        self._ahead += by
