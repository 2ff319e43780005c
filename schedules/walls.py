"""Wall clocks: where a time of the day stands in a zone whose clocks change. Pure."""

from datetime import UTC, datetime, timedelta, tzinfo


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


def second_coming(wall: datetime, zone: tzinfo) -> datetime:
    """Return when a wall-clock time comes the last time; mostly it comes once."""
    moment = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    same = moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall
    return moment if same else placed(wall, zone)
