"""`pulse …`: surveys without names, from an author's file to what is said about their results."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from bot import opening
from bot.commands.common import AsJson, By, Version, err, out, run, say, settings
from bot.decisions import approval
from bot.decisions.plans import london_moment
from bot.delivery.errands import Errands
from bot.delivery.jobs import Queue
from bot.platforms.discovery import platform_names
from bot.printing import display, surveyed
from bot.store.content.shelf import SURVEYS, Saved
from bot.store.engine import Database
from bot.store.pulse.proposals import Proposal
from bot.store.pulse.surveys import Survey
from bot.surveys.keys import PulseKeys
from bot.surveys.planning import plan_survey, stop_survey
from bot.surveys.responding import Responding
from bot.surveys.shown import ShownSurvey, read_survey
from config.directory import Directory, read_directory
from config.now import system_now
from config.settings import Settings
from content.importing.survey import import_survey
from content.survey import PulseSurvey

Which = Annotated[
    str, typer.Argument(metavar="SURVEY", help="A survey's slug (the one opened last), or its id.")
]
Proposed = Annotated[
    UUID, typer.Argument(metavar="PROPOSAL", help="As `pulse respond` and `pulse show` name it.")
]


def import_(file: Annotated[Path, typer.Argument(help="A survey's file.")]) -> None:
    """Check a survey and store it. Questions that lean or ask two things are pointed out."""
    imported = import_survey(file)
    saved = run(_keep(settings(), imported.survey))
    surveyed.print_saved(out, err, imported, saved)


def approve(
    slug: Annotated[str, typer.Argument(help="The survey's slug.")],
    *,
    by: Annotated[
        str, typer.Option(help="Your name, as the directory writes it among the approvers.")
    ],
    version: Version = None,
) -> None:
    """Approve a survey that somebody else wrote, so that it may be sent."""
    survey = run(_approve(settings(), slug, version=version, by=by))
    say(f"'{survey.slug}' version {survey.version} is approved by {survey.approver}.")


def send(
    slug: Annotated[str, typer.Argument(help="The survey's slug.")],
    *,
    to: Annotated[str, typer.Option(help="An audience of the directory.")],
    closes: Annotated[str, typer.Option(help="London time, like '2027-01-22 17:00'.")],
    opens: Annotated[str | None, typer.Option(help="London time. Now if not given.")] = None,
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Plan a survey for an audience. What nobody else has approved is refused."""
    survey = run(_send(settings(), slug, version=version, audience=to, opens=opens, closes=closes))
    if as_json:
        display.print_json(out, {"survey": str(survey)})
    else:
        say(f"Planned as survey {survey}.")


def show(
    which: Which,
    *,
    agency: Annotated[
        list[str] | None, typer.Option(help="Only this agency (its key); may be given again.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how a survey stands and, once it has closed, its results; small groups are held
    back."""
    shown, directory = run(_show(settings(), which, agency or None))
    if as_json:
        display.print_json(out, surveyed.shown_json(shown))
    else:
        surveyed.print_shown(out, shown, directory)


def respond(
    which: Which,
    words: Annotated[
        str, typer.Argument(help="What will be done, a line each: no names, 2,000 characters.")
    ],
    *,
    by: By,
) -> None:
    """Propose what will be done about a survey's results; a second person approves it. What waits
    is replaced."""
    proposal = run(_responding(settings(), lambda it: it.propose(which, words, by=by)))
    if proposal.waits:
        say(f"Proposal {proposal.id} by {proposal.author} awaits approval by somebody else.")
    else:
        say(f"Proposal {proposal.id} is approved already, by {proposal.approver}.")


def approve_response(
    proposal: Proposed,
    *,
    by: Annotated[
        str, typer.Option(help="Your name, as the directory writes it among the approvers.")
    ],
) -> None:
    """Approve what somebody else proposed to do: it goes to the survey's channels with the results,
    once more where they were posted already."""
    approved = run(_responding(settings(), lambda it: it.approve(proposal, by=by)))
    say(f"Approved by {approved.approver}: it goes to the survey's channels with the results.")


def withdraw_response(proposal: Proposed, *, by: By) -> None:
    """Take back what was proposed, before anybody approves it."""
    run(_responding(settings(), lambda it: it.withdraw(proposal, by=by)))
    say("Withdrawn: it is not posted.")


def stop(
    which: Which,
    *,
    by: Annotated[str, typer.Option(help="Your name: it is kept with the decision.")],
) -> None:
    """End a survey without results, and forget what was answered."""
    before = run(_stop(settings(), which, by=by))
    if before.called_off:
        say(f"It had ended already. {before.called_off} Nothing was changed.")
    else:
        say("Stopped: nobody can answer any more, and what was answered is forgotten.")


@dataclass(frozen=True, slots=True)
class _Opened:
    database: Database
    directory: Directory


@asynccontextmanager
async def _opened(given: Settings) -> AsyncGenerator[_Opened]:
    """Give what surveys need. No platform: whoever works and keeps the clock sends."""
    directory = read_directory(given.directory, platforms=platform_names())
    async with opening.opened_database(given) as database:
        yield _Opened(database, directory)


async def _keep(given: Settings, survey: PulseSurvey) -> Saved[PulseSurvey]:
    async with _opened(given) as house, house.database.begin() as connection:
        return await approval.keep(connection, house.directory, SURVEYS, survey, system_now())


async def _approve(given: Settings, slug: str, *, version: int | None, by: str) -> PulseSurvey:
    async with _opened(given) as house:
        return await approval.approve(
            house.database, house.directory, SURVEYS, slug, version=version, by=by, now=system_now
        )


async def _send(
    given: Settings,
    slug: str,
    *,
    version: int | None,
    audience: str,
    opens: str | None,
    closes: str,
) -> UUID:
    opens_at = system_now() if opens is None else london_moment(opens, "--opens")
    closes_at = london_moment(closes, "--closes")
    async with _opened(given) as house:
        return await plan_survey(
            house.database,
            house.directory,
            slug,
            version=version,
            audience=audience,
            opens_at=opens_at,
            closes_at=closes_at,
            now=system_now,
        )


async def _show(
    given: Settings, which: str, agencies: list[str] | None
) -> tuple[ShownSurvey, Directory]:
    async with _opened(given) as house, house.database.begin() as connection:
        shown = await read_survey(
            connection, which, threshold=given.suppression_threshold, agencies=agencies
        )
        return shown, house.directory


async def _responding(
    given: Settings, act: Callable[[Responding], Awaitable[Proposal]]
) -> Proposal:
    async with _opened(given) as house:
        errands = Errands(Queue(house.database), house.directory)
        return await act(Responding(house.database, errands, system_now))


async def _stop(given: Settings, which: str, *, by: str) -> Survey:
    async with _opened(given) as house:
        keys = PulseKeys(given.pulse_keys_dir)
        return await stop_survey(house.database, keys, which, by=by, now=system_now)
