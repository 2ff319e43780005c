"""What must have been asked again, of whom and when, and what became of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from benchmarks.loop.calendar import london_day
from benchmarks.loop.diary import Answered, AnsweredAgain, Raised, Who
from benchmarks.loop.tally.rules import (
    APART,
    ENOUGH,
    IN_ONE_MESSAGE,
    LOST_IN_A_ROW,
    RIGHT_DAYS,
    WRONG_DAYS,
    later,
)


@dataclass(slots=True)
class Asking:
    """One asking of one question. `fits` is None while nobody has answered it."""

    turn: int
    variant: int
    at: datetime
    delivered: bool
    fits: bool | None = None
    answered_at: datetime | None = None
    counts: bool = False
    """Whether it fitted, and no other asking's explanation was seen shortly before."""


@dataclass(slots=True)
class Course:
    """One question's later life with one person."""

    who: Who
    slug: str
    agency: str
    question: str
    first_at: datetime
    first_fits: bool
    sure: bool
    variants: int
    askings: list[Asking] = field(default_factory=list[Asking])
    over: bool = False

    @property
    def recalled(self) -> int:
        """Return how often an answer to an asking fitted."""
        return sum(asking.counts for asking in self.askings)

    def due(self) -> datetime | None:
        """Return when it comes back, or None: not any more."""
        days = RIGHT_DAYS if self.sure else WRONG_DAYS
        turn = len(self.askings)
        if self.over or self.recalled >= ENOUGH or turn >= len(days):
            self.over = True
            return None
        due = later(self.first_at, days[turn])
        return max(due, later(self.askings[-1].at, APART)) if turn else due


@dataclass(slots=True)
class RecallTally:
    """All courses. `variants` says how many other wordings each question has."""

    variants: dict[tuple[str, str], int]
    courses: dict[tuple[Who, str, str], Course] = field(
        default_factory=dict[tuple[Who, str, str], Course]
    )
    troubles: list[str] = field(default_factory=list[str])
    _asked_of: defaultdict[Who, list[Course]] = field(default_factory=lambda: defaultdict(list))
    _open: defaultdict[Who, list[Course]] = field(default_factory=lambda: defaultdict(list))
    _unsure: set[tuple[Who, str]] = field(default_factory=set[tuple[Who, str]])
    _asked_on: dict[Who, date] = field(default_factory=dict[Who, date])
    _reached: defaultdict[Who, list[bool]] = field(default_factory=lambda: defaultdict(list))
    """Of each person's messages in their order, whether it reached them."""
    _by_letter: dict[tuple[Who, datetime, str, str], tuple[Course, Asking]] = field(
        default_factory=dict[tuple[Who, datetime, str, str], tuple[Course, Asking]]
    )

    def answered(self, act: Answered) -> None:
        """Begin a course with a first answer; a later one changes nothing."""
        key = (act.who, act.slug, act.question)
        if key in self.courses:
            return
        sure = act.fits and (act.who, act.slug) not in self._unsure
        self.courses[key] = course = Course(
            act.who,
            act.slug,
            act.agency,
            act.question,
            act.at,
            act.fits,
            sure,
            self.variants[act.slug, act.question],
        )
        self._asked_of[act.who].append(course)
        self._open[act.who].append(course)

    def unsure(self, act: Raised) -> None:
        """Let what fitted, and was not asked again yet, come back as if it had not."""
        self._unsure.add((act.who, act.slug))
        for course in self._open[act.who]:
            if course.slug == act.slug and not course.askings:
                course.sure = False

    def answered_again(self, act: AnsweredAgain) -> tuple[int, str] | None:
        """Keep the first answer to an asking. Returns its turn, and the agency that it counts
        for; None where it changes nothing."""
        found = self._by_letter.get((act.who, act.letter, act.slug, act.question))
        if found is None:
            what = f"{act.question} of {act.slug}"
            self.troubles.append(f"{act.who[1]} was asked {what} again, and should not have been")
            return None
        course, asking = found
        if asking.variant != act.variant:
            self.troubles.append(f"{act.who[1]} got another wording of {act.question}")
        if asking.fits is not None:
            return None
        seen = any(
            it.answered_at is not None and act.at - it.answered_at < timedelta(days=APART)
            for it in course.askings
        )
        asking.fits, asking.answered_at = act.fits, act.at
        asking.counts = act.fits and not seen
        return asking.turn, course.agency

    def look(
        self, now: datetime, paused: set[Who], gone: set[Who]
    ) -> Iterator[tuple[Who, tuple[tuple[str, int], ...]]]:
        """Ask what is due in working hours: of each person once a day, the oldest answers first.
        Yields who gets a message about how many questions of which briefings."""
        today = london_day(now)
        self._take_back(now)
        for who, courses in self._open.items():
            if who in paused or self._asked_on.get(who) == today:
                continue
            due = [course for course in courses if (when := course.due()) and when <= now]
            if not due:
                self._open[who] = [course for course in courses if not course.over]
                continue
            due.sort(key=lambda course: (course.first_at, course.question))
            self._asked_on[who] = today
            about: dict[str, int] = {}
            for course in due[:IN_ONE_MESSAGE]:
                turn = len(course.askings) + 1
                asking = Asking(turn, (turn - 1) % course.variants, now, who not in gone)
                course.askings.append(asking)
                self._by_letter[who, now, course.slug, course.question] = course, asking
                about[course.slug] = about.get(course.slug, 0) + 1
            self._reached[who].append(who not in gone)
            yield who, tuple(about.items())

    def _take_back(self, now: datetime) -> None:
        """Let what never reached its member count for nothing, once it can be tried again; and try
        no more what was in one of several such messages in a row."""
        for who, reached in self._reached.items():
            if reached[-1]:
                continue
            given_up = len(reached) >= LOST_IN_A_ROW and not any(reached[-LOST_IN_A_ROW:])
            for course in self._asked_of[who]:
                kept = [it for it in course.askings if it.delivered or later(it.at, APART) > now]
                if len(kept) < len(course.askings):
                    course.askings, course.over = kept, given_up
                    if course not in self._open[who]:
                        self._open[who].append(course)
