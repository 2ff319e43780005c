"""A prepared database, directory and server processes for benchmarks."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import choice
from socket import AF_INET, SOCK_STREAM, socket
from uuid import UUID, uuid4

import httpx
from sqlalchemy import insert

from bot.platforms.discovery import platform_names
from bot.store.content.shelf import BRIEFINGS
from bot.store.engine import Database
from bot.store.people.identity import load_identity_key
from bot.store.people.members import MemberRegister
from bot.store.tables import deliveries, disseminations, eligible_members, occurrences
from config.directory import read_directory
from config.now import system_now
from config.settings import Settings
from content.briefing import Briefing
from content.importing.checked import import_file
from schedules.plan import PLAN, OneOff

ROOT = Path(__file__).parents[1]
SECRET, TOKEN = "benchmark-signing-secret", "xoxb-benchmark"
TEAM, TENANT = "T0BENCH001", "6f1c2f0e-0000-4000-8000-00000000be00"
WORKSPACES = {"slack": "north", "teams": "south"}
_ACCOUNTS = {"slack": "U{:08d}", "teams": "00000000-0000-4000-8000-{:012d}"}
CHANNELS = {"slack": "C0BENCH001", "teams": "19:bench@thread.tacv2"}
DIRECTORY = """
partnership: Benchmark
agencies:
  - {{key: police, name: Police, sector: police, head_count: 1000, window: always}}
workspaces:
{workspaces}
channels:
{channels}
"""


KEPT_FREE = range(20_000, 32_000)
"""Ports that systems give to nobody of themselves: Linux takes those of outgoing connections from
32,768 on. One of those may be taken again before whoever asked for it listens."""


def free_port() -> int:
    """Return a loopback port that is free now."""
    while True:
        port = choice(KEPT_FREE)
        with socket(AF_INET, SOCK_STREAM) as probing, suppress(OSError):
            probing.bind(("127.0.0.1", port))
            return port


def write_setting(
    folder: Path, api_url: str, *, teams: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Write the directory, and return the environment of a Sevenbot with one Slack workspace, and
    with one tenant of Teams where `teams` holds what is needed to reach it."""
    platforms = {"slack": TEAM} if teams is None else {"slack": TEAM, "teams": TENANT}
    workspaces = [
        f'  - {{key: {WORKSPACES[name]}, platform: {name}, id: "{known_as}", agency: police}}'
        for name, known_as in platforms.items()
    ]
    channels = [
        f"  - {{key: {WORKSPACES[name]}-learning, agency: police, workspace: {WORKSPACES[name]},"
        f' id: "{CHANNELS[name]}", name: learning}}'
        for name in platforms
    ]
    (folder / "directory.yaml").write_text(
        DIRECTORY.format(workspaces="\n".join(workspaces), channels="\n".join(channels)),
        encoding="utf-8",
    )
    return {
        "SEVENBOT_MODE": "sandbox",
        "SEVENBOT_DATA_DIR": str(folder / "data"),
        "SEVENBOT_DIRECTORY": str(folder / "directory.yaml"),
        "SEVENBOT_LOG_LEVEL": "ERROR",
        "SLACK_API_URL": api_url,
        "SLACK_TOKENS__NORTH": TOKEN,
        "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET": SECRET,
        **(teams or {}),
    }


@dataclass(frozen=True, slots=True)
class Prepared:
    """A database with briefings that were posted, and members who can see them."""

    briefing: Briefing
    deliveries: Sequence[UUID]
    accounts: Sequence[str]


async def prepare(
    database: Database, settings: Settings, platform: str, *, members: int, posts: int
) -> Prepared:
    """Fill the database: so many delivered posts of one briefing, each its own dissemination, to
    so many members of the platform's workspace."""
    workspace = WORKSPACES[platform]
    directory = read_directory(settings.directory, platforms=platform_names())
    register = MemberRegister(database, load_identity_key(settings), directory, system_now)
    briefing = import_file(ROOT / "content/library/professional-curiosity.md").briefing
    accounts = [_ACCOUNTS[platform].format(number) for number in range(members)]
    now = system_now()
    plan = PLAN.dump_python(OneOff(now), mode="json")
    made: list[UUID] = []
    async with database.begin() as connection:
        version = (await BRIEFINGS.save(connection, briefing, now)).id
        known = await register.register_many(connection, workspace, accounts)
        for number in range(posts):
            dissemination, occurrence, delivery = uuid4(), uuid4(), uuid4()
            await connection.execute(
                insert(disseminations).values(
                    id=dissemination,
                    briefing_version=version,
                    audience="everyone",
                    channels=[f"{workspace}-learning"],
                    plan=plan,
                    filled_until=now,
                    created_at=now,
                )
            )
            await connection.execute(
                insert(occurrences).values(
                    id=occurrence,
                    dissemination=dissemination,
                    kind="post",
                    subject=dissemination,
                    slot=f"benchmark-{number}",
                    due_at=now,
                    expanded_at=now,
                )
            )
            await connection.execute(
                insert(deliveries).values(
                    id=delivery,
                    occurrence=occurrence,
                    dissemination=dissemination,
                    agency="police",
                    workspace=workspace,
                    channel=f"{workspace}-learning",
                    channel_id=CHANNELS[platform],
                    state="delivered",
                    settled_at=now,
                )
            )
            await connection.execute(
                insert(eligible_members),
                [
                    {
                        "delivery": delivery,
                        "member": member,
                        "dissemination": dissemination,
                        "agency": "police",
                    }
                    for member in known.values()
                ],
            )
            made.append(delivery)
    return Prepared(briefing, made, accounts)


@asynccontextmanager
async def process(
    module: str, arguments: Sequence[str], environ: Mapping[str, str], *, ready: str = ""
) -> AsyncGenerator[subprocess.Popen[bytes]]:
    """Run `python -m module` until the end of the block; wait until `ready` (a URL) answers."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    running = subprocess.Popen(  # noqa: ASYNC220 - starting a process takes milliseconds
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env={**inherited, **environ}
    )
    try:
        if ready:
            await _answering(running, ready)
        yield running
    finally:
        running.terminate()
        running.wait(30)


async def _answering(running: subprocess.Popen[bytes], url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(60):
        while True:
            if running.poll() is not None:
                raise RuntimeError(
                    f"The server ended with {running.returncode} before it answered."
                )
            try:
                await client.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
