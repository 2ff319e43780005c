"""Jobs of the task engine that it cannot even begin."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_SET_ASIDE: Final = text(
    """
    UPDATE procrastinate_jobs SET status = 'failed'
    WHERE status IN ('todo', 'doing') AND jsonb_typeof(args) <> 'object'
    RETURNING id
    """
)


async def set_aside_jobs(connection: AsyncConnection) -> int:
    """End the jobs whose arguments are none: the engine raises before it looks after what a job
    raises, so they would be under way for ever, and keep their lock from all others. Nothing is
    lost, since what is to be done stands in our rows. Returns how many."""
    rows = await connection.execute(_SET_ASIDE)
    return len(rows.all())
