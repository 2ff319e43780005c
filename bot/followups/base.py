"""What the clock asks of a follow-up."""

from datetime import datetime
from typing import Protocol

from bot.store.engine import AsyncConnection


class FollowUp(Protocol):
    """One kind of follow-up."""

    @property
    def name(self) -> str:
        """Return what the log calls it."""
        ...

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Put in what is due now, in this transaction, and return when to come back at the
        latest (None: nothing is known to come). Done again, or by two clocks at once, it does
        nothing more."""
        ...
