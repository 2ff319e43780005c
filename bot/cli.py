"""The command line: `sevenbot`. Each command reads its settings, does one thing, and ends with an
exit code that scripts can use (docs/operating.md)."""

import sys
from collections.abc import Callable
from functools import cache
from io import TextIOWrapper
from typing import NoReturn, cast

import typer
import typer.main

from bot.commands import (
    amending,
    briefings,
    deliveries,
    planning,
    pulse,
    queries,
    running,
    sending,
)
from bot.commands.common import err
from config.errors import DatabaseUnavailable, InputError, Problem, SevenbotError

cli = typer.Typer(
    name="sevenbot",
    help="Carries safeguarding learning to partner agencies, and keeps evidence of what became "
    "of it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
letters = typer.Typer(
    help="See what could not be delivered, and decide about it.", no_args_is_help=True
)
plan = typer.Typer(help="Look at what is planned, move or stop it.", no_args_is_help=True)
asked = typer.Typer(
    help="See what was asked of the Learning group, and answer.", no_args_is_help=True
)
surveys = typer.Typer(
    help="Put short surveys to channels, answered without a name.", no_args_is_help=True
)

cli.command("demo")(running.demo)
cli.command("run")(running.run_all)
cli.command("serve")(running.serve)
cli.command("work")(running.work)
cli.command("clock")(running.clock)
cli.command("migrate")(running.migrate)
cli.command("doctor")(running.doctor)
cli.command("preview")(briefings.preview)
cli.command("import")(briefings.import_)
cli.command("approve")(briefings.approve)
cli.command("send")(sending.send)
cli.command("send-series")(planning.send_series)
cli.add_typer(plan, name="plan")
plan.command("show")(sending.show)
plan.command("move")(planning.move)
plan.command("stop")(sending.stop)
cli.command("correct")(amending.correct)
cli.command("withdraw")(amending.withdraw)
cli.command("engagement")(sending.engagement)
cli.add_typer(letters, name="deliveries")
letters.command("list")(deliveries.list_)
letters.command("show")(deliveries.show)
letters.command("retry")(deliveries.retry)
letters.command("there")(deliveries.there)
letters.command("drop")(deliveries.drop)
cli.add_typer(asked, name="queries")
asked.command("list")(queries.list_)
asked.command("show")(queries.show)
asked.command("answer")(queries.answer)
asked.command("clarify")(queries.clarify)
asked.command("approve")(queries.approve)
asked.command("withdraw")(queries.withdraw)
cli.add_typer(surveys, name="pulse")
surveys.command("import")(pulse.import_)
surveys.command("approve")(pulse.approve)
surveys.command("send")(pulse.send)
surveys.command("show")(pulse.show)
surveys.command("respond")(pulse.respond)
surveys.command("approve-response")(pulse.approve_response)
surveys.command("withdraw-response")(pulse.withdraw_response)
surveys.command("stop")(pulse.stop)


def main() -> None:
    """Run the command line. A known error is told in its own words and ends with its own exit
    code; bad usage ends with 2."""
    try:
        _check_letters()
        _command()()
    except InputError as error:
        first = f"{error.subject} cannot be used, and nothing was changed:"
        err.print(first, markup=False, highlight=False, soft_wrap=True)
        for problem in error.problems:
            err.print(f"  {problem}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except SevenbotError as error:
        _end(str(error), error.exit_code)
    except Exception as error:
        # Here, so that no command waits for the store that does not use it.
        from bot.store.trouble import trouble  # noqa: PLC0415

        if (words := trouble(error)) is None:
            raise
        _end(words, DatabaseUnavailable.exit_code)


def _end(words: str, code: int) -> NoReturn:
    err.print(words, markup=False, highlight=False, soft_wrap=True)
    sys.exit(code)


@cache
def _command() -> Callable[[], object]:
    """Return what reads the arguments and runs a command: made once, from forty signatures."""
    return typer.main.get_command(cli)


def _check_letters() -> None:
    """See that a terminal which cannot show every letter gets another in its place. Raises
    InputError for an argument that is no text."""
    if isinstance(sys.stdout, TextIOWrapper):
        cast("TextIOWrapper", sys.stdout).reconfigure(errors="replace")
    for number, given in enumerate(sys.argv[1:], start=1):
        if any("\ud800" <= character <= "\udfff" for character in given):
            what = "It holds a character that is no text; type it anew."
            raise InputError("What was given", [Problem(f"Word {number}", what)])
