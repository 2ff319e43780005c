"""The command line: `sevenbot`. Each command reads its settings, does one thing, and ends with an
exit code that scripts can use (docs/operating.md)."""

import asyncio
import sys
from collections.abc import Collection, Coroutine, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track

from bot import display, operations
from bot.doctor import examine
from bot.platforms.discovery import platform_names
from bot.processes import (
    WORKER_CONCURRENCY,
    Part,
    Running,
    Sockets,
    open_sockets,
    settle,
    stop_signals,
)
from config.errors import InputError, SevenbotError
from config.logs import configure_logs
from config.now import system_now
from config.settings import Settings, process_environ
from content.importing.checked import Imported, import_file

_Result = TypeVar("_Result")

cli = typer.Typer(
    name="sevenbot",
    help="Carries safeguarding learning to partner agencies, and keeps evidence of what became "
    "of it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
out = Console()
err = Console(stderr=True)

Host = Annotated[str, typer.Option(help="The address on which the platforms reach the bot.")]
Port = Annotated[int, typer.Option(help="The port on which the platforms reach the bot.")]
ConsolePort = Annotated[int, typer.Option(help="The console's port, on this machine only.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def main() -> None:
    """Run the command line. A known error is told in its own words and ends with its own exit
    code; bad usage ends with 2."""
    try:
        cli()
    except InputError as error:
        first = f"{error.subject} cannot be used, and nothing was changed:"
        err.print(first, markup=False, highlight=False, soft_wrap=True)
        for problem in error.problems:
            err.print(f"  {problem}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except SevenbotError as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)


@cli.command()
def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Let everybody act, print the figures and end.")
    ] = False,
    members: Annotated[int, typer.Option(min=12, help="How many members there are.")] = 200,
    port: Annotated[
        int, typer.Option(help="The sandbox's port; the bot takes the two after it.")
    ] = 8000,
    as_json: AsJson = False,
) -> None:
    """Run the whole system with a sandbox in place of Slack and Teams: nothing to set up."""
    # Here, so that no other command loads the sandbox: a quarter of a second and 15 MB of each.
    from bot.demo import Demo  # noqa: PLC0415

    configure_logs("ERROR")
    show = Demo(members=members, port=port, out=out, err=err)
    if once:
        _run(show.once(as_json=as_json))
    else:
        _run(show.until_stopped())


@cli.command()
def run(host: Host = "127.0.0.1", port: Port = 8001, console_port: ConsolePort = 8002) -> None:
    """Run web, worker and clock in one process."""
    with open_sockets(host=host, port=port, console_port=console_port) as sockets:
        _run(_running(set(Part), sockets))


@cli.command()
def serve(host: Host = "127.0.0.1", port: Port = 8001, console_port: ConsolePort = 8002) -> None:
    """Run the web process: what the platforms call, and the console."""
    with open_sockets(host=host, port=port, console_port=console_port) as sockets:
        _run(_running({Part.WEB}, sockets))


@cli.command()
def work(
    concurrency: Annotated[
        int, typer.Option(min=1, max=200, help="Deliveries in hand at the same time.")
    ] = WORKER_CONCURRENCY,
) -> None:
    """Run a worker: it sends what is due."""
    _run(_running({Part.WORKER}, concurrency=concurrency))


@cli.command()
def clock() -> None:
    """Run the clock: it turns plans into deliveries when their moments come."""
    _run(_running({Part.CLOCK}))


@cli.command()
def migrate() -> None:
    """Bring the database up to date. Safe at every release, from several machines at once."""
    _run(operations.bring_up_to_date(_settings()))
    out.print("The database is up to date.")


@cli.command()
def doctor(*, as_json: AsJson = False) -> None:
    """Say what is wrong and how to mend it. Ends with 1 when something is."""
    configure_logs("ERROR")
    checks = _run(examine(process_environ()))
    if as_json:
        display.print_json(out, [check.as_json() for check in checks])
    else:
        display.print_checks(out, checks)
    if any(check.troubles for check in checks):
        raise typer.Exit(1)


@cli.command()
def preview(
    file: Annotated[Path, typer.Argument(help="A briefing in Markdown.")],
    *,
    platform: Annotated[
        str, typer.Option(help=f"One of: {', '.join(platform_names())}; all of them if not given.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show a briefing's post and pages as each platform will get them."""
    checked = import_file(file)
    names = [platform] if platform else platform_names()
    rendered = {name: operations.rendered(name, checked.briefing) for name in names}
    if as_json:
        display.print_json(out, rendered)
    else:
        display.print_preview(out, checked.briefing)
    display.print_warnings(err, checked)


@cli.command(name="import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Briefings in Markdown, or folders of them.")],
) -> None:
    """Check briefings and store them: all of them, or none."""
    files = operations.markdown_files(paths)
    checked = operations.import_files(track(files, "Checking", console=err, transient=True))
    _run(_store(checked))
    for each in checked:
        display.print_warnings(err, each)
        display.print_stored(out, each.briefing)


@cli.command()
def send(
    slug: Annotated[str, typer.Argument(help="The briefing's slug.")],
    *,
    audience: Annotated[str, typer.Option(help="An audience of the directory.")],
    version: Annotated[int | None, typer.Option(help="The newest if not given.")] = None,
    at: Annotated[
        str | None, typer.Option(help="London time, like '2027-01-11 09:00'. Now if not given.")
    ] = None,
    cron: Annotated[
        str | None, typer.Option(help="Again and again: five fields, like '0 9 * * mon'.")
    ] = None,
    missed: Annotated[
        str | None,
        typer.Option(help="A moment missed: 'skip', or the hours within which to send it late."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Plan a briefing for an audience. What nobody else has approved is refused."""
    plan = operations.plan_from(at=at, cron=cron, missed=missed, now=system_now())
    dissemination = _run(
        operations.send(_settings(), slug, version=version, audience=audience, plan=plan)
    )
    if as_json:
        display.print_json(out, {"dissemination": str(dissemination)})
    else:
        out.print(f"Planned as dissemination {dissemination}.", markup=False, highlight=False)


@cli.command()
def engagement(
    which: Annotated[
        str, typer.Argument(help="A briefing's slug (its newest dissemination) or a dissemination.")
    ] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Show engagement by agency and rung, with denominators; small groups are held back."""
    found = _run(operations.find_engagement(_settings(), which))
    if as_json:
        display.print_json(out, display.engagement_json(found))
    else:
        display.print_engagement(out, found)


async def _store(checked: Sequence[Imported]) -> None:
    async with operations.opened_database(_settings()) as database:
        await operations.store(database, [each.briefing for each in checked], system_now)


async def _running(
    parts: Collection[Part],
    sockets: Sockets | None = None,
    *,
    concurrency: int = WORKER_CONCURRENCY,
) -> None:
    stop = stop_signals()  # first of all: a signal may come while it starts
    settings = _settings()
    configure_logs(settings.log_level)
    async with operations.opened_app(settings) as sevenbot:
        running = Running(sevenbot, parts, sockets=sockets, concurrency=concurrency)
        await running.start()
        try:
            settle()
            await running.until_stopped(stop)
        finally:
            await running.stop()


def _settings() -> Settings:
    return Settings.load(process_environ())


def _run(work: Coroutine[object, object, _Result]) -> _Result:
    """Run on uvloop where there is one."""
    if sys.platform == "win32":
        return asyncio.run(work)
    from uvloop import new_event_loop  # noqa: PLC0415 - it exists on some systems only

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)


if __name__ == "__main__":
    main()
