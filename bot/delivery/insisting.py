"""Writing what cannot be asked for again."""

from collections.abc import Awaitable, Callable

from bot.delivery.pace import Sleep
from bot.store.engine import AsyncConnection, Database
from bot.store.wake import is_outage

Write = Callable[[AsyncConnection], Awaitable[None]]
"""Writes within a transaction."""

OUTAGE_PAUSES = (0.2, 1.0, 3.0, 10.0, 20.0)
"""Seconds between tries: some 34 in all, longer than PostgreSQL takes to restart."""


async def write_in_the_end(database: Database, write: Write, sleep: Sleep) -> None:
    """Write in a transaction of its own; an outage of the database is waited out. Raises what is
    no outage, and the outage that lasts longer than all pauses."""
    for pause in OUTAGE_PAUSES:
        try:
            async with database.begin() as connection:
                await write(connection)
        except Exception as error:
            if not is_outage(error):
                raise
            await sleep(pause)
        else:
            return
    async with database.begin() as connection:
        await write(connection)
