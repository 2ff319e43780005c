"""The composition root: the one place where the parts are put together."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from starlette.applications import Starlette
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from bot.agencies.leads import Leads
from bot.agencies.progress import ProgressReader
from bot.clock import Clock
from bot.decisions.inbox import Inbox
from bot.decisions.letters import Letters
from bot.delivery.composing import ComposePost, pooled
from bot.delivery.driver import Drivers
from bot.delivery.errands import Errands
from bot.delivery.jobs import Queue
from bot.delivery.rosters import Rosters
from bot.delivery.service import Deliverer
from bot.delivery.work import DeliveryWork
from bot.desks.agency import AgencyDesk
from bot.desks.links import LinkKind, Links
from bot.desks.own import OwnDesk
from bot.desks.passing_on import CascadeDesk, PackFiles
from bot.environment import checked_key
from bot.followups.asked import ComposeAsked
from bot.followups.calendars import JudgeAnew
from bot.followups.cascade import ComposeCascade, PassItOn
from bot.followups.digests import ComposeDigest, SendDigests
from bot.followups.edits import ComposeEdit, EditPosts
from bot.followups.pulse import RunSurveys
from bot.followups.queries import (
    ComposeAnswer,
    ComposeClarification,
    SendAnswers,
    SendClarifications,
)
from bot.followups.recall import AskAgain, ComposeRecall
from bot.followups.resume import Resume
from bot.followups.retention import Forget
from bot.followups.skips import OweAgain
from bot.platforms.base import Connect, Inbound, Platform
from bot.platforms.discovery import load_platform, platform_names
from bot.serving.admission import Admission
from bot.serving.health import HEALTH, READY, Readiness, health_routes
from bot.serving.outages import Outages
from bot.store.delivery.holds import Holds
from bot.store.delivery.posting import Posting
from bot.store.engine import Database
from bot.store.inbox.queries import QueryReader
from bot.store.notebook import StoredNotebook
from bot.store.people.members import MemberRegister
from bot.store.people.preferences import PreferenceStore
from bot.store.posts import PostLookup, ResponseReader
from bot.store.recall.answers import RecallStore
from bot.store.record import BatchedRecord
from bot.surveys.composing import ComposePulse
from bot.surveys.desk import SurveyDesk
from bot.surveys.keys import PulseKeys
from bot.web.console import build_console
from bot.web.downloads import downloads
from bot.web.record import RecordData, RecordPage
from config.directory import Directory, read_directory
from config.now import Now, system_now
from config.settings import Settings
from content.identifying import find_identifying
from handlers.command import home, obey
from handlers.ports import Ports
from handlers.router import handle
from schedules.kinds import POST_EDITS, Kind


@dataclass(frozen=True, slots=True)
class Sevenbot:
    """Everything that runs, put together and not yet started."""

    settings: Settings
    directory: Directory
    database: Database
    platforms: Mapping[str, Platform]
    members: MemberRegister
    record: BatchedRecord
    holds: Holds
    queue: Queue
    work: DeliveryWork
    resume: Resume
    clock: Clock
    now: Now
    public: ASGIApp
    """What the platforms call, behind admission."""
    console: Starlette
    """What people of the partnership look at. Loopback only until sign-in exists."""

    async def start(self) -> None:
        """Check that the key to the register fits and open what the parts share."""
        await self.members.check_key()
        await self.queue.open()

    async def start_platforms(self) -> None:
        """Open what sending needs (HTTP sessions)."""
        await asyncio.gather(*(platform.start() for platform in self.platforms.values()))

    async def listen(self) -> None:
        """Open the connections over which platforms call us, beside the public routes."""
        await asyncio.gather(*(platform.listen() for platform in self.platforms.values()))

    async def stop(self) -> None:
        """Keep what waits to be kept, and close every connection."""
        await self.resume.stop()
        for platform in self.platforms.values():
            await platform.stop()
        await self.record.close()
        await self.holds.close()
        await self.queue.close()
        await self.database.close()


def build_app(
    settings: Settings,
    database_url: str,
    *,
    now: Now = system_now,
    platforms: Callable[[str], Connect] = load_platform,
) -> Sevenbot:
    """Put everything together for the directory that the settings name. Opens no connection.
    `platforms` gives each platform by its name; a benchmark gives one that stays in the process.
    Raises InputError for the directory, SettingsError naming every missing secret."""
    directory = read_directory(settings.directory, platforms=platform_names())
    key = checked_key(settings, directory)
    database = Database(database_url, pool_size=settings.database_pool)
    members = MemberRegister(database, key, directory, now)
    record = BatchedRecord(database, _warnings)
    links = Links(key.links, settings.public_url, now)
    queue = Queue(database)
    errands = Errands(queue, directory)
    leads = Leads(directory, members)
    progress = ProgressReader(directory, settings.suppression_threshold)
    own = OwnDesk(database, directory, members, links, now, settings.retention_months)
    pulse_keys = PulseKeys(settings.pulse_keys_dir)
    ports = Ports(
        posts=PostLookup(database, now),
        members=members,
        record=record,
        responses=ResponseReader(database),
        queries=QueryReader(database),
        recalls=RecallStore(database, _warnings),
        preferences=PreferenceStore(database, now),
        cascades=CascadeDesk(database, errands, leads, links, _warnings, now),
        own=own,
        agencies=AgencyDesk(database, directory, progress, now),
        surveys=SurveyDesk(database, pulse_keys, now),
        now=now,
    )
    connected: dict[str, Platform] = {}
    resume = Resume(database, queue, directory, connected, members.account_of, now)
    inbound = Inbound(
        handle=partial(handle, ports=ports),
        shown=record.add,
        known=members.known,
        obey=partial(obey, ports=ports),
        home=partial(home, ports=ports),
        mended=resume.mended,
    )
    connected |= {
        name: platforms(name)(
            settings=settings,
            directory=directory,
            inbound=inbound,
            notebook=StoredNotebook(database, now),
            now=now,
        )
        for name in sorted({workspace.platform for workspace in directory.workspaces})
    }
    holds = Holds(database)
    deliverer = Deliverer(
        database=database,
        directory=directory,
        platforms=connected,
        composers={
            Kind.POST: ComposePost(directory, Posting(database)),
            Kind.RECALL: ComposeRecall(database.statements, now),
            **pooled(
                database,
                {
                    Kind.CASCADE: ComposeCascade(directory),
                    Kind.ANSWER: ComposeAnswer(now),
                    Kind.CLARIFICATION: ComposeClarification(directory),
                    Kind.DIGEST: ComposeDigest(directory, members, progress, now),
                    Kind.PULSE: ComposePulse(directory, settings.suppression_threshold, now),
                    **dict.fromkeys(POST_EDITS, ComposeEdit(directory)),
                    Kind.CASCADE_EDIT: ComposeAsked(leads),
                },
            ),
        },
        rosters=Rosters(database, members.register_many, now),
        account_of=members.account_of,
        now=now,
    )
    return Sevenbot(
        settings=settings,
        directory=directory,
        database=database,
        platforms=connected,
        members=members,
        record=record,
        holds=holds,
        queue=queue,
        work=DeliveryWork(
            database, queue, directory, Drivers(deliverer, holds, queue.hand_on), now
        ),
        resume=resume,
        clock=Clock(
            database,
            queue,
            directory,
            now,
            follow_ups=[
                AskAgain(errands),
                PassItOn(errands, leads),
                SendAnswers(errands),
                SendClarifications(errands),
                SendDigests(errands, directory, members),
                RunSurveys(errands, pulse_keys, settings.suppression_threshold),
                Forget(settings.retention_months),
                resume,
                EditPosts(errands),
                JudgeAnew(directory),
                OweAgain(),
            ],
        ),
        now=now,
        public=_public(
            connected,
            downloads(
                links,
                {
                    LinkKind.PACK: PackFiles(database, now),
                    LinkKind.RECORD: RecordPage(own.held, directory),
                    LinkKind.RECORD_DATA: RecordData(own.held),
                },
            ),
            Readiness(database.ask),
        ),
        console=build_console(
            settings,
            Inbox(database, errands, now),
            Letters(database, queue, directory, now),
        ),
    )


def _warnings(text: str) -> tuple[str, ...]:
    return tuple(sorted({str(detail.kind) for detail in find_identifying(text)}))


def _public(platforms: Mapping[str, Platform], download: Route, readiness: Readiness) -> ASGIApp:
    routes = [route for platform in platforms.values() for route in platform.routes()]
    # The router alone: an application's own layers would add nothing but time to every press.
    app = Router([*routes, download, *health_routes(readiness)])
    return Admission(Outages(app), spared={HEALTH, READY})
