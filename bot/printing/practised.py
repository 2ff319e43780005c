"""What is printed of practice change, as people say it of themselves, and of both sides of passing
a briefing on."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.evidence.practice import PracticeRung
from bot.printing.tables import HELD_BACK, TABLE_WIDTH, agency_name
from bot.surveys.practice import PracticeFound
from config.directory import Directory
from content.compose.triangulation import (
    account_words,
    comparison_words,
    people_words,
    self_reported,
)


def print_practice(out: Console, found: PracticeFound, directory: Directory) -> None:
    """Print the rung, once people have answered, and both sides."""
    if found.rung is not None:
        line = f"Practice change, self-reported. {self_reported()}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)
        table = Table(box=None)
        for heading in ("agency", "answered", "no answer", "do something differently"):
            table.add_column(heading, no_wrap=True)
        for key, rung in found.rung.agencies.items():
            table.add_row(escape(agency_name(directory, key)), *_cells(rung))
        table.add_section()
        table.add_row("all together", *_cells(found.rung.total))
        Console(file=out.file, width=max(out.width, TABLE_WIDTH)).print(table)
    print_sides(out, found, directory)


def print_sides(out: Console, found: PracticeFound, directory: Directory) -> None:
    """Print what leads tell beside what their people say, once anybody was asked."""
    if found.rung is None:
        return
    table = Table(box=None, title="Passed on: both sides", title_justify="left")
    for heading in ("agency", "its lead tells", "its people say", "side by side"):
        table.add_column(heading)
    for side in found.sides:
        account, people = side.account, side.people
        table.add_row(
            escape(agency_name(directory, side.agency)),
            account_words(account.reached, account.eligible) if account else "no account yet",
            people_words(people.talked_over, people.said, people.eligible) if people else HELD_BACK,
            comparison_words(side.comparison.value),
        )
    Console(file=out.file, width=max(out.width, TABLE_WIDTH)).print(table)


def practice_json(found: PracticeFound) -> Mapping[str, object]:
    """Return self-reported practice change and both sides of passing on, for scripts."""
    rung = found.rung
    return {
        "survey": None if found.survey is None else str(found.survey.id),
        "self_reported": True,
        "agencies": {}
        if rung is None
        else {key: _rung_json(each) for key, each in rung.agencies.items()},
        "total": None if rung is None else _rung_json(rung.total),
        "side_by_side": {
            side.agency: {
                "account": None if side.account is None else asdict(side.account),
                "people": None if side.people is None else asdict(side.people),
                "comparison": side.comparison.value,
            }
            for side in found.sides
        },
    }


def _cells(rung: PracticeRung) -> Iterator[str]:
    if rung.answered is None:
        yield from (HELD_BACK, HELD_BACK, HELD_BACK)
        return
    yield f"{rung.answered} of {rung.eligible}"
    yield str(rung.no_answer)
    yield HELD_BACK if rung.changed is None else f"{rung.changed} of {rung.answered}"


def _rung_json(rung: PracticeRung) -> Mapping[str, object]:
    return {**asdict(rung), "no_answer": rung.no_answer, "suppressed": rung.answered is None}
