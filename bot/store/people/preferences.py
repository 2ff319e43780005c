"""What people set themselves: a pause, and whether they want digests."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database
from bot.store.tables import preferences
from bot.store.wake import nudge
from config.now import Now

_SET = text(
    """
    INSERT INTO preferences (member, paused_until, changed_at)
    VALUES (:member, CAST(:until AS timestamptz), :now)
    ON CONFLICT (member) DO UPDATE SET paused_until = excluded.paused_until,
        changed_at = excluded.changed_at
    """
)

_LOOK_AGAIN = text(
    "UPDATE deliveries SET next_try_at = :now"
    " WHERE member = :member AND state = 'waiting' AND next_try_at > :now"
)
"""What was held back until the pause was to end is looked at again: it may end earlier now."""

_DIGESTS = text(
    """
    INSERT INTO preferences (member, digests, changed_at) VALUES (:member, :digests, :now)
    ON CONFLICT (member) DO UPDATE SET digests = excluded.digests,
        changed_at = excluded.changed_at
    """
)


class PreferenceStore:
    """What people set themselves (`handlers.ports.Preferences`)."""

    def __init__(self, database: Database, now: Now) -> None:
        """Take the database and the clock."""
        self._database = database
        self._now = now

    async def pause(self, member: UUID, until: datetime) -> None:
        """Send nothing private to the member before then. What is due waits."""
        await self._set(member, until)

    async def resume(self, member: UUID) -> None:
        """End the pause now."""
        await self._set(member, None)

    async def _set(self, member: UUID, until: datetime | None) -> None:
        now = self._now()
        async with self._database.begin() as connection:
            await connection.execute(_SET, {"member": member, "until": until, "now": now})
            await connection.execute(_LOOK_AGAIN, {"member": member, "now": now})
            await nudge(connection)

    async def paused_until(self, member: UUID) -> datetime | None:
        """Return until when the member has paused, or None."""
        async with self._database.begin() as connection:
            return await paused_until(connection, member)

    async def set_digests(self, member: UUID, *, wanted: bool) -> None:
        """Keep whether the member wants digests."""
        async with self._database.begin() as connection:
            await connection.execute(
                _DIGESTS, {"member": member, "digests": wanted, "now": self._now()}
            )


async def paused_until(connection: AsyncConnection, member: UUID) -> datetime | None:
    """Return until when the member has paused, or None. A pause that is over is still told."""
    rows = await connection.execute(
        select(preferences.c.paused_until).where(preferences.c.member == member)
    )
    row = rows.one_or_none()
    return None if row is None else row.paused_until


async def wants_digests(connection: AsyncConnection, member: UUID) -> bool:
    """Tell whether the member wants digests. Whoever has not said otherwise does."""
    rows = await connection.execute(
        select(preferences.c.digests).where(preferences.c.member == member)
    )
    row = rows.one_or_none()
    return True if row is None else row.digests
