"""Wall clocks: where a time of the day stands in a zone whose clocks change. Pure."""

from bisect import bisect
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final

_ONE_DAY: Final = timedelta(days=1)


def placed(wall: datetime, zone: tzinfo) -> datetime:
    """Return when a wall-clock time is (in UTC): its first coming where it comes twice, the next
    existing moment where it does not come."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return moment
    # The time is left out. Read with `fold=1` it lands before the change, by less than it leaves
    # out.
    early = wall.replace(tzinfo=zone, fold=1, second=0, microsecond=0).astimezone(UTC)
    offset = early.astimezone(zone).utcoffset()
    while early.astimezone(zone).utcoffset() == offset:
        early += timedelta(minutes=1)
    return early


@lru_cache(maxsize=4096)  # every agency asks it of the same few days
def turned_back(day: date, zone: tzinfo) -> datetime | None:
    """Return the moment (in UTC) of a day at which its clocks go back, or None where they do not:
    some of its times come twice then."""
    starts, ends = (placed(datetime.combine(it, time()), zone) for it in (day, day + _ONE_DAY))

    def ahead(seconds: int) -> timedelta:
        moment = starts + timedelta(seconds=seconds)
        return moment.astimezone(zone).utcoffset() or timedelta()

    length = int((ends - starts).total_seconds())
    first = ahead(0)
    if ahead(length) >= first:
        return None
    return starts + timedelta(seconds=bisect(range(length), -first, key=lambda at: -ahead(at)))


def second_coming(wall: datetime, zone: tzinfo) -> datetime:
    """Return when a wall-clock time comes the last time; mostly it comes once."""
    moment = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    same = moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall
    return moment if same else placed(wall, zone)
