"""What the command line prints: words and tables for people, JSON for scripts."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import assert_never

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.doctor.checks import Check
from bot.evidence.ladder import AgencyLadder, Ladder, Rung, RungCount
from bot.evidence.pairs import Recall, RecallFigures
from bot.operations import Found
from bot.printing.amended import amended_json, print_amended
from bot.printing.practised import practice_json, print_practice
from bot.printing.tables import HELD_BACK, TABLE_WIDTH, agency_name
from bot.store.cascade.coverage import AgencyCoverage
from bot.store.content.shelf import Change, Saved
from config.directory import Directory
from config.errors import Problem
from config.now import LONDON
from content.approval import Status, W
from content.briefing import Briefing
from content.compose.pages import pages
from content.days import in_london
from content.message import View, plain_text


def print_json(out: Console, value: object) -> None:
    """Print one JSON value on one line, plain."""
    out.file.write(json.dumps(value, ensure_ascii=False) + "\n")


def print_checks(out: Console, checks: Iterable[Check]) -> None:
    """Print what the doctor found, each trouble with how to mend it."""
    for check in checks:
        if not check.troubles:
            out.print(f"well    {check.name}: {check.said}", markup=False, highlight=False)
        for trouble in check.troubles:
            line = f"mend    {check.name}: {trouble}"
            out.print(line, markup=False, highlight=False, soft_wrap=True)
        for note in check.notes:
            line = f"note    {check.name}: {note}"
            out.print(line, markup=False, highlight=False, soft_wrap=True)


def print_warnings(err: Console, warnings: Iterable[Problem]) -> None:
    """Print what an author and an approver may think over."""
    for problem in warnings:
        err.print(str(problem), markup=False, highlight=False, soft_wrap=True)


def print_preview(out: Console, briefing: Briefing) -> None:
    """Print a briefing's post and pages in words, in the order in which a person meets them."""
    for name, page in pages(briefing).items():
        out.rule(name, align="left")
        message = page.message if isinstance(page, View) else page
        out.print(plain_text(message), markup=False, highlight=False)
        if isinstance(page, View) and page.submit is not None:
            out.print(f"[{page.submit.label}]", markup=False, highlight=False)


def print_saved(out: Console, err: Console, given: W, saved: Saved[W], *, approve: str) -> None:
    """Print what became of a version that was imported, and whether it may be sent; and where its
    file says that it is approved and it is not, why. `approve` is the command that approves it."""
    kept = saved.written
    named = f"{kept.slug} version {kept.version}"
    approved = kept.status is Status.APPROVED
    ready = f"approved by {kept.approver}" if approved else "awaiting approval"
    line = f"{named}: {_change_words(saved.change)}, {ready}."
    out.print(line, markup=False, highlight=False, soft_wrap=True)
    if given.status is Status.APPROVED and not approved:
        why = (
            f"{named}: its file says that '{given.approver}' approved it, and nobody of that name"
            " is an approver in the directory. One of your approvers can:"
            f" {approve} {kept.slug} --version {kept.version} --by NAME"
        )
        err.print(why, markup=False, highlight=False, soft_wrap=True)


def print_ladder(out: Console, ladder: Ladder, directory: Directory) -> None:
    """Print the rungs by agency, each with its denominator."""
    rungs = list(ladder.total.rungs)
    table = Table(box=None)
    for heading in ("agency", *(rung.value for rung in rungs), "queries"):
        table.add_column(heading, no_wrap=True)
    for agency, row in ladder.agencies.items():
        table.add_row(escape(agency_name(directory, agency)), *_cells(row, rungs))
    table.add_section()
    table.add_row("all together", *_cells(ladder.total, rungs))
    Console(file=out.file, width=max(out.width, TABLE_WIDTH)).print(table)


def print_engagement(out: Console, found: Found) -> None:
    """Print one dissemination's engagement: which it is, and how many others there are."""
    sending = found.begun.sending
    began = in_london(found.begun.began_at)
    lines = [
        f"{sending.title}, version {sending.version}, to {sending.audience}, sent {began}",
        f"Dissemination {sending.id}; {_others(found.others)}",
    ]
    for line in lines:
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    print_amended(out, found.corrections, found.withdrawn)
    print_ladder(out, found.ladder, found.directory)
    _print_recall(out, found.recall, found.directory)
    _print_coverage(out, found.coverage, found.directory)
    print_practice(out, found.practice, found.directory)


def engagement_json(found: Found) -> Mapping[str, object]:
    """Return one dissemination's engagement for scripts. `began` is London's time; `others`
    counts this briefing's other disseminations."""
    sending = found.begun.sending
    return {
        "dissemination": str(sending.id),
        "briefing": sending.slug,
        "version": sending.version,
        "audience": sending.audience,
        "began": found.begun.began_at.astimezone(LONDON).isoformat(),
        "others": found.others,
        **amended_json(found.corrections, found.withdrawn),
        **ladder_json(found.ladder),
        "recall": {
            "agencies": {key: asdict(figures) for key, figures in found.recall.agencies.items()},
            "total": asdict(found.recall.total),
        },
        "cascade": {
            row.agency: {
                "state": row.state.value,
                "deadline": row.deadline.isoformat(),
                "parts": row.coverage.parts,
                "reached": row.coverage.reached if row.coverage.parts else None,
                "eligible": row.coverage.eligible if row.coverage.parts else None,
            }
            for row in found.coverage
        },
        "practice": practice_json(found.practice),
    }


def ladder_json(ladder: Ladder) -> Mapping[str, object]:
    """Return the rungs by agency and in all: count (null where held back), of, suppressed."""
    return {
        "agencies": {agency: _rungs_json(row) for agency, row in ladder.agencies.items()},
        "total": _rungs_json(ladder.total),
    }


def _print_recall(out: Console, recall: Recall, directory: Directory) -> None:
    if not recall.begun:
        return
    table = Table(box=None, title="Recalled weeks later, by the same people", title_justify="left")
    for heading in ("agency", "asked again", "answered", "first all fitted", "later all fitted"):
        table.add_column(heading, no_wrap=True)
    for key, figures in recall.agencies.items():
        table.add_row(escape(agency_name(directory, key)), *_recall_cells(figures))
    table.add_section()
    table.add_row("all together", *_recall_cells(recall.total))
    Console(file=out.file, width=max(out.width, TABLE_WIDTH)).print(table)


def _recall_cells(figures: RecallFigures) -> Iterable[str]:
    yield HELD_BACK if figures.asked is None else str(figures.asked)
    for count, of in (
        (figures.paired, figures.asked),
        (figures.first, figures.paired),
        (figures.later, figures.paired),
    ):
        yield HELD_BACK if count is None else f"{count} of {of}"


def _print_coverage(out: Console, coverage: Iterable[AgencyCoverage], directory: Directory) -> None:
    table = Table(box=None, title="Passed on, as leads tell it", title_justify="left")
    for heading in ("agency", "reached", "how it stands", "asked for by"):
        table.add_column(heading, no_wrap=True)
    for row in coverage:
        told = row.coverage
        table.add_row(
            escape(agency_name(directory, row.agency)),
            f"{told.reached} of {told.eligible}" if told.parts else "no account yet",
            row.state.value,
            f"{row.deadline:%-d %b %Y}",
        )
    if table.row_count:
        Console(file=out.file, width=max(out.width, TABLE_WIDTH)).print(table)


def _rungs_json(row: AgencyLadder) -> Mapping[str, object]:
    return {
        rung.value: {"count": count.count, "of": count.of, "suppressed": count.suppressed}
        for rung, count in row.rungs.items()
    }


def _cells(row: AgencyLadder, rungs: Iterable[Rung]) -> list[str]:
    return [*(_cell(row.rungs[rung]) for rung in rungs), str(row.queries)]


def _cell(count: RungCount) -> str:
    return HELD_BACK if count.count is None else f"{count.count} of {count.of}"


def _change_words(change: Change) -> str:
    """Return what became of a version that was saved."""
    match change:
        case Change.NEW | Change.APPROVED:
            return "stored"
        case Change.UNCHANGED:
            return "unchanged"
        case Change.REPLACED:
            return "stored in place of the earlier draft"
        case _:
            assert_never(change)


def _others(count: int) -> str:
    match count:
        case 0:
            return "it is this briefing's only one."
        case 1:
            return "this briefing has one other, and the console lists both."
        case _:
            return f"this briefing has {count} others, and the console lists them."
