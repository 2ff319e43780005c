"""What the clock asks of a follow-up."""

from datetime import datetime
from typing import Protocol

from bot.store.engine import AsyncConnection
from bot.store.looks import Look


class FollowUp(Protocol):
    """One kind of follow-up."""

    @property
    def name(self) -> str:
        """Return what the log calls it."""
        ...

    def look(self, now: datetime) -> Look | None:
        """Return what tells whether there may be anything to do now, and when next; None where it
        is to be called whatever there is. Where the look finds nothing due, a call now would change
        nothing."""
        ...

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Put in what is due now, in this transaction, and return when to come back at the
        latest (None: nothing is known to come). Done again, or by two clocks at once, it does
        nothing more."""
        ...
