"""The Procfile's processes, each by itself, against one database and one sandbox."""

import asyncio
import json
import os
import re
import shlex
import signal
import sys
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from benchmarks.setting import free_port
from bot import operations
from bot.delivery.disseminate import disseminate
from bot.delivery.jobs import Queue
from bot.demo.show import LIBRARY
from bot.platforms.discovery import platform_names
from bot.sandbox.app import Sandbox
from bot.store.engine import Database
from config.directory import Directory, read_directory
from config.now import system_now
from content.briefing import Briefing
from schedules.followups import FollowUps
from schedules.plan import OneOff, Plan
from tests.fakes.briefings import approved
from tests.scenario.stage import IDENTITY_KEY

ROOT = Path(__file__).parents[3]
SCRIPT = Path(sys.executable).with_name("sevenbot")
MEMBERS = 24


@dataclass(slots=True)
class Running:
    """A process of ours."""

    process: asyncio.subprocess.Process
    log: Path

    async def ends(self, seconds: float = 30.0) -> int:
        """Wait for its end; return its exit code. One that does not end in time is killed, and
        the test fails."""
        try:
            async with asyncio.timeout(seconds):
                return await self.process.wait()
        except TimeoutError:
            self.process.kill()
            raise

    async def terminated(self) -> tuple[int, float]:
        """Ask it to stop; return its exit code, and how many seconds that took."""
        began = perf_counter()
        self.process.send_signal(signal.SIGTERM)
        return await self.ends(), perf_counter() - began

    async def killed(self) -> None:
        """Give it no chance to tidy up."""
        self.process.kill()
        assert await self.ends() == -signal.SIGKILL

    def said(self) -> list[dict[str, Any]]:
        """Return its log. Every line must be JSON."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@dataclass(slots=True)
class Town:
    """Where the processes live."""

    folder: Path
    sandbox: Sandbox
    environ: Mapping[str, str]
    port: int
    console_port: int
    database: Database
    directory: Directory
    library: Mapping[str, Briefing]
    started: list[Running] = field(default_factory=list[Running])
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def starts(self, command: str | Sequence[str], **changed: str) -> Running:
        """Start a line of the Procfile by its name, or a command by its arguments."""
        line = procfile()[command] if isinstance(command, str) else ["sevenbot", *command]
        assert line[0] == "sevenbot"
        arguments = [part.replace("$PORT", str(self.port)) for part in line[1:]]
        if arguments[0] == "serve":
            arguments += ["--console-port", str(self.console_port)]
        log = self.folder / f"{next(self.numbers)}.log"
        kept = ("PATH", "HOME", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
        environ = {name: os.environ[name] for name in kept if name in os.environ}
        with log.open("wb") as said:
            process = await asyncio.create_subprocess_exec(
                SCRIPT,
                *arguments,
                cwd=self.folder,
                env={**environ, **self.environ, **changed},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        running = Running(process, log)
        self.started.append(running)
        return running

    async def web(self) -> Running:
        """Start the web process, and wait until it answers."""
        running = await self.starts("web")
        await self.answers(running)
        return running

    async def worker(self) -> Running:
        """Start a worker, and wait until it has signed on."""
        (newest,) = await self.rows("SELECT coalesce(max(id), 0) AS id FROM procrastinate_workers")
        running = await self.starts("worker")
        await self.until(
            running, "SELECT count(*) > 0 FROM procrastinate_workers WHERE id > :it", it=newest.id
        )
        return running

    async def clock(self) -> Running:
        """Start a clock, and wait until it listens."""
        running = await self.starts("clock")
        await self.until(
            running,
            "SELECT count(*) > 0 FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%sevenbot_clock%'",
        )
        return running

    async def answers(self, running: Running, url: str = "") -> None:
        """Wait until the process answers at /healthz."""
        async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(60):
            while True:
                assert running.process.returncode is None, running.log.read_text("utf-8")
                try:
                    response = await client.get(f"{url or self.url}/healthz")
                except httpx.TransportError:
                    await asyncio.sleep(0.02)
                    continue
                if response.status_code == 200:
                    assert response.text == "ok\n"
                    return

    async def until(
        self, running: Running | None, question: str, seconds: float = 40.0, **given: object
    ) -> None:
        """Wait until the database answers with true."""
        async with asyncio.timeout(seconds):
            while not (await self.rows(question, **given))[0][0]:
                if running is not None:
                    assert running.process.returncode is None, running.log.read_text("utf-8")
                await asyncio.sleep(0.02)

    async def rows(self, query: str, **given: object) -> list[Any]:
        """Ask the database."""
        async with self.database.begin() as connection:
            return list(await connection.execute(text(query), given))

    async def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int((await self.rows(f"SELECT count(*) FROM {table}"))[0][0])

    async def sends(self, slug: str, plan: Plan | None = None) -> UUID:
        """Plan a briefing for everyone."""
        return await disseminate(
            self.database,
            Queue(self.database),
            self.directory,
            slug,
            None,
            "everyone",
            plan or OneOff(system_now()),
            system_now,
            follow_ups=FollowUps(recall=None, cascade=None, practice=None),
        )

    async def settled(self) -> None:
        """Wait until a clock has seen to each plan, every post's occurrence is expanded and every
        post has its outcome. What goes to one person waits for working hours, whenever the tests
        run."""
        await self.until(
            None,
            "SELECT NOT EXISTS (SELECT 1 FROM disseminations s WHERE NOT EXISTS"
            " (SELECT 1 FROM occurrences o WHERE o.dissemination = s.id))"
            " AND (SELECT count(*) FROM occurrences WHERE expanded_at IS NULL) = 0"
            " AND (SELECT count(*) FROM deliveries WHERE member IS NULL"
            " AND state IN ('planned', 'claimed', 'waiting')) = 0",
        )

    async def age_heartbeats(self) -> None:
        """Let the minute pass after which a worker without a heartbeat counts as dead."""
        async with self.database.begin() as connection:
            await connection.execute(
                text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
            )


def procfile() -> dict[str, list[str]]:
    """Return the Procfile's commands by name."""
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    named = (line.split(": ", 1) for line in lines)
    return {name: shlex.split(command) for name, command in named}


@pytest.fixture
async def town(tmp_path: Path, database_url: str) -> AsyncGenerator[Town]:
    """A sandbox, a database with the library, and no process yet."""
    port = free_port()
    sandbox = Sandbox(bot_url=f"http://127.0.0.1:{port}", members=MEMBERS)
    path = tmp_path / "directory.yaml"
    path.write_text(sandbox.directory_yaml, encoding="utf-8")
    database = Database(database_url)
    files = operations.import_files(operations.markdown_files([LIBRARY]))
    library = [approved(each.briefing) for each in files]
    await operations.store(database, library, system_now)
    async with sandbox:
        town = Town(
            folder=tmp_path,
            sandbox=sandbox,
            environ={
                **sandbox.environ,
                "DATABASE_URL": database_url,
                "SEVENBOT_DATA_DIR": str(tmp_path / "data"),
                "SEVENBOT_DIRECTORY": str(path),
                "SEVENBOT_IDENTITY_KEY": IDENTITY_KEY,
            },
            port=port,
            console_port=free_port(),
            database=database,
            directory=read_directory(path, platforms=platform_names()),
            library={briefing.slug: briefing for briefing in library},
        )
        yield town
        for running in town.started:
            if running.process.returncode is None:
                running.process.terminate()
                await running.ends()
        check_logs(town)
    await database.close()


def check_logs(town: Town) -> None:
    """Whatever happened: logs are JSON, and hold neither secrets nor what people wrote."""
    secrets = [
        value
        for name, value in town.environ.items()
        if re.search(r"TOKENS|SECRET|KEY", name) and "SCOPE" not in name
    ]
    for running in town.started:
        for entry in running.said():
            assert {"event", "level", "timestamp"} <= set(entry)
        words = running.log.read_text("utf-8")
        assert not [secret for secret in secrets if secret in words]
        assert "Traceback" not in words
        assert "Who do we ring" not in words
