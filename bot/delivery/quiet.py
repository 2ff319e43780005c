"""When a private message may come: in working hours, not while its reader has paused, and not when
they have had enough for one day.

It is looked at for every message to one person in the moment before it is sent, whatever brought
it about: a follow-up, a colleague who hands something over late in the evening.
"""

from datetime import datetime, timedelta

from bot.delivery.destination import Destination, ToPerson
from bot.store.deliveries import delivered_since
from bot.store.engine import AsyncConnection
from bot.store.preferences import paused_until
from config.now import LONDON
from schedules.followups import Hours, allowed

MOST_A_DAY = 4
"""Private messages to one person in one London day. What waited through a pause comes day by day,
and never all at once."""

HELD = "Waiting: private messages come in working hours, not in a pause, and few in one day."


async def quiet_until(
    connection: AsyncConnection, to: Destination, now: datetime
) -> datetime | None:
    """Return until when the reader is left alone, or None where a message may come now."""
    if not isinstance(to, ToPerson):
        return None
    paused = await paused_until(connection, to.member)
    when = allowed(max(now, paused or now), Hours())
    if when > now:
        return when
    midnight = now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    if await delivered_since(connection, to.member, midnight) < MOST_A_DAY:
        return None
    return allowed((midnight + timedelta(days=1)).astimezone(now.tzinfo), Hours())
