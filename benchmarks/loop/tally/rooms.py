"""Messages to channels on their way, none outside working hours; and which posts then say that more
than half of their channel has read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from benchmarks.loop.calendar import LONDON, london_day
from benchmarks.loop.diary import Who
from benchmarks.loop.letters import Kind
from benchmarks.loop.tally.rules import (
    HALF_READ,
    HALF_READ_DAYS,
    HALF_READ_LEAST,
    in_hours,
    morning,
)


@dataclass(frozen=True, slots=True)
class Room:
    """A channel as the tally knows it. `id` is the platform's."""

    id: str
    workspace: str
    agency: str


@dataclass(slots=True)
class RoomPost:
    """A briefing's post in one channel, and who could see it when it came."""

    slug: str
    at: datetime
    eligible: frozenset[Who]
    says_half_read: bool = False


@dataclass(slots=True)
class Rooms:
    """All channels."""

    every: Mapping[str, Room]
    posts: list[RoomPost] = field(default_factory=list[RoomPost])
    _waiting: list[tuple[Room, Kind, str]] = field(default_factory=list[tuple[Room, Kind, str]])
    _looked_on: date | None = None

    @property
    def held(self) -> int:
        """Return how many messages wait."""
        return len(self._waiting)

    @property
    def half_read(self) -> int:
        """Return how many posts say that more than half of their channel has read them."""
        return sum(post.says_half_read for post in self.posts)

    def put(self, kind: Kind, slug: str) -> None:
        """Put a message about a briefing in, to every channel."""
        self._waiting += [(room, kind, slug) for room in self.every.values()]

    def go(self, now: datetime) -> Iterator[tuple[Room, Kind, str]]:
        """Yield what goes now."""
        if in_hours(now):
            going, self._waiting = self._waiting, []
            yield from going

    def count_readers(self, now: datetime, read: Mapping[str, Mapping[Who, datetime]]) -> None:
        """Look which posts have been read by more than half until the day began. `read` says by
        briefing when each person said so."""
        starts, ends = HALF_READ
        today = london_day(now)
        if self._looked_on == today or not starts <= now.astimezone(LONDON).time() < ends:
            return
        self._looked_on = today
        for post in self.posts:
            if post.at <= now - timedelta(days=HALF_READ_DAYS):
                continue
            said = read[post.slug]
            readers = sum(who in said and said[who] < morning(today) for who in post.eligible)
            others = len(post.eligible) - readers
            if readers > others and min(readers, others) >= HALF_READ_LEAST:
                post.says_half_read = True
