"""Surveys that will open, be reminded of, close and come back. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.foresight.rows import Expected, What, moved
from config.directory import Directory
from content.coming import Happening, happening_words
from schedules.calendar import PARTNERSHIP, calendar_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey as it stands, or will."""

    about: str
    asked: Mapping[str, datetime]
    """When each agency is asked, or was, of those that are before the close. Nobody else is
    reminded or gets results."""
    opens_at: datetime | None
    """None: it is open, or closed."""
    remind_at: datetime | None
    closes_at: datetime | None
    """None: it is closed, and its results are to come."""


def asked_at(
    agencies: Iterable[str], opens_at: datetime, directory: Directory
) -> Mapping[str, datetime]:
    """Return when each agency's calendar lets a survey come that opens then."""
    return {key: calendar_of(directory, key).next_allowed(opens_at).at for key in agencies}


def in_time(asked: Mapping[str, datetime], closes_at: datetime) -> Mapping[str, datetime]:
    """Return whom a survey reaches before it closes. Whose hours come only then is not asked."""
    return {agency: at for agency, at in asked.items() if at < closes_at}


def survey_rows(asked: Asked, directory: Directory, now: datetime) -> Iterator[Expected]:
    """Yield its posts, each agency's at its own moment, and its close."""
    if not asked.asked:
        return  # put to nobody, it ends without a word
    closes = asked.closes_at
    if closes is not None:
        for which, at in (
            (Happening.SURVEY_OPENS, asked.opens_at),
            (Happening.SURVEY_REMINDER, asked.remind_at),
        ):
            if at is not None:
                for row in _posts(asked, which, max(at, now), directory):
                    if row.at < closes:  # too late, it is not posted any more
                        yield row
        yield Expected(
            at=closes,
            what=What.SURVEY,
            words=happening_words(Happening.SURVEY_CLOSES),
            about=asked.about,
        )
    shared = PARTNERSHIP.next_allowed(max(now, closes or now)).at
    yield from _posts(asked, Happening.SURVEY_RESULTS, shared, directory)


def _posts(
    asked: Asked, which: Happening, at: datetime, directory: Directory
) -> Iterator[Expected]:
    for agency, since in asked.asked.items():
        if which is Happening.SURVEY_REMINDER and since >= at:
            continue  # it is asked only then, or later
        calendar = calendar_of(directory, agency)
        found = calendar.next_allowed(at)
        yield Expected(
            at=found.at,
            what=What.SURVEY,
            words=happening_words(which),
            about=asked.about,
            agencies=(agency,),
            why=moved(calendar, found),
            planned_at=at,
        )
