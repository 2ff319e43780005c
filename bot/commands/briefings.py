"""`preview`, `import`, `approve`: from an author's file to a briefing that may be sent."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from bot import display, operations
from bot.commands.common import AsJson, Slug, Version, err, out, run, say, settings
from bot.platforms.discovery import platform_names
from content.importing.checked import import_file


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


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Briefings in Markdown, or folders of them.")],
) -> None:
    """Check briefings and store them: all of them, or none."""
    files = operations.markdown_files(paths)
    checked = operations.import_files(track(files, "Checking", console=err, transient=True))
    kept = run(operations.keep(settings(), [each.briefing for each in checked]))
    for each, saved in zip(checked, kept, strict=True):
        display.print_warnings(err, each)
        display.print_saved(out, err, each.briefing, saved)


def approve(
    slug: Slug,
    *,
    by: Annotated[
        str, typer.Option(help="Your name, as the directory writes it among the approvers.")
    ],
    version: Version = None,
) -> None:
    """Approve a briefing that somebody else wrote, so that it may be sent."""
    briefing = run(operations.approve(settings(), slug, version=version, by=by))
    say(f"'{briefing.slug}' version {briefing.version} is approved by {briefing.approver}.")
