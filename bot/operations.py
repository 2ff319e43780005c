"""What the command line's commands do, apart from reading options and printing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from bot.decisions import approval
from bot.decisions.moving import Change, Moved, move_plan
from bot.decisions.plans import Coming, Stopping, later, stop_plan
from bot.decisions.written import series_from
from bot.delivery.disseminate import (
    channels_of,
    disseminate,
    disseminate_series,
    first_moment,
)
from bot.delivery.jobs import Queue
from bot.evidence.ladder import Ladder
from bot.evidence.pairs import Recall
from bot.foresight.holds import Foretold, ForetoldSeries, foretold, together
from bot.foresight.looking import Outlook, look_ahead
from bot.opening import opened_database
from bot.platforms.base import Json
from bot.platforms.discovery import load_renderer, platform_names
from bot.store.cascade.coverage import AgencyCoverage, read_coverage
from bot.store.content.shelf import BRIEFINGS, Saved
from bot.store.engine import Database
from bot.store.evidence.engagement import read_engagement
from bot.store.plans.corrections import corrections_of
from bot.store.plans.disseminations import load_dissemination
from bot.store.plans.overview import Begun, count_others, find_begun, list_planned
from bot.store.plans.withdrawing import Withdrawn, withdrawn
from bot.store.recall.pairs import read_recall
from bot.surveys.practice import PracticeFound, read_practice
from config.directory import Directory, read_directory
from config.errors import InputError, Problem
from config.now import Now, system_now
from config.settings import Settings
from content.briefing import Briefing
from content.compose.correction import Correction
from content.compose.pages import pages
from content.importing.checked import Imported, import_file
from content.message import View
from schedules.followups import FollowUps
from schedules.plan import Plan
from schedules.series import named


def markdown_files(paths: Iterable[Path]) -> Sequence[Path]:
    """Return the files, and of each folder its briefings (`*.md`, but no README). Raises
    InputError for a folder that has none."""
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        found = sorted(p for p in path.glob("*.md") if p.stem.lower() != "readme")
        if not found:
            raise InputError(str(path), [Problem(str(path), "This folder holds no briefing.")])
        files += found
    return files


def import_files(files: Iterable[Path]) -> Sequence[Imported]:
    """Read and check briefings' files. Raises InputError with the problems of all of them."""
    imported: list[Imported] = []
    problems: list[Problem] = []
    for file in files:
        try:
            imported.append(import_file(file))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError("What was to be imported", problems)
    return imported


async def store(database: Database, briefings: Iterable[Briefing], now: Now) -> None:
    """Store the briefing versions as they are, all of them or none. Raises Refused when a version
    is approved already with other words."""
    async with database.begin() as connection:
        for briefing in briefings:
            await BRIEFINGS.save(connection, briefing, now())


async def keep(
    settings: Settings, briefings: Iterable[Briefing], *, now: Now = system_now
) -> Sequence[Saved[Briefing]]:
    """Store what was imported, all of it or none; who may approve says the directory. Raises what
    `approval.keep` raises."""
    directory = _directory(settings)
    async with opened_database(settings) as database, database.begin() as connection:
        moment = now()
        return [
            await approval.keep(connection, directory, BRIEFINGS, each, moment)
            for each in briefings
        ]


async def approve(
    settings: Settings, slug: str, *, version: int | None, by: str, now: Now = system_now
) -> Briefing:
    """Approve a briefing version. Raises what `approval.approve` raises."""
    directory = _directory(settings)
    async with opened_database(settings) as database:
        return await approval.approve(
            database, directory, BRIEFINGS, slug, version=version, by=by, now=now
        )


async def send(
    settings: Settings,
    slug: str,
    *,
    version: int | None,
    audience: str,
    plan: Plan,
    follow_ups: FollowUps | None = None,
    urgent: bool = False,
    now: Now = system_now,
) -> tuple[UUID, Foretold, Directory]:
    """Make the dissemination; return it, its first moment as it will come, and the directory by
    which it will. It needs no platform: whoever works and keeps the clock sends it. Raises what
    `disseminate` raises."""
    directory = _directory(settings)
    async with opened_database(settings) as database:
        queue, moment = Queue(database), now()
        first = first_moment(plan, moment)
        made = await disseminate(
            database,
            queue,
            directory,
            slug,
            version,
            audience,
            plan,
            now,
            follow_ups=follow_ups,
            urgent=urgent,
        )
    channels = _channels(directory, audience)
    return made, foretold(directory, channels, first, moment, urgent=urgent), directory


async def send_series(
    settings: Settings,
    slugs: Sequence[str],
    *,
    audience: str,
    weekly: str,
    starts: date | None,
    term: str | None,
    follow_ups: FollowUps | None = None,
    now: Now = system_now,
) -> tuple[ForetoldSeries, Directory]:
    """Plan a series; return it as it will come, and the directory by which it will. Raises what
    `series_from` and `disseminate_series` raise."""
    directory = _directory(settings)
    series = series_from(
        directory, weekly=weekly, starts=starts, term=term, audience=audience, now=now()
    )
    async with opened_database(settings) as database:
        moment = now()
        planned = await disseminate_series(
            database,
            Queue(database),
            directory,
            slugs,
            audience,
            series,
            now,
            follow_ups=follow_ups,
        )
    channels = _channels(directory, audience)
    parts = [
        foretold(directory, channels, named(series, part.at), moment, urgent=False)
        for part in planned.parts
    ]
    return ForetoldSeries(planned, parts, together(parts, directory)), directory


async def move(
    settings: Settings, dissemination: UUID, change: Change, *, by: str, now: Now = system_now
) -> tuple[Moved, Foretold, Directory]:
    """Move a plan; return also its next moment as it will come, and the directory by which it will.
    Raises what `move_plan` raises."""
    directory = _directory(settings)
    async with opened_database(settings) as database:
        queue = Queue(database)
        moved = await move_plan(database, queue, directory, dissemination, change, by=by, now=now)
        async with database.begin() as connection:
            of = await load_dissemination(connection, dissemination)
    ahead = foretold(directory, of.channels, moved.ahead, now(), urgent=of.urgent)
    return moved, ahead, directory


async def what_comes(
    settings: Settings, *, weeks: int, now: Now = system_now
) -> tuple[Outlook, Sequence[Coming], Directory]:
    """Return what will happen in the next so many weeks, as far as it can be foretold; the first
    post of each plan that only begins after them; and the directory by which it will."""
    directory, moment = _directory(settings), now()
    async with opened_database(settings) as database, database.begin() as connection:
        threshold = settings.suppression_threshold
        outlook = await look_ahead(connection, directory, moment, weeks, threshold=threshold)
        return outlook, later(await list_planned(connection), moment, weeks), directory


async def stop(
    settings: Settings, dissemination: UUID, *, by: str, now: Now = system_now
) -> Stopping:
    """Stop a dissemination. Raises what `stop_plan` raises."""
    async with opened_database(settings) as database:
        return await stop_plan(database, dissemination, by, now)


def rendered(platform: str, briefing: Briefing) -> Mapping[str, Json]:
    """Return a briefing's post and pages as they go over one platform's wire. Raises KeyError
    for a platform that there is not."""
    renderer = load_renderer(platform)
    return {
        name: renderer.render_view(page)
        if isinstance(page, View)
        else renderer.render_message(page)
        for name, page in pages(briefing).items()
    }


@dataclass(frozen=True, slots=True)
class Found:
    """One dissemination's engagement, with what names it."""

    begun: Begun
    others: int
    """How many other disseminations of the same briefing there are."""
    ladder: Ladder
    directory: Directory
    recall: Recall
    coverage: Sequence[AgencyCoverage]
    practice: PracticeFound
    corrections: Sequence[Correction] = ()
    withdrawn: Withdrawn | None = None


async def find_engagement(settings: Settings, which: str) -> Found:
    """Return the engagement of the dissemination that `find_begun` finds. Raises NotFound."""
    directory = _directory(settings)
    async with opened_database(settings) as database, database.begin() as connection:
        begun = await find_begun(connection, which)
        sending = begun.sending
        others = await count_others(connection, sending)
        threshold = settings.suppression_threshold
        return Found(
            begun=begun,
            others=others,
            ladder=await read_engagement(connection, sending.id, threshold=threshold),
            directory=directory,
            recall=await read_recall(connection, sending.id, threshold=threshold),
            coverage=await read_coverage(connection, sending.id),
            practice=await read_practice(connection, sending.id),
            corrections=[it.told for it in await corrections_of(connection, sending.id)],
            withdrawn=await withdrawn(connection, sending.id),
        )


def _channels(directory: Directory, audience: str) -> Sequence[str]:
    return [channel.key for channel in channels_of(directory, audience)]


def _directory(settings: Settings) -> Directory:
    return read_directory(settings.directory, platforms=platform_names())
