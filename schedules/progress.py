"""When a post may say that more than half of its channel has read it. Pure.

It is looked at once a day, and counts what was read until the day began: the moment at which the
line appears tells nobody who has just read it. It is said once and stays. To take it back when few
are left who have not read it would tell just that.
"""

from datetime import datetime, time, timedelta
from typing import Final

from config.now import LONDON

LEAST: Final = 10
"""So many have read it, and so many have not: in a smaller group one could guess who."""

WATCHED_FOR: Final = timedelta(days=60)
"""After this nobody looks at the post any more."""

STARTS: Final = time(9)
ENDS: Final = time(17)
"""Until then a clock that was down in the morning still says it."""


def is_due(moment: datetime) -> bool:
    """Tell whether posts are looked at now: in the day, by the London clock."""
    return STARTS <= moment.astimezone(LONDON).time() < ENDS


def next_due(moment: datetime) -> datetime:
    """Return the next moment after this one at which they begin to be, in its own zone."""
    day = moment.astimezone(LONDON).date()
    today = datetime.combine(day, STARTS, LONDON).astimezone(moment.tzinfo)
    if today > moment:
        return today
    tomorrow = datetime.combine(day + timedelta(days=1), STARTS, LONDON)
    return tomorrow.astimezone(moment.tzinfo)


def began(moment: datetime) -> datetime:
    """Return when the moment's London day began: what was read since counts from tomorrow on."""
    day = moment.astimezone(LONDON).date()
    return datetime.combine(day, time(), LONDON).astimezone(moment.tzinfo)
