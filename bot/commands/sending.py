"""`send`, `plan show`, `plan stop`, `engagement`: what goes out, when, and what came of it."""

from typing import Annotated
from uuid import UUID

import typer

from bot import operations
from bot.commands.common import AsJson, Slug, Version, out, run, say, settings
from bot.decisions.plans import plan_from
from bot.decisions.written import Omitted, follow_ups_from
from bot.printing import display, planned, sent
from config.now import system_now
from schedules.plan import Recurring

LONGEST_VIEW_WEEKS = 104


def send(
    slug: Slug,
    *,
    audience: Annotated[str, typer.Option(help="An audience of the directory.")],
    version: Version = None,
    at: Annotated[
        str | None, typer.Option(help="London time, like '2027-01-11 09:00'. Now if not given.")
    ] = None,
    cron: Annotated[
        str | None,
        typer.Option(help="Again and again, once a day at most: five fields, like '0 9 * * mon'."),
    ] = None,
    missed: Annotated[
        str | None,
        typer.Option(
            help="A moment missed: 'skip', or the hours within which to send it late, 8760 at most."
        ),
    ] = None,
    without: Annotated[
        list[Omitted] | None,
        typer.Option(help="What is not to come after the post. Give it once for each."),
    ] = None,
    recall_days: Annotated[
        str | None,
        typer.Option(
            help="When a question returns that was not answered fittingly: '7,30,90'; seven days"
            " or more lie between two."
        ),
    ] = None,
    pass_on_within: Annotated[
        int | None, typer.Option(help="Days for leads to pass it on in; 14 if not given.")
    ] = None,
    ends: Annotated[
        str | None,
        typer.Option(
            help="Until when a plan by --cron comes: the last day, like '2027-07-16', or a London"
            " time."
        ),
    ] = None,
    urgent: Annotated[
        bool,
        typer.Option("--urgent", help="Go out at once, outside of agencies' hours too."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Plan a briefing for an audience, and say when it comes and for whom it is held until when.
    What nobody else has approved is refused."""
    plan = plan_from(at=at, cron=cron, missed=missed, now=system_now(), ends=ends)
    follow_ups = follow_ups_from(
        without=without or (), recall_days=recall_days, pass_on_within=pass_on_within
    )
    dissemination, first, directory = run(
        operations.send(
            settings(),
            slug,
            version=version,
            audience=audience,
            plan=plan,
            follow_ups=follow_ups,
            urgent=urgent,
        )
    )
    if as_json:
        display.print_json(out, sent.sent_json(dissemination, first))
    else:
        again = isinstance(plan, Recurring)
        for line in sent.sent_lines(dissemination, first, directory, again=again):
            say(line)


def show(
    weeks: Annotated[
        int, typer.Option(min=1, max=LONGEST_VIEW_WEEKS, help="How far to look ahead.")
    ] = 4,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what will happen in the next weeks and why, in London time, day by day; below it
    what is held until after them, and what only begins then."""
    outlook, later, directory = run(operations.what_comes(settings(), weeks=weeks))
    if as_json:
        display.print_json(out, planned.outlook_json(outlook))
    else:
        planned.print_outlook(out, outlook, directory, weeks)
        planned.print_later(out, later, directory)


def stop(
    dissemination: Annotated[
        UUID,
        typer.Argument(
            metavar="ID",
            help="The dissemination, as `plan show` names it, or a series: then all of it.",
        ),
    ],
    *,
    by: Annotated[str, typer.Option(help="Your name: it is kept with the decision.")],
    as_json: AsJson = False,
) -> None:
    """Stop a plan for good. What is delivered stays where it is."""
    stopping = run(operations.stop(settings(), dissemination, by=by))
    if as_json:
        display.print_json(out, planned.stopping_json(dissemination, stopping))
    else:
        say(planned.stopping_words(stopping))


def engagement(
    which: Annotated[
        str,
        typer.Argument(
            help="A briefing's slug (its newest dissemination that has begun), or a dissemination."
        ),
    ] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Show engagement by agency and rung, with denominators; small groups are held back."""
    found = run(operations.find_engagement(settings(), which))
    if as_json:
        display.print_json(out, display.engagement_json(found))
    else:
        display.print_engagement(out, found)
