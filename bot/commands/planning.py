"""`send-series`, `plan move`: several plans at once, and another one in place of an earlier."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from bot import operations
from bot.commands.common import AsJson, By, out, run, say, settings
from bot.decisions.moving import Change
from bot.decisions.written import Omitted, follow_ups_from
from bot.printing import display, sent


def send_series(
    slugs: Annotated[
        list[str], typer.Argument(metavar="SLUG...", help="The briefings, in their order.")
    ],
    *,
    audience: Annotated[str, typer.Option(help="An audience of the directory.")],
    weekly: Annotated[str, typer.Option(help="Weekday and London time, like 'mon 09:00'.")],
    starts: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The first day. Today if not given."),
    ] = None,
    term: Annotated[
        str | None,
        typer.Option(help="Term dates of the directory: weeks out of term are left out."),
    ] = None,
    without: Annotated[
        list[Omitted] | None,
        typer.Option(help="What is not to come after the posts. Give it once for each."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Plan several briefings, one a week in their order: all of them, or none where one cannot be
    sent. Bank holidays are left out. Each is a dissemination of its own."""
    follow_ups = follow_ups_from(without=without or (), recall_days=None, pass_on_within=None)
    series, directory = run(
        operations.send_series(
            settings(),
            slugs,
            audience=audience,
            weekly=weekly,
            starts=None if starts is None else starts.date(),
            term=term,
            follow_ups=follow_ups,
        )
    )
    if as_json:
        display.print_json(out, sent.series_json(series))
    else:
        for line in sent.series_lines(series, directory):
            say(line)


def move(
    dissemination: Annotated[
        UUID, typer.Argument(metavar="ID", help="The dissemination, as `plan show` names it.")
    ],
    *,
    by: By,
    at: Annotated[
        str | None, typer.Option(help="Once, at this London time, like '2027-01-11 09:00'.")
    ] = None,
    cron: Annotated[
        str | None, typer.Option(help="Again and again: five fields, like '0 9 * * mon'.")
    ] = None,
    ends: Annotated[
        str | None,
        typer.Option(
            help="Until when a plan by --cron comes: the last day, like '2027-07-16', or a London"
            " time."
        ),
    ] = None,
    missed: Annotated[
        str | None,
        typer.Option(
            help="A moment missed: 'skip', or the hours within which to send it late, 8760 at most."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Move a plan; it holds at once. What has gone out is refused."""
    change = Change(at=at, cron=cron, ends=ends, missed=missed)
    moved, ahead, directory = run(operations.move(settings(), dissemination, change, by=by))
    if as_json:
        display.print_json(out, sent.moved_json(dissemination, moved, ahead))
    else:
        for line in sent.moved_lines(ahead, directory):
            say(line)
