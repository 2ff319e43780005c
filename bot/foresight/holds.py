"""What agencies' calendars make of a planned moment: who gets it later, when, and why. Pure.

Whoever plans is told it at once, by the rules that `plan show` foretells by.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivery.disseminate import PlannedSeries
from bot.foresight.posts import agencies_of, post_at
from bot.foresight.rows import moved
from config.directory import Directory
from content.waiting import OutOfTerm, Reason
from schedules.calendar import Allowed, Calendar, calendar_of
from schedules.occurrence import Moment


@dataclass(frozen=True, slots=True)
class Hold:
    """Agencies for which a moment is held until the same one (aware, in UTC), and for the same
    reason."""

    until: datetime
    agencies: tuple[str, ...]
    zone: ZoneInfo
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Foretold:
    """A planned moment as it will come."""

    moment: Moment
    has_come: bool
    agencies: tuple[str, ...]
    """All to whom it goes, by the directory's keys."""
    holds: tuple[Hold, ...]
    """For those who get it later, the earliest first."""


@dataclass(frozen=True, slots=True)
class Together:
    """Several posts that are held until the same moment for the same agencies."""

    until: datetime
    count: int
    agencies: tuple[str, ...]
    terms: str | None
    """The directory's key of the term dates that hold them; None where it is something else."""


@dataclass(frozen=True, slots=True)
class ForetoldSeries:
    """A series as it was planned, and each of its parts as it will come, in their order."""

    planned: PlannedSeries
    parts: Sequence[Foretold]
    together: Sequence[Together]


def foretold(
    directory: Directory, channels: Iterable[str], moment: Moment, now: datetime, *, urgent: bool
) -> Foretold:
    """Return how a moment will come that posts to these channels (directory keys)."""
    agencies = agencies_of(directory, channels)
    found: defaultdict[tuple[datetime, str], list[str]] = defaultdict(list)
    first: dict[tuple[datetime, str], tuple[Calendar, Allowed]] = {}
    for agency in agencies:
        calendar = calendar_of(directory, agency)
        goes = post_at(calendar, moment.due_at, now, urgent=urgent)
        if goes.why:
            which = (goes.at, moved(calendar, goes))
            found[which].append(agency)
            first.setdefault(which, (calendar, goes))
    holds = [
        Hold(goes.at, tuple(found[which]), calendar.zone, goes.why)
        for which, (calendar, goes) in sorted(first.items(), key=lambda each: each[0])
    ]
    return Foretold(moment, moment.due_at <= now, agencies, tuple(holds))


def together(parts: Iterable[Foretold], directory: Directory) -> Sequence[Together]:
    """Return what of several posts will reach an agency at once."""
    counts: Counter[tuple[str, datetime]] = Counter()
    out_of_term: set[tuple[str, datetime]] = set()
    for hold in (hold for part in parts for hold in part.holds):
        which = {(agency, hold.until) for agency in hold.agencies}
        counts.update(which)
        if any(isinstance(reason, OutOfTerm) for reason in hold.reasons):
            out_of_term |= which
    found: defaultdict[tuple[datetime, int, str], list[str]] = defaultdict(list)
    for (agency, until), count in counts.items():
        if count > 1:
            held_by_terms = (agency, until) in out_of_term
            terms = (directory.agency(agency).terms or "") if held_by_terms else ""
            found[until, count, terms].append(agency)
    return [
        Together(until, count, tuple(sorted(agencies)), terms or None)
        for (until, count, terms), agencies in sorted(found.items())
    ]
