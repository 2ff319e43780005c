"""Retention: what is older than its period leads to nobody any more."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.store.engine import AsyncConnection
from bot.store.looks import Look, look_at
from bot.store.people.retention import (
    alone,
    forget_members,
    forget_messages,
    old_dissemination,
    old_survey,
    retention_look,
)
from bot.store.people.unlinking import unlink_dissemination, unlink_survey

EVERY: Final = timedelta(hours=1)


@dataclass(slots=True)
class Forget:
    """The follow-up that forgets (`bot.followups.base.FollowUp`), a part at a time: each turn of
    the clock takes one dissemination, or one survey, or a number of messages or members, in a
    transaction of its own. `months` is the setting retention_months."""

    months: int
    name: str = "retention"
    _rests_until: datetime | None = field(default=None, init=False)

    def look(self, now: datetime) -> Look | None:  # noqa: ARG002 - as others
        """Return None: it knows by itself when it is to look."""
        return None

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Forget one part of what is due. When all is done, it rests for an hour."""
        if self._rests_until is not None and now < self._rests_until:
            return self._rests_until
        (seen,) = await look_at(connection, [retention_look(now, self.months)], now)
        if seen.due and await alone(connection) and await self._forget(connection, now):
            return now
        self._rests_until = now + EVERY
        return self._rests_until

    async def _forget(self, connection: AsyncConnection, now: datetime) -> bool:
        """Return whether there may be more to do."""
        dissemination = await old_dissemination(connection, now, months=self.months)
        if dissemination is not None:
            await unlink_dissemination(connection, dissemination, now)
            return True
        survey = await old_survey(connection, now, months=self.months)
        if survey is not None:
            await unlink_survey(connection, survey, now)
            return True
        if await forget_messages(connection, now, months=self.months):
            return True
        return await forget_members(connection, now, months=self.months)
