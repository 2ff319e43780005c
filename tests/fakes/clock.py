"""A clock that a test holds."""

from datetime import UTC, date, datetime, time, timedelta

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
    `clock.now` is the `Now` to pass in.

    It begins on this week's Monday, never ahead of the machine: certificates that are made by it
    are read by the machine's own clock."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        london = self.now().astimezone(LONDON)
        self._show(london.date() - timedelta(days=london.weekday()))

    def now(self) -> datetime:
        """Return the moment it shows, aware, in UTC."""
        return system_now() + self._ahead

    def advance(self, by: timedelta) -> None:
        """Let so much time pass at once."""
        self._ahead += by

    def move_to_monday(self) -> None:
        """Let time pass until ten o'clock on a Monday in London, a working morning."""
        london = self.now().astimezone(LONDON)
        monday = london.date() + timedelta(days=-london.weekday() % 7)
        if _ten(monday) < london:
            monday += timedelta(days=7)
        self._show(monday)

    def _show(self, day: date) -> None:
        self._ahead += _ten(day) - self.now()


def _ten(day: date) -> datetime:
    return datetime.combine(day, time(10), LONDON).astimezone(UTC)
