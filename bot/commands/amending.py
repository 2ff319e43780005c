"""`correct`, `withdraw`: what is posted is changed, or taken back."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from bot import opening
from bot.commands.common import AsJson, By, Slug, Version, out, run, say, settings
from bot.decisions.amending import Amending
from bot.delivery.errands import Errands
from bot.delivery.jobs import Queue
from bot.platforms.discovery import platform_names
from bot.printing import amended
from bot.printing.display import print_json
from config.directory import read_directory
from config.now import system_now
from config.settings import Settings

_Result = TypeVar("_Result")


def correct(
    slug: Slug,
    *,
    by: By,
    version: Version = None,
    dissemination: Annotated[
        UUID | None,
        typer.Option(metavar="ID", help="Only this one; all that were sent if not given."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Correct what is posted: every post shows the version from now on. Where its change is
    material, whoever has read the earlier one is asked to read it again."""
    done = run(
        _amended(
            settings(),
            lambda it: it.correct(slug, by=by, version=version, dissemination=dissemination),
        )
    )
    if as_json:
        print_json(out, [amended.corrected_json(each) for each in done])
        return
    for each in done:
        say(amended.corrected_words(each))
    if not done:
        say("Everything that was sent shows this version already. Nothing was changed.")


def withdraw(
    dissemination: Annotated[
        UUID, typer.Argument(metavar="ID", help="The dissemination, as the console names it.")
    ],
    *,
    by: By,
    reason: Annotated[
        str, typer.Option(help="Why, in a sentence: it stands in the notice, for everybody.")
    ],
    as_json: AsJson = False,
) -> None:
    """Withdraw a briefing for good: its posts become a notice, and all that follows it ends."""
    done = run(_amended(settings(), lambda it: it.withdraw(dissemination, reason, by=by)))
    if as_json:
        print_json(out, amended.withdrawing_json(dissemination, done))
    else:
        say(amended.withdrawing_words(done))


async def _amended(given: Settings, act: Callable[[Amending], Awaitable[_Result]]) -> _Result:
    """Do it. It needs no platform: whoever works sends the edits."""
    directory = read_directory(given.directory, platforms=platform_names())
    async with opening.opened_database(given) as database:
        return await act(Amending(database, Errands(Queue(database), directory), system_now))
