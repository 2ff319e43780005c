"""The tally's walk through the term: looks of the clock and acts of people, in the order of their
moments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from benchmarks.loop.calendar import LONDON, Sending, london_day
from benchmarks.loop.diary import (
    Acknowledged,
    Act,
    Answered,
    AnsweredAgain,
    Clarified,
    Confirmed,
    DigestsOff,
    HandedOver,
    Joined,
    Led,
    Left,
    NotYet,
    Opened,
    Paused,
    Raised,
    Replied,
    Resumed,
    Settled,
    Surveyed,
    TurnedAway,
    TurnedDown,
    Who,
)
from benchmarks.loop.letters import Kind, Letter
from benchmarks.loop.tally.cascade import CascadeTally
from benchmarks.loop.tally.ladder import RungTally
from benchmarks.loop.tally.mailbox import Mailbox
from benchmarks.loop.tally.recall import RecallTally
from benchmarks.loop.tally.rooms import Room, RoomPost, Rooms
from benchmarks.loop.tally.rules import DIGESTS, NO_DIGESTS, fortnight, in_hours, morning
from benchmarks.loop.tally.survey import SurveyTally
from content.briefing import Briefing


@dataclass(slots=True)
class Expected:
    """Everything that must be so in the end."""

    rooms: Rooms
    rosters: dict[str, set[Who]]
    """Who is in each channel, as the term begins."""
    briefings: Mapping[str, Briefing]
    coordinators: tuple[Who, ...]
    letters: list[Letter] = field(default_factory=list[Letter])
    troubles: list[str] = field(default_factory=list[str])
    mailbox: Mailbox = field(default_factory=Mailbox)
    recall: RecallTally = field(init=False)
    cascade: CascadeTally = field(init=False)
    rungs: dict[str, RungTally] = field(init=False)
    surveys: SurveyTally = field(default_factory=SurveyTally)
    _paused_until: dict[Who, datetime] = field(default_factory=dict[Who, datetime])
    _no_digests: set[Who] = field(default_factory=set[Who])
    _digested_on: dict[Who, date] = field(default_factory=dict[Who, date])
    _replies: list[tuple[Who, str]] = field(default_factory=list[tuple[Who, str]])

    def __post_init__(self) -> None:
        """Set the parts up."""
        questions = {
            (slug, question.key): len(question.variants)
            for slug, briefing in self.briefings.items()
            for question in briefing.questions
        }
        self.recall = RecallTally(questions)
        self.cascade = CascadeTally(self.coordinators, self.mailbox)
        self.rungs = {
            slug: RungTally(frozenset(key for of, key in questions if of == slug))
            for slug in self.briefings
        }

    def live(
        self, looks: Sequence[datetime], sendings: Sequence[Sending], acts: Sequence[Act]
    ) -> None:
        """Go through the term. What changes the directory or who is where comes before a look of
        the same moment; `acts` are in order."""
        posts = [(moment, sending.slug) for sending in sendings for moment in sending.moments]
        ahead = sorted(posts, reverse=True)
        further = list(reversed(acts))
        for look in looks:
            while further and further[-1].at <= look:
                self._act(further.pop())
            while ahead and ahead[-1][0] <= look:
                self.rooms.put(Kind.POST, ahead.pop()[1])
            self._look(look)
        while further:
            self._act(further.pop())
        for part in (self.recall, self.cascade, self.surveys):
            self.troubles += part.troubles

    def _look(self, now: datetime) -> None:
        self._to_rooms(now)
        for kind, slug in self.surveys.look(now):
            self.rooms.put(kind, slug)
        self._to_rooms(now)
        self.rooms.count_readers(now, {slug: it.read_at for slug, it in self.rungs.items()})
        paused = self._paused(now)
        if in_hours(now):
            for who, about in self.recall.look(now, paused, self.mailbox.gone):
                self.mailbox.put(who, Kind.RECALL, about)
        self.cascade.look(now, paused)
        if in_hours(now):
            self._answers(paused)
        self._digests(now, paused)
        self._send(now, paused)

    def _answers(self, paused: set[Who]) -> None:
        waiting, self._replies = self._replies, []
        for who, slug in waiting:
            if who in paused:
                self._replies.append((who, slug))
            else:
                self.mailbox.put(who, Kind.ANSWER, ((slug, 0),))

    def _digests(self, now: datetime, paused: set[Who]) -> None:
        london = now.astimezone(LONDON)
        if london.weekday() != 0 or not DIGESTS <= london.time() < NO_DIGESTS:
            return
        due = [who for led in self.cascade.led.values() for who in (*led.leads, *led.deputies)]
        if fortnight(now):
            due += self.coordinators
        for who in dict.fromkeys(due):
            if self._digested_on.get(who) == london_day(now):
                continue
            self._digested_on[who] = london_day(now)
            if who not in paused:
                self.mailbox.put(who, Kind.DIGEST, (), lambda who=who: self._wants_digests(who))

    def _wants_digests(self, who: Who) -> bool:
        """Tell whether somebody holds a role still, and did not turn digests off."""
        held = [*self.coordinators]
        for led in self.cascade.led.values():
            held += [*led.leads, *led.deputies]
        return who in held and who not in self._no_digests

    def _act(self, act: Act) -> None:
        match act:
            case Opened() | Acknowledged():
                self.rungs[act.slug].keep(act)
            case Answered():
                self.rungs[act.slug].keep(act)
                self.recall.answered(act)
            case Raised():
                self.rungs[act.slug].keep(act)
                if act.about == "unsure":
                    self.recall.unsure(act)
            case AnsweredAgain():
                counted = self.recall.answered_again(act)
                if counted is not None:
                    turn, agency = counted
                    self.rungs[act.slug].again.add((act.who, act.question, turn, agency))
            case Paused():
                self._paused_until[act.who] = morning(act.until)
            case Resumed():
                self._paused_until.pop(act.who, None)
            case Confirmed():
                self.rungs[act.slug].keep(act)
                self.cascade.confirmed(act)
            case NotYet():
                self.cascade.not_yet(act)
            case HandedOver():
                self.cascade.handed_over(act)
                self._send(act.at, self._paused(act.at))
            case TurnedAway():
                self.cascade.turned_away(act)
            case Surveyed():
                self.surveys.answered(act)
            case TurnedDown():
                self.surveys.turned_down(act)
            case DigestsOff():
                self._no_digests.add(act.who)
            case Replied():
                self._replies += [(who, act.slug) for who in self._settled(act)]
            case Clarified():
                self._settled(act)
                self.rooms.put(Kind.CLARIFICATION, act.slug)
                self._to_rooms(act.at)
            case Joined():
                for channel in act.channels:
                    self.rosters[channel].add(act.who)
            case Left():
                self._left(act)
            case Led():
                self.cascade.led[act.agency] = act
            case _:
                self.troubles.append(f"The tally does not know of {type(act).__name__}")

    def _left(self, act: Left) -> None:
        for roster in self.rosters.values():
            roster.discard(act.who)
        if act.gone:
            self.mailbox.gone.add(act.who)

    def _settled(self, act: Settled) -> Sequence[Who]:
        """Return who asked what was settled; nobody where nobody did, which is told."""
        who = self.rungs[act.slug].settle(act)
        if who is None:
            self.troubles.append(f"nobody waits who asked '{act.words}' about {act.slug}")
        return [] if who is None else [who]

    def _paused(self, now: datetime) -> set[Who]:
        return {who for who, until in self._paused_until.items() if until > now}

    def _to_rooms(self, now: datetime) -> None:
        for room, kind, slug in self.rooms.go(now):
            self.letters.append(Letter(now, room.workspace, room.id, kind.name, ((slug, 0),)))
            if kind is Kind.POST:
                self._posted(room, slug, now)
            elif kind is Kind.SURVEY:
                self.surveys.asks(slug, room.agency, self.rosters[room.id])

    def _posted(self, room: Room, slug: str, now: datetime) -> None:
        self.surveys.posted(slug, now)
        eligible = frozenset(self.rosters[room.id])
        self.rooms.posts.append(RoomPost(slug, now, eligible))
        self.rungs[slug].posts[room.agency] += 1
        self.rungs[slug].eligible[room.agency] |= eligible
        self.cascade.posted(slug, room.agency, now)

    def _send(self, now: datetime, paused: set[Who]) -> None:
        for who, kind, about in self.mailbox.go(now, paused):
            self.letters.append(Letter(now, *who, kind.name, about))
