"""Runs the Procfile's processes as a platform would: one that ends is started again at once."""

import asyncio
import os
import shlex
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.setting import ROOT

BACKOFF = 0.3
"""Seconds before a process that ended of its own accord is started again."""
STOP_SECONDS = 40.0
KEPT = ("PATH", "HOME", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


def procfile() -> Mapping[str, Sequence[str]]:
    """Return the Procfile's commands by name."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    named = (line.split(": ", 1) for line in lines)
    return {name: shlex.split(command) for name, command in named}


@dataclass(slots=True)
class Kept:
    """A line of the Procfile that is to run, and the process that runs it just now."""

    name: str
    kind: str
    arguments: Sequence[str]
    environ: Mapping[str, str]
    cwd: Path
    log: Path
    process: asyncio.subprocess.Process | None = None
    wanted: bool = True
    kills: int = 0
    ends: Counter[int] = field(default_factory=Counter[int])
    """How often it ended of its own accord, by exit code."""

    @property
    def alive(self) -> bool:
        """Tell whether it runs."""
        return self.process is not None and self.process.returncode is None

    def at_work(self, database_port: int) -> bool:
        """Tell whether it has come up so far that it speaks with the database."""
        return self.connections(database_port) > 0

    def connections(self, database_port: int) -> int:
        """Return how many connections to the database it has open now."""
        if self.process is None or self.process.returncode is not None:
            return 0
        try:
            open_now = psutil.Process(self.process.pid).net_connections("tcp4")
        except psutil.Error:
            return 0
        return sum(bool(it.raddr) and it.raddr.port == database_port for it in open_now)

    def kill(self) -> None:
        """`kill -9`: no chance to tidy up."""
        assert self.process is not None
        self.kills += 1
        self.process.kill()


class Supervisor:
    """Keeps processes running until it is stopped."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        """Take where logs go and where the processes run, and what they are told."""
        self._folder = folder
        self.environ = environ
        self._tasks: dict[str, asyncio.Task[int]] = {}
        self.kept: dict[str, Kept] = {}

    def keep(self, name: str, kind: str, *options: str, port: int = 0, root: Path = ROOT) -> Kept:
        """Start a line of the Procfile and keep it running. `root` is whose code it runs."""
        line = [part.replace("$PORT", str(port)) for part in procfile()[kind]]
        assert line[0] == "sevenbot"
        inherited = {key: os.environ[key] for key in KEPT if key in os.environ}
        kept = Kept(
            name,
            kind,
            [sys.executable, "-m", "bot", *line[1:], *options],
            {**inherited, **self.environ, "PYTHONPATH": str(root)},
            self._folder,
            self._folder / f"{name}.log",
        )
        self.kept[name] = kept
        self._tasks[name] = asyncio.create_task(_keep_up(kept))
        return kept

    async def let_go(self, name: str) -> int:
        """Stop one cleanly, by force where it does not stop in time, and do not start it again.
        Returns its exit code."""
        kept, task = self.kept.pop(name), self._tasks.pop(name)
        kept.wanted = False
        if kept.process is not None and kept.alive:
            kept.process.terminate()
        _, late = await asyncio.wait([task], timeout=STOP_SECONDS)
        if late and kept.process is not None and kept.alive:
            kept.process.kill()
        return await task

    async def stop(self) -> None:
        """Stop all of them."""
        await asyncio.gather(*(self.let_go(name) for name in list(self.kept)))


async def _keep_up(kept: Kept) -> int:
    """Run it again and again while it is wanted. Returns the last exit code."""
    while True:
        kills = kept.kills
        with kept.log.open("ab") as said:
            kept.process = await asyncio.create_subprocess_exec(
                *kept.arguments,
                cwd=kept.cwd,
                env=kept.environ,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        if not kept.wanted:
            kept.process.terminate()
        code = await kept.process.wait()
        if not kept.wanted:
            return code
        if kept.kills == kills:
            kept.ends[code] += 1
            await asyncio.sleep(BACKOFF)
