"""When a private message may come: in working hours, not while its reader has paused, and not when
they have had enough for one day.

It is looked at for every message to one person in the moment before it is sent, whatever brought
it about: a follow-up, a colleague who hands something over late in the evening. Pure.
"""

from datetime import datetime, timedelta

from bot.store.deliveries import Standing
from config.now import LONDON
from content.templating import say
from schedules.followups import Hours, allowed

MOST_A_DAY = 4
"""Private messages to one person in one London day. What waited through a pause comes day by day,
and never all at once."""


def held_words() -> str:
    """Return the reason that a message which waits is given."""
    return say("needless.held")


def day_began(now: datetime) -> datetime:
    """Return when the London day began, in the moment's own zone."""
    midnight = now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(now.tzinfo)


def quiet_until(before: Standing, now: datetime) -> datetime:
    """Return from when on a message may come to the reader: `now` itself where it may."""
    when = allowed(max(now, before.paused_until or now), Hours())
    if when > now or before.today < MOST_A_DAY:
        return when
    tomorrow = day_began(now).astimezone(LONDON) + timedelta(days=1)
    return allowed(tomorrow.astimezone(now.tzinfo), Hours())
