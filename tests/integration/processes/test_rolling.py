"""A rolling upgrade: the old version and the next one side by side through one migration.

The next version is this very code with one more migration: what must hold between any two versions
is that the older one goes on while the newer one's migration runs, may be started again after it,
and that nothing is lost or doubled by the two of them together.
"""

import asyncio
import os
import shutil
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.proof.ground import Ground, proving_ground
from benchmarks.proof.partnership import Shape
from bot.store.migrate import SchemaState, schema_state
from tests.integration.processes.conftest import ROOT

FOLDERS = ("bot", "handlers", "content", "schedules", "config")
SHAPE = Shape(readable=2, unreadable=0, tenants=1, channels=2, members=2)
PATIENCE = 120.0

MIGRATION = '''
"""Made by a test."""

from alembic import op

revision = "{revision}"
down_revision = "{down}"
{promise}


def upgrade() -> None:
    """Add to what is used most."""
    op.execute("ALTER TABLE deliveries ADD COLUMN noticed_at TIMESTAMP WITH TIME ZONE")
    op.execute("ALTER TABLE responses ADD COLUMN sure BOOLEAN DEFAULT true NOT NULL")
    op.execute("ALTER TABLE engagement_events ADD COLUMN place TEXT DEFAULT '' NOT NULL")
    op.execute("ALTER TABLE members ADD COLUMN seen_at TIMESTAMP WITH TIME ZONE")
    op.execute("ALTER TABLE occurrences ADD COLUMN remark TEXT")
    op.execute("CREATE TABLE remarks (delivery UUID PRIMARY KEY REFERENCES deliveries (id))")
'''


def head(root: Path) -> str:
    """Return the newest migration's revision."""
    names = (root / "bot/store/migrations/versions").glob("v*.py")
    return max(name.name[1:5] for name in names)


def next_version(folder: Path, *, only_adds: bool) -> Path:
    """Return the root of the code of the version to come."""
    root = folder / ("next" if only_adds else "breaking")
    for name in FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    down = head(root)
    file = root / "bot/store/migrations/versions/v9999_next.py"
    promise = f'OLDEST = "{down}"' if only_adds else ""
    file.write_text(MIGRATION.format(revision="9999", down=down, promise=promise), encoding="utf-8")
    return root


async def ended(ground: Ground, root: Path, *command: str) -> tuple[int, str]:
    """Run one command of a version to its end; return its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *command,
        cwd=ground.folder,
        env={
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            **ground.supervisor.environ,
            "PYTHONPATH": str(root),
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(60):
        said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def flows(ground: Ground, answers: int) -> None:
    """One more dissemination goes to every channel, and so many answers have come in all."""
    await ground.send()
    assert await ground.settled(PATIENCE)
    shown = ground.people.answers.shown
    assert await ground.until(lambda: len(shown) >= answers, PATIENCE)


async def test_old_and_new_side_by_side_through_one_migration(tmp_path: Path) -> None:
    newer = next_version(tmp_path, only_adds=True)
    each = SHAPE.members * SHAPE.workspaces * 3
    async with proving_ground(SHAPE) as ground, AsyncExitStack() as stack:
        await ground.start_all(1)
        await stack.enter_async_context(
            ground.people_at_work(each=SHAPE.members * SHAPE.workspaces)
        )
        await flows(ground, each)

        # The new version does not start before its migration, and says so.
        for command in (["work"], ["clock"], ["serve", "--port", "0", "--console-port", "0"]):
            code, said = await ended(ground, newer, *command)
            assert (code, "run `sevenbot migrate`" in said) == (7, True), said

        # It migrates while the old one is at work.
        await ground.send()
        code, said = await ended(ground, newer, "migrate")
        assert (code, said) == (0, "The database is up to date.\n")
        assert await schema_state(ground.database) is SchemaState.AHEAD
        await flows(ground, 3 * each)

        # The old one's release command and its processes may be started again meanwhile.
        assert (await ended(ground, ROOT, "migrate"))[0] == 0
        for kept in list(ground.supervisor.kept.values()):
            kept.kill()
        await ground.all_at_work()

        # Side by side, and then the new one alone.
        for kind in ("web", "worker", "clock"):
            ground.start(kind, 1, root=newer)
        await ground.all_at_work()
        await flows(ground, 4 * each)
        for kind in ("web", "worker", "clock"):
            assert await ground.supervisor.let_go(f"{kind}-0") == 0
        await flows(ground, 5 * each)

        deliveries, answers = await ground.count()
        assert (deliveries.lost, deliveries.doubled) == (0, 0)
        assert (answers.lost, answers.doubled, answers.kept) == (0, 0, 5 * each)
        assert set(deliveries.states) <= {"delivered", "unconfirmed"}
        assert deliveries.unconfirmed_readable == 0


async def test_an_old_one_does_not_start_on_what_it_cannot_work_with(tmp_path: Path) -> None:
    breaking = next_version(tmp_path, only_adds=False)
    async with proving_ground(SHAPE) as ground:
        assert (await ended(ground, breaking, "migrate"))[0] == 0
        for command in (["work"], ["migrate"]):
            code, said = await ended(ground, ROOT, *command)
            assert code == 7
            assert "made by a newer Sevenbot" in said
