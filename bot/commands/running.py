"""`demo`, `run`, `serve`, `work`, `clock`, `migrate`, `doctor`: what runs, and whether it is
well."""

import logging
from collections.abc import Collection
from typing import Annotated

import typer

from bot import opening
from bot.commands.common import (
    LAST_PORT,
    AsJson,
    ConsolePort,
    Host,
    Port,
    err,
    out,
    run,
    say,
    settings,
)
from bot.doctor.checks import examine
from bot.printing import display
from bot.processes import (
    WORKER_CONCURRENCY,
    Part,
    Running,
    Sockets,
    open_sockets,
    settle,
    stop_signals,
)
from bot.store.trouble import trouble
from config.logs import configure_logs
from config.settings import process_environ

logger = logging.getLogger(__name__)

MOST_MEMBERS = 1_000
"""All of them act within a minute, and the sandbox keeps Slack's limit of about 300 pages opened at
once and 100 a minute after that in one workspace. With 1,000 members the police's open 291."""


def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Let everybody act, print the figures and end.")
    ] = False,
    members: Annotated[
        int, typer.Option(min=12, max=MOST_MEMBERS, help="How many members there are.")
    ] = 200,
    port: Annotated[
        int,
        typer.Option(
            min=0,
            max=LAST_PORT - 2,
            help="The sandbox's port; the bot takes the two after it (0: any free).",
        ),
    ] = 8000,
    as_json: AsJson = False,
) -> None:
    """Run the whole system with a sandbox in place of Slack and Teams: nothing to set up."""
    # Here, so that no other command loads the sandbox: a quarter of a second and 15 MB of each.
    from bot.demo import Demo  # noqa: PLC0415

    configure_logs("ERROR")
    show = Demo(members=members, port=port, out=out, err=err)
    if once:
        run(show.once(as_json=as_json))
    else:
        run(show.until_stopped())


def run_all(host: Host = "127.0.0.1", port: Port = 8001, console_port: ConsolePort = 8002) -> None:
    """Run web, worker and clock in one process."""
    with open_sockets(host=host, port=port, console_port=console_port) as sockets:
        run(_running(set(Part), sockets))


def serve(host: Host = "127.0.0.1", port: Port = 8001, console_port: ConsolePort = 8002) -> None:
    """Run the web process: what the platforms call, and the console."""
    with open_sockets(host=host, port=port, console_port=console_port) as sockets:
        run(_running({Part.WEB}, sockets))


def work(
    concurrency: Annotated[
        int, typer.Option(min=1, max=200, help="Workspaces delivered to at the same time.")
    ] = WORKER_CONCURRENCY,
) -> None:
    """Run a worker: it sends what is due."""
    run(_running({Part.WORKER}, concurrency=concurrency))


def clock() -> None:
    """Run the clock: it turns plans into deliveries when their moments come."""
    run(_running({Part.CLOCK}))


def migrate() -> None:
    """Bring the database up to date. Safe at every release, from several machines at once."""
    run(opening.bring_up_to_date(settings()))
    say("The database is up to date.")


def doctor(*, as_json: AsJson = False) -> None:
    """Say what is wrong and how to mend it. Ends with 1 when something is."""
    configure_logs("ERROR")
    checks = run(examine(process_environ()))
    if as_json:
        display.print_json(out, [check.as_json() for check in checks])
    else:
        display.print_checks(out, checks)
    if any(check.troubles for check in checks):
        raise typer.Exit(1)


async def _running(
    parts: Collection[Part],
    sockets: Sockets | None = None,
    *,
    concurrency: int = WORKER_CONCURRENCY,
) -> None:
    stop = stop_signals()  # first of all: a signal may come while it starts
    given = settings()
    configure_logs(given.log_level, trouble)
    kinds = " and ".join(part.value for part in Part if part in parts)
    async with opening.opened_app(given) as sevenbot:
        running = Running(sevenbot, parts, sockets=sockets, concurrency=concurrency)
        await running.start()
        try:
            settle()
            logger.info("At work: %s.", kinds)
            await running.until_stopped(stop)
            logger.info("Stopping: what is in flight is finished first.")
        finally:
            await running.stop()
