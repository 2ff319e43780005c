"""Whom agencies' leads, deputies and the coordinator must have heard from, and what was told."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from benchmarks.loop.diary import Confirmed, HandedOver, Led, NotYet, TurnedAway, Who
from benchmarks.loop.letters import Kind
from benchmarks.loop.tally.mailbox import Mailbox
from benchmarks.loop.tally.rules import (
    BETWEEN,
    COORDINATOR_DAY,
    DEPUTY_DAY,
    REMINDER_DAYS,
    in_hours,
    later,
    next_in_hours,
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
    left: dict[Who, Kind] = field(default_factory=dict[Who, Kind])
    """How it left the hands of each who had it, the last time."""

    @property
    def reached(self) -> int:
        """Return how many people heard it."""
        return sum(told.reached for told in self.standing)

    @property
    def eligible(self) -> int:
        """Return how many should."""
        return max(self.newest, self.reached)

    def asks(self, who: Who) -> bool:
        """Tell whether somebody may tell of it: whoever has it, and those in whose place a deputy
        was asked."""
        return self.holder == who or self.left.get(who) is Kind.QUIET

    def pass_to(self, who: Who, how: Kind) -> None:
        """Put it into other hands."""
        self.left[self.holder] = how
        self.holder = who


@dataclass(slots=True)
class CascadeTally:
    """All cascades."""

    coordinators: tuple[Who, ...]
    mailbox: Mailbox
    cascades: dict[tuple[str, str], Cascade] = field(default_factory=dict[tuple[str, str], Cascade])
    led: dict[str, Led] = field(default_factory=dict[str, Led])
    troubles: list[str] = field(default_factory=list[str])

    def posted(self, slug: str, agency: str, now: datetime) -> None:
        """Open a cascade with an agency's first post of a briefing."""
        if (slug, agency) not in self.cascades:
            holder = self._people(agency)[0]
            self.cascades[slug, agency] = Cascade(slug, agency, now, holder, now)

    def look(self, now: datetime, paused: set[Who]) -> None:
        """Hand on what was left behind, and put in what is due."""
        in_order = sorted(self.cascades.values(), key=lambda it: (it.posted_at, it.agency))
        for cascade in in_order:
            people = self._people(cascade.agency)
            if cascade.state is not State.WHOLE and cascade.holder not in people:
                cascade.pass_to(people[0], Kind.LEFT)
                if cascade.sent:
                    cascade.due = max(cascade.due, later(now, BETWEEN))
                    self._put(cascade, Kind.LEFT, people[0])
        due = [it for it in in_order if it.state is State.OPEN and it.due <= now]
        for cascade in sorted(due, key=lambda it: (it.due, it.posted_at, it.agency)):
            if in_hours(now):
                self._step(cascade, now, paused)
            else:
                cascade.due = next_in_hours(now)

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
        """Give it to the first other lead or deputy, unless they have it."""
        cascade = self._in_hand(act.who, act.slug, act.agency)
        if cascade is None:
            return
        to = next(who for who in self._people(act.agency) if who != act.who)
        if to != cascade.holder:
            cascade.pass_to(to, Kind.HANDED)
            cascade.due = max(cascade.due, later(act.at, BETWEEN))
            self._put(cascade, Kind.HANDED, to)

    def turned_away(self, act: TurnedAway) -> None:
        """Check that somebody else really has it."""
        cascade = self.cascades[act.slug, act.agency]
        if cascade.asks(act.who) and act.who in self._people(act.agency):
            self.troubles.append(f"{act.who[1]} has {act.slug} in hand and was turned away")

    def _step(self, cascade: Cascade, now: datetime, paused: set[Who]) -> None:
        ahead = self._ahead(cascade)
        assert ahead is not None
        kind, _ = CHAIN[ahead]
        cascade.sent = ahead + 1
        match kind:
            case Kind.COORDINATOR:
                for who in self.coordinators:
                    self._put(cascade, kind, who)
            case Kind.QUIET:
                deputies = self._deputies(cascade)
                here = [who for who in deputies if who not in paused]
                cascade.pass_to((here or deputies)[0], kind)
                self._put(cascade, kind, cascade.holder)
            case Kind.REMINDER if cascade.holder in paused:
                pass  # it is not saved up for their return
            case _:
                self._put(cascade, kind, cascade.holder)
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

    def _put(self, cascade: Cascade, kind: Kind, to: Who) -> None:
        def still() -> bool:
            mine = kind is Kind.COORDINATOR or cascade.holder == to
            return mine and cascade.state is not State.WHOLE

        about = (cascade.slug, *([cascade.agency] if kind is Kind.COORDINATOR else []))
        self.mailbox.put(to, kind, tuple((each, 0) for each in about), still)

    def _in_hand(self, who: Who, slug: str, agency: str) -> Cascade | None:
        cascade = self.cascades[slug, agency]
        if cascade.asks(who) and who in self._people(agency):
            return cascade
        self.troubles.append(f"{who[1]} did something about {slug}, which another has in hand")
        return None

    def _people(self, agency: str) -> tuple[Who, ...]:
        led = self.led[agency]
        return (*led.leads, *led.deputies)

    def _deputies(self, cascade: Cascade) -> list[Who]:
        return [who for who in self.led[cascade.agency].deputies if who != cascade.holder]
