"""A follow-up's turn, with its look held to what the turn then does."""

from datetime import datetime

from sqlalchemy import text

from bot.followups.base import FollowUp
from bot.store.engine import Database
from bot.store.looks import look_at


async def turned(database: Database, follow_up: FollowUp, now: datetime) -> datetime | None:
    """Let it take its turn. Where its look finds nothing due, the turn must write and lock nothing,
    and come back when the look says."""
    look = follow_up.look(now)
    async with database.begin() as connection:
        (seen,) = (None,) if look is None else await look_at(connection, [look], now)
        ahead = await follow_up(connection, now)
        if seen is not None and not seen.due:
            written = await connection.execute(
                text("SELECT pg_current_xact_id_if_assigned()::text")
            )
            assert written.scalar_one() is None, f"'{follow_up.name}' had something to do"
            assert ahead == seen.ahead
    return ahead
