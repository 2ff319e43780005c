"""When staff must have been asked what has changed since a briefing, and what they answered."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from benchmarks.loop.diary import Surveyed, TurnedDown, Who
from benchmarks.loop.letters import Kind
from benchmarks.loop.tally.rules import (
    PRACTICE_DAY,
    REMIND_AFTER,
    SURVEY_DAYS,
    in_hours,
    later,
    next_in_hours,
)


@dataclass(slots=True)
class Survey:
    """One practice survey."""

    slug: str
    opens: datetime
    closes: datetime
    remind: datetime
    asked: dict[Who, str] | None = None
    """Who could see its post when it came, and for which agency they count; None before it
    opens."""
    reminded: bool = False
    closed: bool = False
    shared: bool = False
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter[tuple[str, str, str]])
    """By agency, question and option."""
    answered: set[Who] = field(default_factory=set[Who])

    def eligible(self) -> Counter[str]:
        """Return how many were asked, by agency."""
        return Counter((self.asked or {}).values())

    def answers(self) -> Counter[str]:
        """Return how many answered, by agency."""
        asked = self.asked or {}
        return Counter(asked[who] for who in self.answered)


@dataclass(slots=True)
class SurveyTally:
    """All surveys."""

    surveys: dict[str, Survey] = field(default_factory=dict[str, Survey])
    troubles: list[str] = field(default_factory=list[str])

    def posted(self, slug: str, now: datetime) -> None:
        """Plan the survey that follows a briefing's first post."""
        if slug in self.surveys:
            return
        opens = next_in_hours(later(now, PRACTICE_DAY))
        closes = later(opens, SURVEY_DAYS)
        remind = next_in_hours(opens + (closes - opens) * REMIND_AFTER)
        self.surveys[slug] = Survey(slug, opens, closes, remind)

    def asks(self, slug: str, agency: str, people: AbstractSet[Who]) -> None:
        """Keep who can see its post in one of an agency's channels."""
        asked = self.surveys[slug].asked
        assert asked is not None
        asked.update(dict.fromkeys(people, agency))

    def look(self, now: datetime) -> Iterator[tuple[Kind, str]]:
        """Do what is due. Yields what is posted to every channel."""
        for survey in self.surveys.values():
            if survey.asked is None:
                if survey.opens <= now:
                    survey.asked = {}
                    yield Kind.SURVEY, survey.slug
            elif survey.closes > now:
                if survey.remind <= now and not survey.reminded:
                    survey.reminded = True
                    yield Kind.SURVEY_REMINDER, survey.slug
            else:
                survey.closed = True
                if in_hours(now) and not survey.shared:
                    survey.shared = True
                    yield Kind.RESULTS, survey.slug

    def answered(self, act: Surveyed) -> None:
        """Count the answers, once."""
        survey = self.surveys[act.slug]
        agency = (survey.asked or {}).get(act.who)
        if agency is None or act.at >= survey.closes or act.who in survey.answered:
            self.troubles.append(f"{act.who[1]}'s answers to {act.slug} should not have counted")
            return
        survey.answered.add(act.who)
        survey.counts.update((agency, question, option) for question, option in act.options)

    def turned_down(self, act: TurnedDown) -> None:
        """Check why somebody could not answer."""
        survey = self.surveys[act.slug]
        why = "answered" if act.who in survey.answered else ""
        if act.who not in (survey.asked or {}):
            why = "came later"
        if act.at >= survey.closes:
            why = "closed"
        if act.why != why:
            self.troubles.append(f"{act.who[1]} could not answer {act.slug}: {act.why}, not {why}")
