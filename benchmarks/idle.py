"""What Sevenbot costs while nothing happens: processor time of each kind of process, and memory.

First `run`, which is all in one process, then `serve`, `work` and `clock` side by side, each time
with the embedded PostgreSQL, whose share is shown apart. Ends in one line of JSON: percentages of
one core, and the resident memory of `run` in megabytes.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.processor import used, used_with_children
from benchmarks.reporting import Figures, progress, report, wants_short
from benchmarks.setting import free_port, process, write_setting
from bot.opening import database_address
from config.settings import Settings

SECONDS = 60.0
SETTLE_SECONDS = 20.0
"""Between the start and the measurement: first looks and connections are made within it."""
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """What was used between two looks. Percentages are of one core."""

    percent: Mapping[str, float]
    """By kind of process."""
    postgres_percent: float
    memory_mb: Mapping[str, float]
    """Resident at the end, by kind of process."""


async def measure(*, short: bool = False) -> Figures:
    """Return the figures."""
    seconds, settle = (5.0, 5.0) if short else (SECONDS, SETTLE_SECONDS)
    with TemporaryDirectory(prefix="sevenbot-bench-") as name:
        folder = Path(name)
        environ = write_setting(folder, f"http://127.0.0.1:{free_port()}/api/")
        with database_address(Settings.load(environ)):
            server = _postmaster(folder)
            together = await _measured(["run"], environ, server, seconds, settle)
            apart = await _measured(["serve", "work", "clock"], environ, server, seconds, settle)
    return figures(together, apart, seconds)


def figures(together: Measured, apart: Measured, seconds: float) -> Figures:
    """Return both measurements as one line's figures."""
    return {
        "seconds": seconds,
        **{f"{kind}_percent": used for kind, used in together.percent.items()},
        "postgres_percent": together.postgres_percent,
        **{f"{kind}_percent": used for kind, used in apart.percent.items()},
        "postgres_apart_percent": apart.postgres_percent,
        "memory_mb": together.memory_mb["run"],
        **{f"{kind}_memory_mb": memory for kind, memory in apart.memory_mb.items()},
    }


def share(before: float, after: float, seconds: float) -> float:
    """Return processor seconds used as a percentage of one core."""
    return round(100 * (after - before) / seconds, 2)


async def _measured(
    kinds: Sequence[str],
    environ: Mapping[str, str],
    server: psutil.Process,
    seconds: float,
    settle: float,
) -> Measured:
    async with AsyncExitStack() as stack:
        running: dict[str, psutil.Process] = {}
        for kind in kinds:
            ports = [free_port(), free_port()] if kind in ("run", "serve") else []
            started = await stack.enter_async_context(
                process(
                    "bot",
                    [kind, *_options(ports)],
                    environ,
                    ready=f"http://127.0.0.1:{ports[0]}/healthz" if ports else "",
                )
            )
            running[kind] = psutil.Process(started.pid)
        progress(f"idle: {', '.join(kinds)} for {seconds:.0f} s")
        await asyncio.sleep(settle)
        before = {kind: used(it) for kind, it in running.items()}
        database = used_with_children(server)
        await asyncio.sleep(seconds)
        return Measured(
            {kind: share(before[kind], used(it), seconds) for kind, it in running.items()},
            share(database, used_with_children(server), seconds),
            {
                kind: round(it.memory_info().rss / MEGABYTE, 1)
                for kind, it in running.items()
            },
        )  # fmt: skip


def _options(ports: Sequence[int]) -> list[str]:
    if not ports:
        return []
    port, console = ports
    return ["--port", str(port), "--console-port", str(console)]


def _postmaster(folder: Path) -> psutil.Process:
    lines = (folder / "data" / "postgres" / "postmaster.pid").read_text(encoding="utf-8")
    return psutil.Process(int(lines.splitlines()[0]))


if __name__ == "__main__":
    report("idle", asyncio.run(measure(short=wants_short(__doc__ or ""))))
