"""Who must stand on which rung, and what was told of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from benchmarks.loop.diary import Acknowledged, Answered, Confirmed, Opened, Raised, Settled, Who


@dataclass(slots=True)
class Hand:
    """A query, open until the Learning group settles it."""

    who: Who
    about: str
    words: str
    agency: str
    at: datetime
    settled: bool = False


@dataclass(slots=True)
class RungTally:
    """One briefing's facts, as people saw them."""

    questions: frozenset[str]
    posts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    """By agency."""
    eligible: defaultdict[str, set[Who]] = field(default_factory=lambda: defaultdict(set))
    opened: dict[Who, str] = field(default_factory=dict[Who, str])
    """The agency that each did it for, here and below."""
    acknowledged: dict[Who, str] = field(default_factory=dict[Who, str])
    read_at: dict[Who, datetime] = field(default_factory=dict[Who, datetime])
    """When each first said that they had read it."""
    first: dict[tuple[Who, str], bool] = field(default_factory=dict[tuple[Who, str], bool])
    """Whether the first answer fitted, by person and question."""
    answers: dict[tuple[Who, str, frozenset[str]], str] = field(
        default_factory=dict[tuple[Who, str, frozenset[str]], str]
    )
    """The agency that each counts for, by person, question and what was chosen."""
    queries: list[Hand] = field(default_factory=list[Hand])
    again: set[tuple[Who, str, int, str]] = field(default_factory=set[tuple[Who, str, int, str]])
    """Person, question, turn, agency: answers to what was asked again."""
    told: list[tuple[Who, str]] = field(default_factory=list[tuple[Who, str]])
    """Who told of passing it on, and for which agency."""

    def keep(self, act: Opened | Acknowledged | Answered | Raised | Confirmed) -> None:
        """Keep one act, each fact once."""
        match act:
            case Opened():
                self.opened.setdefault(act.who, act.agency)
            case Acknowledged():
                self.acknowledged.setdefault(act.who, act.agency)
                self.read_at.setdefault(act.who, act.at)
            case Answered():
                self.first.setdefault((act.who, act.question), act.fits)
                self.answers.setdefault((act.who, act.question, act.chosen), act.agency)
            case Raised():
                self._raise(act)
            case Confirmed():
                self.told.append((act.who, act.agency))

    def settle(self, act: Settled) -> Who | None:
        """Settle one of the open queries that look like this to the group. Returns who asked it;
        None where there is none."""
        for hand in self.queries:
            looks = (hand.about, hand.words, hand.agency, hand.at, hand.settled)
            if looks == (act.about, act.words, act.agency, act.asked_at, False):
                hand.settled = True
                return hand.who
        return None

    def _raise(self, act: Raised) -> None:
        """Keep a query; said again in the same words it is one, as long as it is open."""
        said = " ".join(act.words.split())
        open_now = {(it.who, it.about, it.words) for it in self.queries if not it.settled}
        if (act.who, act.about, said) not in open_now:
            self.queries.append(Hand(act.who, act.about, said, act.agency, act.at))

    def rungs(self, agency: str | None) -> dict[str, int]:
        """Return the figures of an agency, or of all together."""
        everybody = set[Who]().union(*self.eligible.values())
        eligible = everybody if agency is None else self.eligible[agency]
        complete = {
            who: [self.first[who, question] for question in self.questions]
            for who in eligible
            if all((who, question) in self.first for question in self.questions)
        }
        return {
            "posts": sum(self.posts.values()) if agency is None else self.posts[agency],
            "posts_delivered": sum(self.posts.values()) if agency is None else self.posts[agency],
            "eligible": len(eligible),
            "opened": len(eligible & self.opened.keys()),
            "acknowledged": len(eligible & self.acknowledged.keys()),
            "answered": len(complete),
            "understood": sum(all(fits) for fits in complete.values()),
            "queries": sum(it.agency == agency or agency is None for it in self.queries),
            "joined_later": self._joined_later(agency),
        }

    def events(self) -> dict[tuple[str, str], int]:
        """Return how many facts must be kept, by agency and kind."""
        found: defaultdict[tuple[str, str], int] = defaultdict(int)

        def add(kind: str, agencies: Iterable[str]) -> None:
            for agency in agencies:
                found[agency, kind] += 1

        for agency, posts in self.posts.items():
            found[agency, "delivered"] += posts
        add("opened", self.opened.values())
        add("acknowledged", self.acknowledged.values())
        add("answered", self.answers.values())
        add("queried", (it.agency for it in self.queries))
        add("recalled", (again[3] for again in self.again))
        add("confirmed", (agency for _, agency in self.told))
        return dict(found)

    def _joined_later(self, agency: str | None) -> int:
        took_part = {
            *self.opened.items(),
            *self.acknowledged.items(),
            *((who, of) for (who, _, _), of in self.answers.items()),
            *((it.who, it.agency) for it in self.queries),
            *((who, of) for who, _, _, of in self.again),
            *self.told,
        }
        late = {
            who for who, of in took_part if agency in (None, of) and who not in self.eligible[of]
        }
        return len(late)
