"""Private messages on their way: none outside working hours, none in a pause, few in a day. Of
more than may come in a day it is not promised which wait: those went that really came."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from benchmarks.loop.calendar import london_day
from benchmarks.loop.diary import Who
from benchmarks.loop.letters import Kind, Letter
from benchmarks.loop.tally.rules import MOST_A_DAY, in_hours

About = tuple[tuple[str, int], ...]


def always() -> bool:
    """Say that a message still says something."""
    return True


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that was put in. `still` tells whether it still says something when it may go."""

    kind: Kind
    about: About
    still: Callable[[], bool]


@dataclass(slots=True)
class Mailbox:
    """Everybody's messages, each person's in the order in which they were put in."""

    came: Counter[Letter] = field(default_factory=Counter[Letter])
    """What people got."""
    gone: set[Who] = field(default_factory=set[Who])
    """Closed accounts: a message to one is refused."""
    refused: int = 0
    _waiting: defaultdict[Who, list[Waiting]] = field(default_factory=lambda: defaultdict(list))
    _given: Counter[tuple[Who, date]] = field(default_factory=Counter[tuple[Who, date]])

    @property
    def held(self) -> int:
        """Return how many wait."""
        return sum(map(len, self._waiting.values()))

    def put(self, who: Who, kind: Kind, about: About, still: Callable[[], bool] = always) -> None:
        """Put a message in."""
        self._waiting[who].append(Waiting(kind, about, still))

    def go(self, now: datetime, paused: set[Who]) -> Iterator[tuple[Who, Kind, About]]:
        """Yield what goes now."""
        if not in_hours(now):
            return
        today = london_day(now)
        for who, waiting in list(self._waiting.items()):
            if who in paused:
                # A digest is not saved up for somebody's return.
                self._waiting[who] = [it for it in waiting if it.kind is not Kind.DIGEST]
                continue
            del self._waiting[who]
            for it in self._in_turn(who, waiting, now):
                if not it.still():
                    continue
                if self._given[who, today] >= MOST_A_DAY:
                    self._waiting[who].append(it)
                elif who in self.gone:
                    self.refused += 1
                else:
                    self._given[who, today] += 1
                    yield who, it.kind, it.about

    def _in_turn(self, who: Who, waiting: Sequence[Waiting], now: datetime) -> Sequence[Waiting]:
        """Return what waits, where it is more than may come in this day those first that came."""
        if self._given[who, london_day(now)] + len(waiting) <= MOST_A_DAY:
            return waiting
        came, first, rest = Counter[Letter](), list[Waiting](), list[Waiting]()
        for it in waiting:
            letter = Letter(now, *who, it.kind.name, it.about)
            came[letter] += 1
            (first if came[letter] <= self.came[letter] else rest).append(it)
        return [*first, *rest]
