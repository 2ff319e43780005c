"""What `queries list` and `queries show` print: words for people, values for scripts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console

from bot.printing.tables import agency_name
from bot.store.inbox.clarifications import Clarification
from bot.store.inbox.queries import OpenQueries, QueryEntry, TimeToAnswer
from config.directory import Directory
from config.now import LONDON
from content.days import in_london, span_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The inbox at a moment."""

    waiting: OpenQueries
    took: TimeToAnswer
    unanswered: Sequence[QueryEntry]
    settled: Sequence[QueryEntry]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One query at a moment, with its clarifications, the newest first."""

    query: QueryEntry
    written: Sequence[Clarification]
    now: datetime


def print_found(out: Console, found: Found, directory: Directory) -> None:
    """Print the inbox. Words that may identify somebody stay out of it."""
    _print(out, _overview(found))
    for query in (*found.unanswered, *found.settled):
        _print(out, "")
        _print(out, f"{query.id}  {_about(query)}")
        _print(out, f"  {_facts(query, directory, found.now)}")
        if query.warnings:
            _print(
                out,
                f"  Its words may identify somebody: sevenbot queries show {query.id} shows them.",
            )
        elif query.text:
            _print(out, f"  {' '.join(query.text.split())}")


def print_told(out: Console, told: Told, directory: Directory) -> None:
    """Print one query whole."""
    query = told.query
    _print(out, _about(query))
    _print(out, _facts(query, directory, told.now))
    if query.warnings:
        kinds = ", ".join(query.warnings)
        _print(out, f"These words may identify somebody ({kinds}): repeat them nowhere.")
    for line in _lines(query.text or "Somebody is unsure, and left no words."):
        _print(out, line)
    if query.answered_at is not None:
        _print(out, "")
        when = in_london(query.answered_at)
        _print(out, f"Answered privately by {query.answered_by}, {when}:")
        for line in _lines(query.answer or ""):
            _print(out, line)
    for each in told.written:
        _print(out, "")
        _print(out, f"Clarification {each.id} by {each.author}, {_state(each)}:")
        for line in _lines(each.text):
            _print(out, line)


def found_json(found: Found) -> Mapping[str, object]:
    """Return the inbox for scripts. Moments are London's; `text` is null where the words may
    identify somebody; `median_hours` is null where nothing was answered."""
    median = found.took.median
    return {
        "open": found.waiting.count,
        "oldest": _moment(found.waiting.oldest_at),
        "answered": found.took.count,
        "median_hours": None if median is None else round(median.total_seconds() / 3600, 2),
        "queries": [
            {
                "id": str(query.id),
                "dissemination": str(query.dissemination),
                "briefing": query.briefing,
                "agency": query.agency,
                "about": query.about,
                "text": None if query.warnings else query.text,
                "warnings": list(query.warnings),
                "asked": _moment(query.asked_at),
                "days": query.days(found.now),
                "drafted": query.drafted,
                "answered": _moment(query.answered_at),
                "clarified": _moment(query.clarified_at),
            }
            for query in (*found.unanswered, *found.settled)
        ],
    }


def _overview(found: Found) -> str:
    words = ["Nothing is open."]
    if found.waiting.oldest_at is not None:
        words = [f"{found.waiting.count} open, the oldest since"]
        words.append(f"{in_london(found.waiting.oldest_at)}.")
    if found.took.median is not None:
        came = (
            "The one answer came"
            if found.took.count == 1
            else f"Half of {found.took.count} answers came"
        )
        words.append(f"{came} within about {span_words(found.took.median)}.")
    return " ".join(words)


def _about(query: QueryEntry) -> str:
    what = "A question about" if query.about == "question" else "Unsure about"
    return f"{what} “{query.briefing}”"


def _facts(query: QueryEntry, directory: Directory, now: datetime) -> str:
    days = query.days(now)
    span = "1 day" if days == 1 else f"{days} days"
    if query.settled_at is None:
        state = f"waiting {span}" if days else "asked today"
    else:
        how = "to everybody" if query.settled_at == query.clarified_at else "privately"
        state = f"answered {how} {f'after {span}' if days else 'on the same day'}"
    drafted = "; a clarification awaits approval" if query.drafted else ""
    agency = agency_name(directory, query.agency)
    return f"{agency}, asked {in_london(query.asked_at)}, {state}{drafted}"


def _state(clarification: Clarification) -> str:
    if clarification.withdrawn_at is not None:
        return f"withdrawn {in_london(clarification.withdrawn_at)}"
    if clarification.approved_at is not None:
        return f"approved by {clarification.approver}, {in_london(clarification.approved_at)}"
    return "awaits approval"


def _lines(words: str) -> Iterator[str]:
    for line in words.split("\n"):
        if line.strip():
            yield f"  {line.strip()}"


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(LONDON).isoformat()


def _print(out: Console, words: str) -> None:
    # What people wrote may hold what a terminal would obey.
    tame = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in words)
    out.print(tame, markup=False, highlight=False, soft_wrap=True)
