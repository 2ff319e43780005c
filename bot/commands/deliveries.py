"""`deliveries …`: what needs a person, and deciding about it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from bot import opening
from bot.commands.common import AsJson, out, run, say, settings
from bot.decisions.letters import Letters
from bot.delivery.jobs import Queue
from bot.platforms.discovery import platform_names
from bot.printing import display, lettered
from bot.store.delivery.letters import Wanted, find_letter, list_letters
from bot.store.evidence.audit import list_decisions
from config.directory import read_directory
from config.now import system_now
from config.settings import Settings

_Result = TypeVar("_Result")

Which = Annotated[
    UUID, typer.Argument(metavar="ID", help="The delivery, as `deliveries list` names it.")
]
By = Annotated[
    str,
    typer.Option(
        help="Your name, as the directory writes it: a coordinator's, an approver's or an"
        " administrator's."
    ),
]


def list_(
    *,
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Those that need nobody too, the newest 1,000, without questions asked again.",
        ),
    ] = False,
    dissemination: Annotated[
        UUID | None, typer.Option(help="Only of this dissemination, follow-ups included.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the deliveries that need a person, the newest first, each with its reason."""
    given = settings()
    wanted = Wanted(settled=everything, dissemination=dissemination)

    async def listed(letters: Letters) -> lettered.Found:
        async with letters.database.begin() as connection:
            return lettered.Found(await list_letters(connection, wanted), letters.directory)

    found = run(_with_letters(given, listed))
    if as_json:
        display.print_json(out, lettered.found_json(found))
    else:
        lettered.print_found(out, found)


def show(which: Which, *, as_json: AsJson = False) -> None:
    """Show everything that is known of one delivery, and what can be done."""

    async def told(letters: Letters) -> lettered.Told:
        async with letters.database.begin() as connection:
            letter = await find_letter(connection, which)
            decisions = await list_decisions(connection, which)
            return lettered.Told(letter, decisions, letters.directory)

    one = run(_with_letters(settings(), told))
    if as_json:
        display.print_json(out, lettered.told_json(one))
    else:
        lettered.print_told(out, one)


def retry(
    which: Annotated[
        UUID | None,
        typer.Argument(metavar="ID", help="The delivery, as `deliveries list` names it."),
    ] = None,
    *,
    by: By,
    all_halted: Annotated[
        bool, typer.Option("--all-halted", help="Every halted delivery, in place of one.")
    ] = False,
    workspace: Annotated[
        str | None, typer.Option(help="With --all-halted: only of this workspace (directory key).")
    ] = None,
    channel: Annotated[
        str | None, typer.Option(help="With --all-halted: only to this channel (directory key).")
    ] = None,
) -> None:
    """Send it again. For an unconfirmed one that says: somebody looked, and it is not there."""
    if (which is None) == (not all_halted):
        raise typer.BadParameter("Give the ID of one delivery, or --all-halted.")
    if which is not None:
        if workspace is not None or channel is not None:
            raise typer.BadParameter("--workspace and --channel go with --all-halted.")
        run(_with_letters(settings(), lambda it: it.send_again(which, by=by)))
        say("It is sent again: `sevenbot deliveries show` says what comes of it.")
        return
    count = run(
        _with_letters(
            settings(),
            lambda it: it.send_all_halted(by=by, workspace=workspace, channel=channel),
        )
    )
    say(f"{count} halted {'delivery is' if count == 1 else 'deliveries are'} sent again.")


def there(
    which: Which,
    *,
    by: By,
    link: Annotated[
        str,
        typer.Option(
            help="The platform's link to the message. Without it, the message cannot be edited"
            " later."
        ),
    ] = "",
) -> None:
    """Say that you looked, and an unconfirmed delivery is there: it counts as delivered."""
    letter = run(_with_letters(settings(), lambda it: it.there(which, by=by, link=link)))
    say(lettered.DELIVERED if letter.receipt else lettered.WITHOUT_RECEIPT)


def drop(
    which: Which,
    *,
    by: By,
    reason: Annotated[str, typer.Option(help="Why, in a sentence: it is kept.")],
) -> None:
    """Give it up for good."""
    run(_with_letters(settings(), lambda it: it.give_up(which, by=by, reason=reason)))
    say("Given up: it is not sent any more.")


async def _with_letters(given: Settings, act: Callable[[Letters], Awaitable[_Result]]) -> _Result:
    async with _opened(given) as letters:
        return await act(letters)


@asynccontextmanager
async def _opened(given: Settings) -> AsyncGenerator[Letters]:
    """Give what decides. It needs no platform: whoever works sends."""
    directory = read_directory(given.directory, platforms=platform_names())
    async with opening.opened_database(given) as database:
        yield Letters(database, Queue(database), directory, system_now)
