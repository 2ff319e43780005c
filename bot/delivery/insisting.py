"""Writing what cannot be asked for again."""

from collections.abc import Awaitable, Callable

from bot.delivery.gate import Sleep
from bot.store.wake import is_outage

Write = Callable[[], Awaitable[None]]
"""Writes in a transaction of its own."""

OUTAGE_PAUSES = (0.2, 1.0, 3.0, 10.0, 20.0)
"""Seconds between tries: some 34 in all, longer than PostgreSQL takes to restart."""


async def write_in_the_end(write: Write, sleep: Sleep) -> None:
    """Write; an outage of the database is waited out. Raises what is no outage, and the outage
    that lasts longer than all pauses."""
    for pause in OUTAGE_PAUSES:
        try:
            await write()
        except Exception as error:
            if not is_outage(error):
                raise
            await sleep(pause)
        else:
            return
    await write()
