"""When a message may come: when its agency's calendar allows it, not while its one reader has
paused, and not when they have had enough for one day. An urgent post comes at once.

It is looked at for every message in the moment before it is sent, whatever brought it about: a
plan, a follow-up, a colleague who hands something over late in the evening. So a changed calendar
holds for all that has not been sent. Pure.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.store.delivery.deliveries import Delivery, NewDelivery, Standing, State
from config.directory import Directory
from content.waiting import Enough, Paused, Reason, held_words
from schedules.calendar import Calendar, calendar_of, next_day

MOST_A_DAY: Final = 4
"""Private messages to one person in one day. What waited through a pause comes day by day, and
never all at once."""


@dataclass(frozen=True, slots=True)
class Held:
    """A message waits until then (aware, UTC); the reason is in words."""

    until: datetime
    reason: str


def held_back(
    calendar: Calendar, delivery: Delivery, before: Standing, now: datetime
) -> Held | None:
    """Return until when the agency or the one reader is left alone, or None where the message may
    come now."""
    if delivery.urgent:
        return None
    if delivery.member is None:
        return held_by(calendar, now)
    held = held_for(calendar, before.paused_until, now)
    if held is None and before.today >= MOST_A_DAY:
        return _until(calendar, next_day(now, calendar.zone), Enough(MOST_A_DAY))
    return held


def held_for(calendar: Calendar, paused_until: datetime | None, now: datetime) -> Held | None:
    """Return until when a private message waits, apart from how many there are in a day."""
    if paused_until is None or paused_until <= now:
        return held_by(calendar, now)
    return _until(calendar, paused_until, Paused(paused_until.astimezone(calendar.zone).date()))


def held_by(calendar: Calendar, now: datetime) -> Held | None:
    """Return until when a calendar alone holds a message, or None where it may come now."""
    found = calendar.next_allowed(now)
    if not found.why:
        return None
    return Held(found.at, held_words(found.at, calendar.zone, found.why))


def or_held(directory: Directory, delivery: NewDelivery, now: datetime) -> NewDelivery:
    """Return a new delivery to a channel, waiting from the start where its agency's calendar holds
    it now."""
    if delivery.state is not State.PLANNED:
        return delivery
    held = held_by(calendar_of(directory, delivery.agency), now)
    if held is None:
        return delivery
    return replace(
        delivery, state=State.WAITING, held=True, next_try_at=held.until, reason=held.reason
    )


def _until(calendar: Calendar, moment: datetime, reason: Reason) -> Held:
    found = calendar.next_allowed(moment)
    words = held_words(found.at, calendar.zone, (reason, *found.why))
    return Held(found.at, words)
