"""A clock that stands until it is moved."""

from datetime import datetime


class HeldClock:
    """`clock.now` is the `Now` to pass in."""

    def __init__(self, moment: datetime) -> None:
        """Show this aware moment in UTC."""
        self._moment = moment

    def now(self) -> datetime:
        """Return the moment it shows."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Show a later moment. Raises ValueError for an earlier one: time does not go back."""
        if moment < self._moment:
            raise ValueError(f"It is {self._moment} already.")
        self._moment = moment
