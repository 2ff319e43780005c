"""What `plan show` and `plan stop` print: words for people, values for scripts."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.delivery.disseminate import PlannedSeries
from bot.moving import Moved
from bot.plans import Coming, Stopping, missed_words
from config.now import LONDON
from content.days import in_london
from content.waiting import reason_words
from schedules.plan import PLAN

TABLE_WIDTH = 150
"""Characters of a table with disseminations' ids, which people copy."""
_QUEUED = "queued already"


def print_coming(out: Console, coming: Sequence[Coming], weeks: int) -> None:
    """Print what is planned or queued, earliest first, each with what happens to it if it is
    missed."""
    if not coming:
        span = "week" if weeks == 1 else f"{weeks} weeks"
        out.print(f"Nothing is planned for the next {span}.", highlight=False)
        return
    table = Table(box=None)
    for heading in ("London time", "briefing", "audience", "if missed", "dissemination"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "dissemination")
    for each in coming:
        sending = each.sending
        table.add_row(
            in_london(each.moment.due_at),
            escape(f"{sending.slug} version {sending.version}"),
            escape(sending.audience),
            missed_words(sending.plan) if each.queued_at is None else _QUEUED,
            str(sending.id),
        )
    Console(file=out.file, width=max(out.width, TABLE_WIDTH)).print(table)
    notes = dict.fromkeys(_note(each) for each in coming)
    for note in filter(None, notes):
        out.print(note, markup=False, highlight=False, soft_wrap=True)


def coming_json(coming: Iterable[Coming]) -> Sequence[Mapping[str, object]]:
    """Return what is planned or queued for scripts, earliest first. `at` and `waiting_since` are
    London's time; the latter is null where nothing waits for a worker yet."""
    return [
        {
            "at": each.moment.due_at.astimezone(LONDON).isoformat(),
            "dissemination": str(each.sending.id),
            "briefing": each.sending.slug,
            "version": each.sending.version,
            "audience": each.sending.audience,
            "missed": missed_words(each.sending.plan),
            "overdue": each.overdue,
            "waiting_since": (
                None if each.queued_at is None else each.queued_at.astimezone(LONDON).isoformat()
            ),
            "note": each.moment.note,
        }
        for each in coming
    ]


def stopping_words(stopping: Stopping) -> str:
    """Say what stopping came to."""
    stop, remains = stopping.stop, stopping.remains
    if stopping.before:
        return f"It is stopped already: by {stop.by} on {in_london(stop.at)}. Nothing was changed."
    words = ["Stopped: nothing of it is planned any more, and what is delivered stays."]
    if remains.skipped:
        words.append(f"Waiting deliveries that are not sent now: {remains.skipped}.")
    if remains.in_doubt:
        words.append(f"Deliveries that may have been posted, so look: {remains.in_doubt}.")
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


def series_lines(series: PlannedSeries) -> Sequence[str]:
    """Say when a series' briefings go out, which weeks are left out and why, and how to stop it."""
    rows = [
        (part.at, f"{in_london(part.at)}: {part.slug} (dissemination {part.dissemination})")
        for part in series.parts
    ]
    rows += [
        (week.at, f"{in_london(week.at)}: nothing, since {reason_words(week.left_out)}.")
        for week in series.left_out
        if week.left_out is not None
    ]
    first = f"Planned as series {series.id}; `sevenbot plan stop` with it stops what is left."
    return [first, *(line for _, line in sorted(rows))]


def series_json(series: PlannedSeries) -> Mapping[str, object]:
    """Return a series for scripts, in London's time."""
    return {
        "series": str(series.id),
        "disseminations": [
            {
                "dissemination": str(part.dissemination),
                "briefing": part.slug,
                "at": part.at.astimezone(LONDON).isoformat(),
            }
            for part in series.parts
        ],
        "left_out": [
            {"day": week.day.isoformat(), "why": reason_words(week.left_out)}
            for week in series.left_out
            if week.left_out is not None
        ],
    }


def moved_words(moved: Moved) -> str:
    """Say what a plan was moved to."""
    words = f"Moved: it comes next on {in_london(moved.ahead.due_at)}, London time."
    return f"{words} {moved.ahead.note}".strip()


def moved_json(dissemination: UUID, moved: Moved) -> Mapping[str, object]:
    """Return a moved plan for scripts."""
    return {
        "dissemination": str(dissemination),
        "at": moved.ahead.due_at.astimezone(LONDON).isoformat(),
        "from": PLAN.dump_python(moved.before, mode="json"),
        "to": PLAN.dump_python(moved.after, mode="json"),
        "note": moved.ahead.note,
    }


def _note(each: Coming) -> str:
    if each.queued_at is not None:
        when, since = in_london(each.moment.due_at), in_london(each.queued_at)
        return f"{when} has come and is waiting for a worker since {since}: does one run?"
    if each.overdue:
        when = in_london(each.moment.due_at)
        return f"{when} has come and was not taken up yet: does a clock run?"
    return each.moment.note
