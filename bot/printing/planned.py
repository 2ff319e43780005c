"""What `plan show` and `plan stop` print: words for people, values for scripts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from uuid import UUID

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.decisions.plans import Coming, Stopping, missed_words
from bot.delivery.quiet import MOST_A_DAY
from bot.foresight.holds import foretold
from bot.foresight.looking import Outlook
from bot.foresight.posts import agencies_of
from bot.foresight.rows import Expected, What, merged
from bot.printing.sent import held_lines
from bot.printing.tables import agency_name
from config.directory import Directory
from config.now import LONDON
from content.coming import conditions
from content.days import in_london
from content.templating import say_once

TABLE_WIDTH = 180
"""Characters of a table with disseminations' ids, which people copy."""
_QUEUED = "queued already"
_WHOLE = frozenset({"day", "time", "dissemination"})


def print_outlook(out: Console, outlook: Outlook, directory: Directory, weeks: int) -> None:
    """Print what will happen day by day, earliest first, and below it what is odd and what is held
    until after the weeks."""
    expected = _to_the_minute(outlook.within)
    if not expected and not outlook.beyond:
        span = "week" if weeks == 1 else f"{weeks} weeks"
        out.print(f"Nothing is planned for the next {span}.", highlight=False)
        return
    everyone = {agency.key for agency in directory.agencies}
    table = Table(box=None)
    for heading in ("day", "time", "what", "of", "to", "why, or if missed", "dissemination"):
        table.add_column(heading, overflow="fold", no_wrap=heading in _WHOLE)
    for day, rows in groupby(expected, key=_day):
        for number, row in enumerate(rows):
            table.add_row(
                "" if number else day,
                "" if row.what is What.DEADLINE else f"{row.at.astimezone(LONDON):%H:%M}",
                escape(row.words),
                escape(row.about),
                escape(_to(row, everyone, directory)),
                escape(row.why or ("" if row.coming is None else _missed(row.coming))),
                "" if row.coming is None else str(row.coming.sending.id),
            )
    if expected:
        Console(file=out.file, width=max(out.width, TABLE_WIDTH)).print(table)
    shown = [*expected, *outlook.beyond]
    notes = dict.fromkeys(_note(row.coming) for row in shown if row.coming is not None)
    notes |= dict.fromkeys(_beyond(row, everyone, directory) for row in outlook.beyond)
    if any(row.what in {What.CASCADE, What.RECALL} for row in expected):
        notes[conditions(MOST_A_DAY)] = None
    for note in filter(None, notes):
        out.print(note, markup=False, highlight=False, soft_wrap=True)


def print_later(out: Console, comings: Iterable[Coming], directory: Directory) -> None:
    """Print what only begins later than was asked, each with its first moment, and until when that
    is held."""
    for coming in comings:
        sending, moment = coming.sending, coming.moment
        at = in_london(moment.due_at)
        # It is to come: no agency's calendar is asked before it has.
        ahead = foretold(directory, sending.channels, moment, moment.due_at, urgent=sending.urgent)
        line = say_once(
            "coming.later",
            slug=sending.slug,
            version=sending.version,
            audience=sending.audience,
            at=at,
            dissemination=sending.id,
        )
        words = " ".join(filter(None, [line, moment.note, *held_lines(ahead, directory)]))
        out.print(words, markup=False, highlight=False, soft_wrap=True)


def outlook_json(outlook: Outlook) -> Sequence[Mapping[str, object]]:
    """Return what will happen for scripts, earliest first, and after it what is held until after
    the weeks. Moments are London's time. Of a post, `planned_for` is what its plan names, and
    `waiting_since` is null where nothing waits for a worker yet."""
    return [
        {
            "kind": row.what.value,
            "at": row.at.astimezone(LONDON).isoformat(),
            "words": row.words,
            "about": row.about,
            "agencies": list(row.agencies),
            "people": row.people,
            "why": row.why,
            **({} if row.coming is None else _post_json(row.coming)),
        }
        for row in [*outlook.within, *outlook.beyond]
    ]


def _post_json(coming: Coming) -> Mapping[str, object]:
    sending, since = coming.sending, coming.queued_at
    return {
        "dissemination": str(sending.id),
        "briefing": sending.slug,
        "version": sending.version,
        "audience": sending.audience,
        "series": None if sending.series is None else str(sending.series),
        "urgent": sending.urgent,
        "planned_for": coming.moment.due_at.astimezone(LONDON).isoformat(),
        "missed": missed_words(sending.plan),
        "overdue": coming.overdue,
        "waiting_since": None if since is None else since.astimezone(LONDON).isoformat(),
        "note": coming.moment.note,
    }


def _to_the_minute(rows: Iterable[Expected]) -> Sequence[Expected]:
    """Return the lines as they are read: posts to several agencies come seconds apart, and so does
    all that follows them."""
    return merged(replace(row, at=row.at.replace(second=0, microsecond=0)) for row in rows)


def _day(row: Expected) -> str:
    return f"{row.at.astimezone(LONDON):%a %-d %b %Y}"


def _to(row: Expected, everyone: Collection[str], directory: Directory) -> str:
    """Say to whom something goes: an audience where all of its agencies get it then."""
    if row.what is What.RECALL:
        return f"at least {row.people} people" if row.people else "a few people"
    if row.what is What.QUEUED and row.people:
        return "1 person" if row.people == 1 else f"{row.people} people"
    if row.coming is not None:
        sending = row.coming.sending
        if row.agencies == agencies_of(directory, sending.channels):
            return sending.audience
    if len(row.agencies) > 1 and everyone == {*row.agencies}:
        return "every agency"
    return ", ".join(agency_name(directory, key) for key in row.agencies)


def _beyond(row: Expected, everyone: Collection[str], directory: Directory) -> str:
    """Say what is held until after the weeks, and why."""
    falls = row.falls_at
    return say_once(
        "coming.beyond",
        falls="" if falls is None else in_london(falls),
        about=row.about,
        what=row.words if row.what is What.SURVEY else "",
        to=_to(row, everyone, directory),
        why=row.why,
        dissemination="" if row.coming is None else row.coming.sending.id,
    )


def _missed(coming: Coming) -> str:
    return missed_words(coming.sending.plan) if coming.queued_at is None else _QUEUED


def stopping_words(stopping: Stopping) -> str:
    """Say what stopping came to."""
    stop, remains = stopping.stop, stopping.remains
    if stopping.before:
        return f"It is stopped already: by {stop.by} on {in_london(stop.at)}. Nothing was changed."
    words = ["Stopped: nothing of it is planned any more, and what is delivered stays."]
    if remains.skipped:
        words.append(f"Waiting deliveries that are not sent now: {remains.skipped}.")
    if remains.in_doubt:
        words.append(
            f"Deliveries that may have been posted, and are looked for: {remains.in_doubt}."
        )
    if remains.under_way:
        words.append(f"Deliveries that are being sent at this moment: {remains.under_way}.")
    return " ".join(words)


def stopping_json(dissemination: UUID, stopping: Stopping) -> Mapping[str, object]:
    """Return what stopping came to, for scripts."""
    remains = stopping.remains
    return {
        "dissemination": str(dissemination),
        "stopped_by": stopping.stop.by,
        "stopped_at": stopping.stop.at.astimezone(LONDON).isoformat(),
        "before": stopping.before,
        "skipped": remains.skipped,
        "in_doubt": remains.in_doubt,
        "under_way": remains.under_way,
    }


def _note(each: Coming) -> str:
    if each.queued_at is not None:
        when, since = in_london(each.moment.due_at), in_london(each.queued_at)
        return f"{when} has come and is waiting for a worker since {since}: does one run?"
    if each.overdue:
        when = in_london(each.moment.due_at)
        return f"{when} has come and was not taken up yet: does a clock run?"
    return each.moment.note
