"""What the commands share: where they print, options, settings, and how they run."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Annotated, Final, TypeVar

import typer
from rich.console import Console

from config.settings import Settings, process_environ
from content.importing.front import MOST_VERSIONS

_Result = TypeVar("_Result")

LAST_PORT: Final = 65_535

out = Console()
err = Console(stderr=True)

Host = Annotated[str, typer.Option(help="The address on which the platforms reach the bot.")]
Port = Annotated[
    int,
    typer.Option(
        min=0, max=LAST_PORT, help="The port on which the platforms reach the bot (0: any free)."
    ),
]
ConsolePort = Annotated[
    int,
    typer.Option(
        min=0, max=LAST_PORT, help="The console's port, on this machine only (0: any free)."
    ),
]
By = Annotated[
    str,
    typer.Option(help="Your name, as the directory writes it: a coordinator's or an approver's."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
Slug = Annotated[str, typer.Argument(help="The briefing's slug.")]
Version = Annotated[
    int | None, typer.Option(min=1, max=MOST_VERSIONS, help="The newest if not given.")
]


def settings() -> Settings:
    """Read the settings. Raises SettingsError."""
    return Settings.load(process_environ())


def run(work: Coroutine[object, object, _Result]) -> _Result:
    """Run to the end, on uvloop where there is one."""
    if sys.platform == "win32":
        return asyncio.run(work)
    from uvloop import new_event_loop  # noqa: PLC0415 - it exists on some systems only

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)


def say(words: str) -> None:
    """Print a sentence as it stands: no markup, and nothing cut or folded."""
    out.print(words, markup=False, highlight=False, soft_wrap=True)
