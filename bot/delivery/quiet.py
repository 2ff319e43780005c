"""When a private message may come: in working hours, and not while its reader has paused.

It is looked at for every message to one person in the moment before it is sent, whatever brought
it about: a follow-up, a colleague who hands something over late in the evening.
"""

from datetime import datetime

from bot.delivery.destination import Destination, ToPerson
from bot.store.engine import AsyncConnection
from bot.store.preferences import paused_until
from schedules.followups import Hours, allowed

HELD = "Waiting: private messages come in working hours, and not in a pause."


async def quiet_until(
    connection: AsyncConnection, to: Destination, now: datetime
) -> datetime | None:
    """Return until when the reader is left alone, or None where a message may come now."""
    if not isinstance(to, ToPerson):
        return None
    paused = await paused_until(connection, to.member)
    when = allowed(max(now, paused or now), Hours())
    return when if when > now else None
