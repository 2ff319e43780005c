"""Days and moments in words. The names of months and weekdays are phrases like any other: Python's
own would stay English whatever the language is."""

from datetime import date, datetime, timedelta
from typing import Final

from config.now import LONDON
from content.templating import say

LONGEST_IN_HOURS: Final = 48
"""From so many hours on, a span of time is told in days."""


def day_words(day: date) -> str:
    """Return `11 January 2027`."""
    return say("calendar.day", day=day.day, month=_month(day), year=day.year)


def brief_day(day: date) -> str:
    """Return `11 Jan 2027`."""
    return say("calendar.day", day=day.day, month=_brief_month(day), year=day.year)


def weekday_words(day: date) -> str:
    """Return `Monday 11 January 2027`."""
    return say("calendar.on", weekday=_weekday(day), day=day_words(day))


def weekday_of_year(day: date) -> str:
    """Return `Monday 11 January`, where the year goes without saying."""
    within = say("calendar.day_of_year", day=day.day, month=_month(day))
    return say("calendar.on", weekday=_weekday(day), day=within)


def moment_words(moment: datetime) -> str:
    """Return an aware moment as London people read it: `Monday 11 January 2027, 09:00`."""
    local = moment.astimezone(LONDON)
    return say("calendar.moment", day=weekday_words(local), time=f"{local:%H:%M}")


def in_london(moment: datetime) -> str:
    """Return an aware moment as London people read it: `Mon 11 Jan 2027, 09:00`."""
    local = moment.astimezone(LONDON)
    day = say("calendar.on", weekday=_brief_weekday(local), day=brief_day(local))
    return say("calendar.moment", day=day, time=f"{local:%H:%M}")


def span_words(span: timedelta) -> str:
    """Return a span of time in words, to the nearest hour, and from two days on to the nearest
    day."""
    hours = max(1, round(span / timedelta(hours=1)))
    if hours < LONGEST_IN_HOURS:
        return say("calendar.hours", count=hours)
    return say("calendar.days", count=round(span / timedelta(days=1)))


def weekday_name(day: date) -> str:
    """Return `Monday`."""
    return _weekday(day)


def _month(day: date) -> str:
    return say(f"month.m{day.month}")


def _brief_month(day: date) -> str:
    return say(f"month_brief.m{day.month}")


def _weekday(day: date) -> str:
    return say(f"weekday.d{day.isoweekday()}")


def _brief_weekday(day: date) -> str:
    return say(f"weekday_brief.d{day.isoweekday()}")
