"""What `send`, `send-series` and `plan move` print: when it comes, and what is held until when."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from bot.decisions.moving import Moved
from bot.foresight.holds import Foretold, ForetoldSeries
from bot.printing.tables import agency_name
from config.directory import Directory
from config.now import LONDON
from content.days import in_london
from content.templating import say, say_once
from content.waiting import held_words, reason_words
from schedules.plan import PLAN

_MOST_NAMES = 3
"""Agencies that are named; of more it is told how many they are."""


def sent_lines(
    dissemination: UUID, it: Foretold, directory: Directory, *, again: bool
) -> Iterator[str]:
    """Say when a dissemination comes, `again` for one that comes again and again."""
    yield say_once("planned.dissemination", dissemination=dissemination)
    at = in_london(it.moment.due_at)
    if it.has_come:
        yield say("planned.now")
    else:
        yield _noted(say("planned.first" if again else "planned.once", at=at), it)
    yield from held_lines(it, directory)


def sent_json(dissemination: UUID, it: Foretold) -> Mapping[str, object]:
    """Return a dissemination's first moment for scripts, in London's time."""
    return {"dissemination": str(dissemination), **_moment_json(it)}


def moved_lines(it: Foretold, directory: Directory) -> Iterator[str]:
    """Say what a plan was moved to."""
    yield _noted(say("planned.moved", at=in_london(it.moment.due_at)), it)
    yield from held_lines(it, directory)


def moved_json(dissemination: UUID, moved: Moved, it: Foretold) -> Mapping[str, object]:
    """Return a moved plan for scripts."""
    return {
        "dissemination": str(dissemination),
        "from": PLAN.dump_python(moved.before, mode="json"),
        "to": PLAN.dump_python(moved.after, mode="json"),
        **_moment_json(it),
    }


def series_lines(series: ForetoldSeries, directory: Directory) -> Iterator[str]:
    """Say when a series' briefings go out, which weeks are left out and why, what comes together,
    and how to stop it."""
    yield say_once("planned.series", series=series.planned.id)
    rows = [
        (
            part.at,
            say_once(
                "planned.part",
                at=in_london(part.at),
                slug=part.slug,
                dissemination=part.dissemination,
            ),
            [*filter(None, [it.moment.note]), *held_lines(it, directory)],
        )
        for part, it in zip(series.planned.parts, series.parts, strict=True)
    ]
    rows += [
        (
            week.at,
            say("planned.left_out", at=in_london(week.at), why=reason_words(week.left_out)),
            [],
        )
        for week in series.planned.left_out
        if week.left_out is not None
    ]
    for _, line, below in sorted(rows):
        yield line
        yield from (f"  {words}" for words in below)
    for several in series.together:
        yield say_once(
            "planned.together",
            count=several.count,
            whom=_whom(several.agencies, series.parts[0].agencies, directory),
            at=in_london(several.until),
            term=several.terms or "",
        )


def series_json(series: ForetoldSeries) -> Mapping[str, object]:
    """Return a series for scripts, in London's time."""
    return {
        "series": str(series.planned.id),
        "disseminations": [
            {
                "dissemination": str(part.dissemination),
                "briefing": part.slug,
                **_moment_json(it),
            }
            for part, it in zip(series.planned.parts, series.parts, strict=True)
        ],
        "left_out": [
            {"day": week.day.isoformat(), "why": reason_words(week.left_out)}
            for week in series.planned.left_out
            if week.left_out is not None
        ],
    }


def held_lines(it: Foretold, directory: Directory) -> Iterator[str]:
    """Say until when a moment is held, for whom and why; nothing where it is not."""
    for hold in it.holds:
        whom = _whom(hold.agencies, it.agencies, directory)
        yield held_words(hold.until, hold.zone, hold.reasons, whom)


def _moment_json(it: Foretold) -> Mapping[str, object]:
    return {
        "at": it.moment.due_at.astimezone(LONDON).isoformat(),
        "note": it.moment.note,
        "held": [
            {
                "until": hold.until.astimezone(LONDON).isoformat(),
                "agencies": list(hold.agencies),
                "why": held_words(hold.until, hold.zone, hold.reasons),
            }
            for hold in it.holds
        ],
    }


def _noted(words: str, it: Foretold) -> str:
    return f"{words} {it.moment.note}".strip()


def _whom(some: Sequence[str], everyone: Sequence[str], directory: Directory) -> str:
    if len(some) > 1 and set(some) == set(everyone):
        return say("planned.all", count=len(some))
    if len(some) > _MOST_NAMES:
        return say("planned.some", count=len(some), all=len(everyone))
    return ", ".join(agency_name(directory, key) for key in some)
