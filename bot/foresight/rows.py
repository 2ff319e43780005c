"""One line of what will happen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.decisions.plans import Coming
from content.waiting import held_words
from schedules.calendar import Allowed, Calendar


class What(Enum):
    """What a line is of."""

    POST = "post"
    SKIPPED = "skipped"
    """A moment has come and was not taken up in time: it will be skipped."""
    HELD = "held"
    """Something has come, and waits for an agency's hours or its reader."""
    QUEUED = "queued"
    """Something has come, and waits for a worker."""
    RECALL = "recall"
    CASCADE = "cascade"
    DEADLINE = "deadline"
    """Until when leads are to have passed it on: a day, on which nothing is sent."""
    SURVEY = "survey"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Something that will happen at `at` (aware, in UTC)."""

    at: datetime
    what: What
    words: str
    """What happens."""
    about: str = ""
    """The briefing or the survey."""
    agencies: tuple[str, ...] = ()
    """To whom, by the directory's keys."""
    people: int = 0
    """To how many people it goes at least, where it goes to people and not to agencies."""
    why: str = ""
    """Why it comes then and not earlier, in a sentence."""
    coming: Coming | None = None
    """Of a post: the planned moment."""
    planned_at: datetime | None = None
    """Of a survey's post: when it would come if no agency's calendar held it."""

    @property
    def falls_at(self) -> datetime | None:
        """Return when it is planned for; None where it has come already, or is planned for `at`."""
        return self.planned_at if self.coming is None else self.coming.moment.due_at


def moved(calendar: Calendar, found: Allowed) -> str:
    """Say why a moment was moved; nothing where it was not."""
    return held_words(found.at, calendar.zone, found.why) if found.why else ""


def merged(rows: Iterable[Expected]) -> Sequence[Expected]:
    """Return the lines in their order, those that differ in their agencies alone as one."""
    found: dict[object, Expected] = {}
    for row in rows:
        which = (row.at, row.what, row.words, row.about, row.why, _planned(row))
        known = found.get(which)
        if known is None:
            found[which] = row
        else:
            agencies = tuple(sorted({*known.agencies, *row.agencies}))
            found[which] = replace(known, agencies=agencies, people=known.people + row.people)
    return sorted(found.values(), key=_order)


def _planned(row: Expected) -> object:
    return row.coming and (row.coming.sending.id, row.coming.moment)


def _order(row: Expected) -> tuple[object, ...]:
    made = row.at if row.coming is None else row.coming.sending.made_at
    return (row.at, list(What).index(row.what), made, row.about, row.agencies)
