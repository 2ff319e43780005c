"""Whom agencies' leads, deputies and the coordinator must have heard from, and what was told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from benchmarks.loop.diary import Confirmed, HandedOver, Led, NotYet, TurnedAway, Who
from benchmarks.loop.letters import Kind
from benchmarks.loop.tally.rules import (
    BETWEEN,
    COORDINATOR_DAY,
    DEPUTY_DAY,
    REMINDER_DAYS,
    in_hours,
    later,
)


class State(Enum):
    """How far a cascade has come."""

    OPEN = "open"
    WHOLE = "whole"
    UNANSWERED = "unanswered"


CHAIN = (
    (Kind.ASK, 0),
    *((Kind.REMINDER, day) for day in REMINDER_DAYS),
    (Kind.QUIET, DEPUTY_DAY),
    (Kind.COORDINATOR, COORDINATOR_DAY),
)
"""What is sent while nobody answers, and how many days after the post."""


@dataclass(slots=True)
class Told:
    """One account. A correction stands in the place of an earlier one."""

    reached: int
    eligible: int


@dataclass(slots=True)
class Cascade:
    """One agency's cascade of one briefing."""

    slug: str
    agency: str
    posted_at: datetime
    holder: Who
    due: datetime
    sent: int = 0
    """How many links of the chain are behind it."""
    state: State = State.OPEN
    standing: list[Told] = field(default_factory=list[Told])
    newest: int = 0
    """The last figure of everybody who should hear it."""

    @property
    def reached(self) -> int:
        """Return how many people heard it."""
        return sum(told.reached for told in self.standing)

    @property
    def eligible(self) -> int:
        """Return how many should."""
        return max(self.newest, self.reached)


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waits: its reader has paused, or it is not an hour for it."""

    cascade: Cascade
    kind: Kind
    to: Who


@dataclass(slots=True)
class CascadeTally:
    """All cascades."""

    coordinators: tuple[Who, ...]
    cascades: dict[tuple[str, str], Cascade] = field(default_factory=dict[tuple[str, str], Cascade])
    led: dict[str, Led] = field(default_factory=dict[str, Led])
    troubles: list[str] = field(default_factory=list[str])
    _held: list[Held] = field(default_factory=list[Held])

    @property
    def waiting(self) -> int:
        """Return how many messages wait for a morning or the end of a pause."""
        return len(self._held)

    def posted(self, slug: str, agency: str, now: datetime) -> None:
        """Open a cascade with an agency's first post of a briefing."""
        if (slug, agency) not in self.cascades:
            holder = self._people(agency)[0]
            self.cascades[slug, agency] = Cascade(slug, agency, now, holder, now)

    def look(self, now: datetime, paused: set[Who]) -> Iterator[tuple[Who, Kind, str]]:
        """Hand on what was left behind, and send what is due. Yields to whom what was sent, about
        which briefing."""
        for cascade in self.cascades.values():
            people = self._people(cascade.agency)
            if cascade.state is State.OPEN and cascade.holder not in people:
                cascade.holder = people[0]
                if cascade.sent:
                    self._held.append(Held(cascade, Kind.LEFT, people[0]))
        if not in_hours(now):
            return
        for cascade in self.cascades.values():
            if cascade.state is State.OPEN and cascade.due <= now and cascade.holder not in paused:
                self._step(cascade, now)
        yield from self._released(paused)

    def between_looks(self, now: datetime, paused: set[Who]) -> Iterator[tuple[Who, Kind, str]]:
        """Send what a press brings about at once."""
        if in_hours(now):
            yield from self._released(paused)

    def confirmed(self, act: Confirmed) -> None:
        """Add an account, or put it in the newest one's place."""
        cascade = self._in_hand(act.who, act.slug, act.agency)
        if cascade is None:
            return
        told = Told(act.reached, act.eligible)
        if act.corrects:
            cascade.standing[-1] = told
        else:
            cascade.standing.append(told)
        cascade.newest = act.eligible
        whole = cascade.reached == cascade.eligible
        if whole:
            cascade.state = State.WHOLE
        elif cascade.state is State.WHOLE:
            cascade.state = State.UNANSWERED
            ahead = self._ahead(cascade)
            if ahead is not None:
                cascade.state = State.OPEN
                cascade.due = max(later(cascade.posted_at, CHAIN[ahead][1]), later(act.at, BETWEEN))

    def not_yet(self, act: NotYet) -> None:
        """Leave the holder some days."""
        cascade = self._in_hand(act.who, act.slug, act.agency)
        if cascade is not None:
            cascade.due = max(cascade.due, later(act.at, BETWEEN))

    def handed_over(self, act: HandedOver) -> None:
        """Give it to the first other lead or deputy."""
        cascade = self._in_hand(act.who, act.slug, act.agency)
        if cascade is not None:
            to = next(who for who in self._people(act.agency) if who != act.who)
            cascade.holder = to
            self._held.append(Held(cascade, Kind.HANDED, to))

    def turned_away(self, act: TurnedAway) -> None:
        """Check that somebody else really has it."""
        if self.cascades[act.slug, act.agency].holder == act.who:
            self.troubles.append(f"{act.who[1]} has {act.slug} in hand and was turned away")

    def _step(self, cascade: Cascade, now: datetime) -> None:
        ahead = self._ahead(cascade)
        assert ahead is not None
        kind, _ = CHAIN[ahead]
        cascade.sent = ahead + 1
        if kind is Kind.QUIET:
            cascade.holder = self._deputies(cascade)[0]
        to = self.coordinators if kind is Kind.COORDINATOR else (cascade.holder,)
        self._held += [Held(cascade, kind, who) for who in to]
        further = self._ahead(cascade)
        if further is None:
            cascade.state = State.UNANSWERED
        else:
            due = later(cascade.posted_at, CHAIN[further][1])
            cascade.due = max(due, later(now, BETWEEN))

    def _ahead(self, cascade: Cascade) -> int | None:
        """Return the next link of the chain, or None after the last."""
        ahead = cascade.sent
        if ahead < len(CHAIN) and CHAIN[ahead][0] is Kind.QUIET and not self._deputies(cascade):
            ahead += 1
        return ahead if ahead < len(CHAIN) else None

    def _released(self, paused: set[Who]) -> Iterator[tuple[Who, Kind, str]]:
        """Yield what may go now and still says something."""
        held, self._held = self._held, []
        for it in held:
            if it.to in paused:
                self._held.append(it)
            elif it.cascade.state is State.WHOLE:
                continue
            elif it.kind is Kind.COORDINATOR or it.cascade.holder == it.to:
                yield it.to, it.kind, it.cascade.slug

    def _in_hand(self, who: Who, slug: str, agency: str) -> Cascade | None:
        cascade = self.cascades[slug, agency]
        if cascade.holder == who:
            return cascade
        self.troubles.append(f"{who[1]} did something about {slug}, which another has in hand")
        return None

    def _people(self, agency: str) -> tuple[Who, ...]:
        led = self.led[agency]
        return (*led.leads, *led.deputies)

    def _deputies(self, cascade: Cascade) -> list[Who]:
        return [who for who in self.led[cascade.agency].deputies if who != cascade.holder]
