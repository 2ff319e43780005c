"""The proving ground: a sandbox, a PostgreSQL server, the Procfile's processes, and people."""

import asyncio
import base64
import shutil
import tempfile
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from benchmarks.proof.counts import ANSWERED, DELIVERIES, FACTS, Answered, Count, Deliveries
from benchmarks.proof.partnership import Partnership, Shape, build
from benchmarks.proof.people import People, Posts, Task
from benchmarks.proof.postgres import Server, either
from benchmarks.proof.router import Router
from benchmarks.proof.supervisor import Kept, Supervisor
from benchmarks.setting import ROOT, free_port
from bot.delivery.disseminate import disseminate
from bot.delivery.jobs import Queue
from bot.platforms.discovery import platform_names
from bot.sandbox.app import Sandbox
from bot.store.content.shelf import BRIEFINGS
from bot.store.engine import Database
from bot.store.migrate import migrate
from bot.store.people.identity import load_identity_key
from bot.store.wake import is_outage
from config.directory import Directory, read_directory
from config.now import system_now
from config.settings import Settings
from content.approval import Status
from content.briefing import Briefing
from content.importing.checked import import_file
from schedules.followups import FollowUps
from schedules.plan import OneOff

BRIEFING = ROOT / "content/library/neglect.md"
IDENTITY_KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
ALONE = FollowUps(recall=None, cascade=None, practice=None)
OPEN = (
    "SELECT (SELECT count(*) FROM occurrences WHERE expanded_at IS NULL)"
    " + (SELECT count(*) FROM deliveries WHERE state IN ('planned', 'claimed', 'waiting'))"
)
SENT = "SELECT id, dissemination FROM deliveries WHERE id::text = ANY(:deliveries)"


@dataclass(slots=True)
class Ground:
    """All of it. `server` is the one that takes writes: it may be replaced by `standby`."""

    folder: Path
    partnership: Partnership
    sandbox: Sandbox
    server: Server
    database: Database
    directory: Directory
    settings: Settings
    briefing: Briefing
    supervisor: Supervisor
    people: People
    standby: Server
    """Not made yet. With `standby` in `proving_ground`, whoever asks for the database asks both."""
    ports: tuple[int, ...]

    def start(self, kind: str, number: int, *, root: Path = ROOT) -> Kept:
        """Keep one process of this kind running. Web processes are numbered from 0."""
        name = f"{kind}-{number}"
        if kind != "web":
            return self.supervisor.keep(name, kind, root=root)
        options = ("--host", "127.0.0.1", "--console-port", str(free_port()))
        return self.supervisor.keep(name, kind, *options, port=self.ports[number], root=root)

    async def start_all(self, each: int) -> None:
        """Start so many of each kind, and wait until they are at work."""
        for number in range(each):
            for kind in ("web", "worker", "clock"):
                self.start(kind, number)
        await self.all_at_work()

    async def all_at_work(self, seconds: float = 120.0) -> None:
        """Wait until every process speaks with the database, and the web ones answer."""
        async with asyncio.timeout(seconds), httpx.AsyncClient(trust_env=False) as client:
            for kept in list(self.supervisor.kept.values()):
                while not kept.at_work(self.server.port):  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.1)
                while kept.kind == "web" and not await self._answers(client, kept):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)

    async def send(self, audience: str = "everyone", at: datetime | None = None) -> UUID:
        """Have the briefing sent to every channel of the audience, now or then; tried again through
        an outage."""
        while True:
            try:
                return await disseminate(
                    self.database,
                    Queue(self.database),
                    self.directory,
                    self.briefing.slug,
                    None,
                    audience,
                    OneOff(at or system_now()),
                    system_now,
                    follow_ups=ALONE,
                )
            except Exception as error:
                if not is_outage(error):
                    raise
                # It may have been committed all the same: `count` goes by what is there.
                await asyncio.sleep(0.2)

    async def rows(self, query: str, seconds: float = 120.0, **given: object) -> list[Any]:
        """Ask the database, through an outage."""
        async with asyncio.timeout(seconds):
            while True:
                try:
                    async with self.database.begin() as connection:
                        return list(await connection.execute(text(query), given))
                except Exception as error:
                    if not is_outage(error):
                        raise
                    await asyncio.sleep(0.1)

    async def settled(self, seconds: float) -> bool:
        """Wait until everything has its outcome. Returns False when that takes too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while (await self.rows(OPEN))[0][0]:  # noqa: ASYNC110 - other processes
                    await asyncio.sleep(0.2)
                return True
        return False

    async def until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Wait until something holds. Returns False when that takes too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not done():  # noqa: ASYNC110 - the sandbox has no event
                    await asyncio.sleep(0.1)
                return True
        return False

    @asynccontextmanager
    async def people_at_work(self, *, each: int, most: int | None = None) -> AsyncGenerator[None]:
        """Let people answer what comes to their channels, until the end of the block: so many
        people each dissemination, each of them once, until so many answers are given or
        promised."""
        tasks = [
            asyncio.create_task(self.people.run()),
            asyncio.create_task(self._ask(each, most)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, Exception):
                    raise ended

    async def _ask(self, each: int, most: int | None) -> None:
        posts = Posts(self.sandbox.world)
        asked: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        while True:
            came = dict(posts.new())
            rows = await self.rows(SENT, deliveries=list(came)) if came else []
            known = {str(row.id): str(row.dissemination) for row in rows}
            for delivery, post in came.items():
                mark = known.get(delivery, "")
                for person in posts.readers(post) if mark else ():
                    who = (person.workspace, person.account)
                    if who in asked[mark] or len(asked[mark]) >= each:
                        continue
                    if most is None or self.people.promised < most:
                        asked[mark].add(who)
                        self.people.add(Task(mark, person, post))
            await asyncio.sleep(0.5)

    async def count(self) -> tuple[Deliveries, Answered]:
        """Hold the database against what the sandbox and the people saw."""
        sent = await self.rows("SELECT count(*) FROM disseminations")
        expected = sent[0][0] * len(self.directory.channels)
        count = Count(self.sandbox.world.tally, self.partnership.readable, expected)
        deliveries = count.deliveries(await self.rows(DELIVERIES), await self.rows(FACTS))
        answers = count.answers(
            self.people.answers.shown,
            await self.rows(ANSWERED),
            load_identity_key(self.settings),
        )
        return deliveries, answers

    async def _answers(self, client: httpx.AsyncClient, kept: Kept) -> bool:
        port = self.ports[int(kept.name.rpartition("-")[2])]
        try:
            return (await client.get(f"http://127.0.0.1:{port}/healthz")).status_code == 200  # noqa: PLR2004
        except httpx.TransportError:
            return False


@asynccontextmanager
async def proving_ground(
    shape: Shape, *, web: int = 2, place: Path | None = None, standby: bool = False
) -> AsyncGenerator[Ground]:
    """Give the ground with its database and no process yet. `place` is where the database's data
    go (a folder that does not exist). With `standby` the address names a second server, too, that
    may take over."""
    # Not under a folder that others may not enter: PostgreSQL runs as another account for root.
    folder = Path(tempfile.mkdtemp(prefix="sevenbot-proof-"))
    server = Server(place or folder / "postgres")
    second = Server(folder / "standby")
    url = either(server, second) if standby else server.url
    router = Router(ports := tuple(free_port() for _ in range(web)))
    await router.start()
    partnership = build(shape)
    sandbox = Sandbox(
        bot_url=f"http://127.0.0.1:{router.port}",
        built=(partnership.world, partnership.directory_yaml),
        history_granted=partnership.readable,
    )
    (folder / "directory.yaml").write_text(partnership.directory_yaml, encoding="utf-8")
    database = Database(url, pool_size=4)
    environ = {
        **sandbox.environ,
        "DATABASE_URL": url,
        "SEVENBOT_DATA_DIR": str(folder / "data"),
        "SEVENBOT_DIRECTORY": str(folder / "directory.yaml"),
        "SEVENBOT_IDENTITY_KEY": IDENTITY_KEY,
        "SEVENBOT_LOG_LEVEL": "WARNING",
    }
    briefing = replace(
        import_file(BRIEFING).briefing, approver="Alex Approver", status=Status.APPROVED
    )
    supervisor = Supervisor(folder, environ)
    ground = Ground(
        folder=folder,
        partnership=partnership,
        sandbox=sandbox,
        server=server,
        database=database,
        directory=read_directory(folder / "directory.yaml", platforms=platform_names()),
        settings=Settings.load(environ),
        briefing=briefing,
        supervisor=supervisor,
        people=People(sandbox.world, sandbox.faces, briefing),
        standby=second,
        ports=ports,
    )
    try:
        await server.make()
        await migrate(database)
        async with database.begin() as connection:
            await BRIEFINGS.save(connection, briefing, system_now())
        async with sandbox:
            try:
                yield ground
            finally:
                await supervisor.stop()
    finally:
        await router.stop()
        await database.close()
        await asyncio.gather(server.stop(), second.stop())
        shutil.rmtree(folder, ignore_errors=True)
