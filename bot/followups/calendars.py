"""Changed calendars: what is held is judged anew by the directory as it is now."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from bot.delivery.quiet import Held, held_by, held_for
from bot.store.delivery.waiting import HeldDelivery, hold_until, list_held
from bot.store.engine import AsyncConnection
from bot.store.looks import Look
from config.directory import Directory
from content.templating import say
from schedules.calendar import calendar_of

EVERY: Final = timedelta(hours=1)


@dataclass(slots=True)
class JudgeAnew:
    """The follow-up that gives what is held its moment by today's calendars
    (`bot.followups.base.FollowUp`). The directory is read when a process starts, so a change is
    heeded by the first tick after that. Channels' are looked at once an hour too; a person's are
    looked at again when they are due, since they may wait for another reason."""

    directory: Directory
    name: str = "calendars"
    _judged_at: datetime | None = field(default=None, init=False)

    def look(self, now: datetime) -> Look | None:  # noqa: ARG002 - as others
        """Return None: it knows by itself when it is to look."""
        return None

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Move what is held to where it belongs. Returns now where something may go at once."""
        if self._judged_at is not None and now < self._judged_at:
            self._judged_at = None  # the clock was set back: what it held, it held for too long
        if self._judged_at is not None and now - self._judged_at < EVERY:
            return None
        moved: defaultdict[Held, list[UUID]] = defaultdict(list)
        for delivery in await list_held(connection, lock=True):
            if delivery.channel is None and self._judged_at is not None:
                continue
            held = self._judged(delivery, now)
            if held.until != delivery.until:  # else its reason is that of the moment it had
                moved[held].append(delivery.id)
        for held, deliveries in moved.items():
            await hold_until(connection, deliveries, held.until, held.reason)
        self._judged_at = now
        return min((held.until for held in moved), default=None)

    def _judged(self, delivery: HeldDelivery, now: datetime) -> Held:
        calendar = calendar_of(self.directory, delivery.agency)
        if delivery.channel is not None:
            held = held_by(calendar, now)
        else:
            held = held_for(calendar, delivery.paused_until, now)
        return held or Held(now, say("waiting.may_go"))
