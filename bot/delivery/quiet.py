"""When a message may come: when its agency's calendar allows it, not while its one reader has
paused, and not when they have had enough for one day. An urgent post comes at once.

It is looked at for every message in the moment before it is sent, whatever brought it about: a
plan, a follow-up, a colleague who hands something over late in the evening. So a changed calendar
holds for all that has not been sent. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.store.delivery.deliveries import Delivery, NewDelivery, Standing, State
from config.directory import Directory
from content.waiting import Enough, Paused, Reason, held_words
from schedules.calendar import Calendar, calendar_of, next_day
from schedules.occurrence import Due, Missed, lateness
from schedules.plan import Plan

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A moment of a plan that is looked at after it was due."""

    plan: Plan
    due_at: datetime
    urgent: bool
    queued_at: datetime | None = None
    """Since when it waits for a worker; then that wait alone counts. None where no clock has taken
    it up yet."""

    def opens(self, calendar: Calendar) -> datetime:
        """Return when it could come first: while an agency was closed, it missed nothing."""
        return self.due_at if self.urgent else calendar.next_allowed(self.due_at).at

    def missed(self, calendar: Calendar, now: datetime) -> Missed | None:
        """Return why it comes too late to an agency now; None where it may go."""
        verdict = lateness(self.plan, self.due_at, now, opens=self.opens(calendar))
        if isinstance(verdict, Missed) and self.queued_at is not None:
            waits = replace(self, due_at=self.queued_at, queued_at=None)
            return None if waits.missed(calendar, now) is None else verdict
        return verdict if isinstance(verdict, Missed) else None


@dataclass(frozen=True, slots=True)
class TooLate:
    """To whom a moment of a plan comes too late, and why."""

    agencies: Mapping[str, Missed] = field(default_factory=dict[str, Missed])
    everybody: Missed | None = None
    """Given where nobody is left to whom it could still go."""


def too_late(
    directory: Directory, channels: Iterable[str], moment: Looked, now: datetime
) -> TooLate:
    """Tell to which agencies of these channels a moment comes too late now."""
    if isinstance(lateness(moment.plan, moment.queued_at or moment.due_at, now), Due):
        return TooLate()
    calendars = {
        agency: calendar_of(directory, agency)
        for agency in agencies_of(directory, channels) or ("",)
    }
    found = {agency: moment.missed(calendar, now) for agency, calendar in calendars.items()}
    agencies = {agency: missed for agency, missed in found.items() if missed is not None}
    if len(agencies) < len(found):
        return TooLate(agencies)
    least_late = max(calendars, key=lambda agency: moment.opens(calendars[agency]))
    return TooLate(agencies, agencies[least_late])


def or_too_late(delivery: NewDelivery, late: TooLate) -> NewDelivery:
    """Return a new delivery to a channel, skipped from the start where it comes too late for its
    agency."""
    missed = late.agencies.get(delivery.agency)
    if missed is None or delivery.state is not State.PLANNED:
        return delivery
    return replace(delivery, state=State.SKIPPED, reason=missed.reason)


def agencies_of(directory: Directory, channels: Iterable[str]) -> tuple[str, ...]:
    """Return the agencies of channels that the directory has."""
    known = {channel.key: channel.agency for channel in directory.channels}
    return tuple(sorted({known[key] for key in channels if key in known}))


def _until(calendar: Calendar, moment: datetime, reason: Reason) -> Held:
    found = calendar.next_allowed(moment)
    words = held_words(found.at, calendar.zone, (reason, *found.why))
    return Held(found.at, words)
