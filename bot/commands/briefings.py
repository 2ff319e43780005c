"""`preview`, `import`, `approve`: from an author's file to a briefing that may be sent."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from bot import operations
from bot.commands.common import AsJson, Slug, Version, err, out, run, say, settings
from bot.platforms.discovery import platform_names
from bot.printing import display
from config.errors import Problem
from content.checks import Severity, check
from content.importing.checked import import_file


def _known(platform: str) -> str:
    """Return the platform's name. Raises BadParameter, which ends with 2."""
    if platform and platform not in platform_names():
        names = ", ".join(platform_names())
        raise typer.BadParameter(f"There is no platform '{platform}'; there are: {names}.")
    return platform


def preview(
    file: Annotated[Path, typer.Argument(help="A briefing in Markdown.")],
    *,
    platform: Annotated[
        str,
        typer.Option(
            help=f"One of: {', '.join(platform_names())}; all of them if not given.",
            callback=_known,
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show a briefing's post and pages in words; with --json, as each platform will get them."""
    checked = import_file(file)
    names = [platform] if platform else platform_names()
    rendered = {name: operations.rendered(name, checked.briefing) for name in names}
    if as_json:
        display.print_json(out, rendered)
    else:
        display.print_preview(out, checked.briefing)
    display.print_warnings(err, checked.warnings)


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Briefings in Markdown, or folders of them.")],
) -> None:
    """Check briefings and store them: all of them, or none. What may identify somebody, and what
    else an author should think over, is pointed out with its line; it stops nothing."""
    files = operations.markdown_files(paths)
    checked = operations.import_files(track(files, "Checking", console=err, transient=True))
    kept = run(operations.keep(settings(), [each.briefing for each in checked]))
    for each, saved in zip(checked, kept, strict=True):
        display.print_warnings(err, each.warnings)
        display.print_saved(out, err, each.briefing, saved, approve="sevenbot approve")


def approve(
    slug: Slug,
    *,
    by: Annotated[
        str, typer.Option(help="Your name, as the directory writes it among the approvers.")
    ],
    version: Version = None,
) -> None:
    """Approve a briefing that somebody else wrote, so that it may be sent. What its author was
    warned of is pointed out again."""
    briefing = run(operations.approve(settings(), slug, version=version, by=by))
    named = f"'{briefing.slug}' version {briefing.version}"
    warned = [found for found in check(briefing) if found.severity is Severity.WARNING]
    display.print_warnings(err, [Problem(named, f"{each.section}: {each.what}") for each in warned])
    say(f"{named} is approved by {briefing.approver}.")
