"""kill -9 of a real worker at the worst moments."""

import asyncio
import random
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.delivery import holds
from bot.store.engine import Database
from tests.integration.delivery.house import House, add_briefing, directory_of, until
from tests.integration.delivery.worker_process import FilePlatform

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def worker_process(
    database_url: str, path: Path, *, channels: int, look: bool = True, hang: bool = False
) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run a worker in its own process, and kill it with SIGKILL at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.delivery.worker_process",
        database_url,
        str(path),
        str(channels),
        "look" if look else "blind",
        "hang" if hang else "go",
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            assert await process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        async with asyncio.timeout(30):
            await process.wait()


async def bury_the_dead(house: House) -> None:
    """Let the heartbeats of killed workers look as old as they soon would."""
    async with house.database.begin() as connection:
        await connection.execute(
            text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        )
    await house.clock.sweep()


def posted(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


async def test_a_worker_that_stands_still_loses_its_workspace_and_doubles_nothing(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holds, "SILENT", timedelta(seconds=2))
    await add_briefing(database)
    path = tmp_path / "posts"
    house = House(database, directory_of(120), FilePlatform(path=path))
    async with worker_process(database_url, path, channels=120) as frozen:
        await house.send()

        async def under_way() -> bool:
            return len(posted(path)) >= 10

        await until(under_way)
        frozen.send_signal(signal.SIGSTOP)
        async with house.working(clock=True):

            async def all_there() -> bool:
                return await house.states() == {"delivered": 120}

            await until(all_there, 60.0)
            frozen.send_signal(signal.SIGCONT)
            await asyncio.sleep(1.0)
    assert len(posted(path)) == len(set(posted(path))) == 120
    assert await house.states() == {"delivered": 120}
    await house.close()


@pytest.mark.parametrize(("look", "state"), [(True, "delivered"), (False, "unconfirmed")])
async def test_a_worker_killed_between_send_and_record(
    database: Database, database_url: str, tmp_path: Path, *, look: bool, state: str
) -> None:
    await add_briefing(database)
    path = tmp_path / "posts"
    platform = FilePlatform(path=path, may_look=look)
    house = House(database, directory_of(1), platform)
    async with worker_process(database_url, path, channels=1, look=look, hang=True):
        await house.send()

        async def sent() -> bool:
            return len(posted(path)) == 1

        await until(sent)
    assert await house.states() == {"claimed": 1}
    await bury_the_dead(house)
    async with house.working():

        async def settled() -> bool:
            return await house.states() == {state: 1}

        await until(settled)
    assert len(posted(path)) == 1
    (row,) = await house.rows()
    if look:
        assert row["receipt"] == {"conversation": "C0", "message": f"m-{row['id']}"}
    else:
        assert row["reason"] == (
            "An earlier attempt ended without a result, and may have been posted."
            " This workspace does not let the bot look."
        )
    await house.close()


async def test_workers_killed_again_and_again_lose_nothing_and_double_nothing(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await add_briefing(database)
    path = tmp_path / "posts"
    house = House(database, directory_of(12), FilePlatform(path=path))
    moment = random.Random(20261123)
    for round_ in range(3):
        async with worker_process(database_url, path, channels=12):
            for _ in range(4):
                await house.send()

            async def begun(least: int = round_ * 12 + 4) -> bool:
                return len(posted(path)) >= least

            await until(begun)
            await asyncio.sleep(moment.uniform(0.0, 0.15))
        await bury_the_dead(house)
    async with house.working(clock=True):

        async def settled() -> bool:
            return await house.states() == {"delivered": 144}

        await until(settled, 30)
    assert len(posted(path)) == len(set(posted(path))) == 144
    assert set(posted(path)) == {str(row["id"]) for row in await house.rows()}
    await house.close()
