"""The tally held against the database and against what people got: each difference in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from benchmarks.loop.calendar import london_day
from benchmarks.loop.diary import Who
from benchmarks.loop.letters import Kind, Letter
from benchmarks.loop.tally.expected import Expected
from benchmarks.loop.tally.found import AskingRow, CourseRow, Found
from benchmarks.loop.tally.recall import Course
from benchmarks.loop.tally.rules import in_hours
from benchmarks.loop.tally.survey import Survey
from bot.evidence.cut import Cut
from bot.evidence.pairs import Pairs

FEWEST = 5
"""Answers of which figures may be shown."""

Key = TypeVar("Key")
Value = TypeVar("Value")


def differences(expected: Expected, found: Found, letters: Iterable[Letter]) -> Iterator[str]:
    """Yield every difference."""
    yield from expected.troubles
    seen = list(letters)
    yield from letters_apart(expected.letters, seen)
    yield from _rules(seen)
    yield from _engagement(expected, found)
    yield from _unlike("question's course", _courses(expected), found.courses)
    yield from _unlike("asking", _askings(expected), found.askings)
    for slug in expected.briefings:
        if slug in found.pairs:
            yield from _unlike(f"pairs of {slug} in", _pairs(expected, slug), found.pairs[slug])
    yield from _coverage(expected, found)
    yield from _surveys(expected, found)
    yield from _outcomes(expected, found)


def letters_apart(expected: Iterable[Letter], seen: Iterable[Letter]) -> Iterator[str]:
    """Yield every letter that never came, or should not have come, in words."""
    wanted, got = Counter(expected), Counter(seen)
    for letter in sorted((wanted - got).elements()):
        yield f"never came: {letter}"
    for letter in sorted((got - wanted).elements()):
        yield f"should not have come: {letter}"


def _rules(seen: Iterable[Letter]) -> Iterator[str]:
    """Hold what people got against the promises that are made to them, whatever the tally makes
    of the rest."""
    asked: Counter[tuple[str, str, object]] = Counter()
    for letter in seen:
        if not in_hours(letter.at):
            yield f"outside working hours: {letter}"
        if letter.kind == Kind.RECALL.name:
            asked[letter.workspace, letter.to, london_day(letter.at)] += 1
    for (_, account, day), times in asked.items():
        if times > 1:
            yield f"{account} was asked {times} times on {day}"


def _engagement(expected: Expected, found: Found) -> Iterator[str]:
    for slug, counted in found.engagement.items():
        tally = expected.rungs[slug]
        agencies: list[str | None] = [*tally.posts, None]
        for agency in agencies:
            kept = counted.total if agency is None else counted.agencies.get(agency)
            of = f"{slug}, {agency or 'all together'}"
            if kept is None:
                yield f"{of}: nothing was counted"
                continue
            for rung, count in tally.rungs(agency).items():
                if getattr(kept, rung) != count:
                    yield f"{of}: {rung} should be {count} and is {getattr(kept, rung)}"
    events = {
        (slug, agency, kind): count
        for slug, tally in expected.rungs.items()
        for (agency, kind), count in tally.events().items()
    }
    yield from _unlike("facts", events, found.events)


def _courses(expected: Expected) -> Mapping[tuple[str, Who, str], CourseRow]:
    return {
        (slug, who, question): (
            course.first_fits,
            course.first_at,
            len(course.askings),
            course.recalled,
            course.due() is None,
        )
        for (who, slug, question), course in expected.recall.courses.items()
    }


def _askings(expected: Expected) -> Mapping[tuple[str, Who, str, int], AskingRow]:
    return {
        (slug, who, question, asking.turn): (
            asking.variant,
            asking.at,
            asking.fits,
            asking.answered_at,
            asking.delivered,
        )
        for (who, slug, question), course in expected.recall.courses.items()
        for asking in course.askings
    }


def _pairs(expected: Expected, slug: str) -> Mapping[str | None, Pairs]:
    """Return the pairs: of each person's questions together, the first answers beside those to
    the latest asking that has one."""
    people: defaultdict[tuple[str, Who], list[Course]] = defaultdict(list)
    for (who, of, _), course in expected.recall.courses.items():
        if of == slug and any(asking.delivered for asking in course.askings):
            people[course.agency, who].append(course)
    groups: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for (agency, _), courses in people.items():
        kind = _pair(courses)
        for group in (agency, None):
            groups[group]["asked"] += 1
            groups[group][kind] += 1
    return {
        group: Pairs(
            asked=counted["asked"],
            both=counted["both"],
            gained=counted["gained"],
            lost=counted["lost"],
            neither=counted["neither"],
        )
        for group, counted in (groups or {None: Counter[str]()}).items()
    }


def _pair(courses: Iterable[Course]) -> str:
    firsts: list[bool] = []
    laters: list[bool] = []
    for course in courses:
        answered = [
            asking.fits for asking in course.askings if asking.fits is not None and asking.delivered
        ]
        if answered:
            firsts.append(course.first_fits)
            laters.append(answered[-1])
    if not firsts:
        return "unpaired"
    match all(firsts), all(laters):
        case True, True:
            return "both"
        case False, True:
            return "gained"
        case True, False:
            return "lost"
        case _:
            return "neither"


def _coverage(expected: Expected, found: Found) -> Iterator[str]:
    wanted = {
        (slug, agency): (it.state.value, it.reached, it.eligible, len(it.standing))
        for (slug, agency), it in expected.cascade.cascades.items()
    }
    kept = {
        (slug, agency): (
            it.state.value,
            it.coverage.reached,
            it.coverage.eligible,
            it.coverage.parts,
        )
        for slug, agencies in found.coverage.items()
        for agency, it in agencies.items()
    }
    yield from _unlike("cascade", wanted, kept)


def _surveys(expected: Expected, found: Found) -> Iterator[str]:
    """Hold the counters of open surveys, and what is shown of closed ones, against the answers
    that people gave."""
    opened = {s.slug: s for s in expected.surveys.surveys.values() if s.asked is not None}
    for slug in opened.keys() ^ found.surveys.keys():
        yield f"survey {slug}: should be open or closed in one place, and is so in the other"
    for slug in opened.keys() & found.surveys.keys():
        survey, (counted, cut) = opened[slug], found.surveys[slug]
        if survey.closed != (cut is not None):
            yield f"survey {slug}: closed should be {survey.closed}"
        elif cut is None:
            kept = {key: n for key, n in counted.items() if n}
            yield from _unlike(f"answers to {slug}", survey.counts, kept)
        else:
            yield from _cut(survey, cut)
            if counted:
                yield f"survey {slug}: it is closed, and its counters are still there"


def _cut(survey: Survey, cut: Cut) -> Iterator[str]:
    """Hold what may be shown against what was answered: figures must be right, and none may tell
    of fewer than five."""
    answers = survey.answers()
    yield from _unlike(f"asked in {survey.slug}", survey.eligible(), cut.eligible)
    for agency, shown in cut.shown.items():
        kept = {
            (agency, question, option): n
            for question, options in shown.answers.items()
            for option, n in options.items()
            if n
        }
        wanted = {key: n for key, n in survey.counts.items() if key[0] == agency}
        yield from _unlike(f"answers to {survey.slug}", wanted, kept)
        if answers[agency] < FEWEST:
            yield f"survey {survey.slug}: {agency} is shown with {answers[agency]} answers"
    if cut.remainder is not None:
        rest = sum(answers[agency] for agency in cut.held)
        if cut.remainder.answered != rest:
            yield f"survey {survey.slug}: the rest should be {rest}, is {cut.remainder.answered}"


def _outcomes(expected: Expected, found: Found) -> Iterator[str]:
    """Hold the outcomes against what was sent: only what went to closed accounts is halted."""
    wanted = {
        "delivered": len(expected.letters) + expected.rooms.half_read,
        "halted": expected.mailbox.refused,
        "waiting": expected.mailbox.held + expected.rooms.held,
    }
    for state, count in {**dict.fromkeys(found.outcomes, 0), **wanted}.items():
        if state != "skipped" and found.outcomes.get(state, 0) != count:
            yield f"deliveries {state}: should be {count} and are {found.outcomes.get(state, 0)}"


def _unlike(what: str, wanted: Mapping[Key, Value], kept: Mapping[Key, Value]) -> Iterator[str]:
    for key in {**wanted, **kept}:
        if key not in kept:
            yield f"{what} {key}: should be {wanted[key]}, and there is none"
        elif key not in wanted:
            yield f"{what} {key}: should not be there, and is {kept[key]}"
        elif wanted[key] != kept[key]:
            yield f"{what} {key}: should be {wanted[key]} and is {kept[key]}"
