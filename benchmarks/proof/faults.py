"""Everything that platforms, disks and databases do wrong, one after the other, with real
processes: nothing lost, a clear state, recovery without hands.

Platforms: a reset after accepting, 500s, slow answers, a storm of 429s. The database: away for a
minute, frozen for as long, and a full disk (a small file system of its own in memory; skipped by
name where this user may not mount one). While each lasts, a dissemination goes to every channel and
people answer. Ends in one line of JSON, and with 1 where something is lost, doubled, or does not
recover.
"""

import asyncio
import errno
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.proof.ground import Ground, proving_ground
from benchmarks.proof.partnership import Shape
from benchmarks.proof.running import run
from benchmarks.reporting import progress, report, wants_short
from bot.sandbox.faults import Fault, PlannedFault
from config.errors import DatabaseUnavailable

SHAPE = Shape(readable=2, unreadable=1, tenants=1, channels=3, members=3)
DISK_MB = 160
"""Room for a small database, and a little more."""


@dataclass(frozen=True, slots=True)
class Form:
    """How long it is."""

    away: float
    """Seconds for which the database is away or frozen, or its disk full."""
    slow: float
    """Seconds until the platform answers."""
    patience: float
    """Seconds within which everything must have recovered."""


LONG = Form(away=60.0, slow=5.0, patience=240.0)
SHORT = Form(away=5.0, slow=1.0, patience=120.0)

Found = dict[str, object]
"""What came of one fault, by name."""

Break = Callable[[Ground, Form], Coroutine[None, None, None]]
"""Breaks something. Returns when nothing more is broken by it."""


async def _reset(ground: Ground, _: Form) -> None:
    _plan(ground, Fault.RESET_AFTER_ACCEPT, SHAPE.all_channels)


async def _error(ground: Ground, _: Form) -> None:
    _plan(ground, Fault.ERROR, SHAPE.all_channels)


async def _slow(ground: Ground, form: Form) -> None:
    _plan(ground, Fault.SLOW, SHAPE.all_channels, form.slow)


async def _storm(ground: Ground, _: Form) -> None:
    _plan(ground, Fault.RATE_LIMITED, 3 * SHAPE.all_channels, 1.0)


async def _away(ground: Ground, form: Form) -> None:
    await ground.server.stop()
    await asyncio.sleep(form.away)
    await ground.server.start()


async def _frozen(ground: Ground, form: Form) -> None:
    await ground.server.freeze(form.away)


def _plan(ground: Ground, fault: Fault, times: int, seconds: float = 1.0) -> None:
    ground.sandbox.world.faults.append(PlannedFault(fault, times=times, seconds=seconds))


FAULTS: dict[str, Break] = {
    "reset_after_accept": _reset,
    "error_500": _error,
    "slow": _slow,
    "storm_429": _storm,
    "database_away": _away,
    "database_frozen": _frozen,
}


async def prove(form: Form) -> dict[str, Found]:
    """Return what came of each."""
    found: dict[str, Found] = {}
    async with proving_ground(SHAPE, web=1) as ground:
        await ground.start_all(1)
        async with ground.people_at_work(each=SHAPE.members):
            for name, breaks in FAULTS.items():
                found[name] = await _through(ground, name, breaks, form)
    found["disk_full"] = await _disk_full(form)
    return found


async def _through(ground: Ground, name: str, breaks: Break, form: Form) -> Found:
    """Send, break it, and wait until everything has its outcome."""
    progress(f"faults: {name}")
    before, answered = await ground.count()
    shown = len(ground.people.answers.shown)
    # Whoever answers has something to answer while it is broken.
    await ground.send()
    await ground.until(lambda: len(ground.people.answers.shown) > shown, form.patience)
    breaking = asyncio.create_task(breaks(ground, form))
    sending = asyncio.create_task(ground.send())
    await breaking
    mended = perf_counter()
    await sending
    settled = await ground.settled(form.patience)
    seconds = perf_counter() - mended
    done = await ground.until(lambda: ground.people.idle, form.patience)
    ground.sandbox.world.faults.clear()
    deliveries, answers = await ground.count()
    states = Counter(deliveries.states)
    states.subtract(before.states)
    return {
        "lost": deliveries.lost + answers.lost,
        "doubled": deliveries.doubled + answers.doubled,
        "recovered_s": round(seconds, 1),
        "settled": settled and done,
        "states": {state: number for state, number in states.items() if number},
        "unconfirmed_where_it_may_look": deliveries.unconfirmed_readable,
        "answers": answers.kept - answered.kept,
    }


async def _disk_full(form: Form) -> Found:
    """Fill the disk under the database while deliveries and answers flow, and empty it again."""
    try:
        async with (
            _small_disk() as place,
            proving_ground(SHAPE, web=1, place=place / "postgres") as ground,
        ):
            await ground.start_all(1)
            async with ground.people_at_work(each=SHAPE.members):
                found = await _through(ground, "disk_full", _Fill(place / "ballast"), form)
                no_space = ground.server.said().count(os.strerror(errno.ENOSPC))
                return {**found, "no_space_errors": no_space}
    except PermissionError as error:
        return {"skipped": f"no file system of its own for it: {error}"}


@dataclass(frozen=True, slots=True)
class _Fill:
    """Fills a disk, and has the server started again as a platform would, should it end."""

    ballast: Path

    async def __call__(self, ground: Ground, form: Form) -> None:
        with self.ballast.open("wb") as file, suppress(OSError):
            while True:
                file.write(bytes(64 * 1024))
                file.flush()
        ends = perf_counter() + form.away
        while perf_counter() < ends:
            await asyncio.sleep(0.5)
            # New segments of the log are what the database first finds no room for.
            with suppress(Exception):
                await ground.rows("SELECT pg_switch_wal()", seconds=2.0)
            await _kept_up(ground)
        self.ballast.unlink()
        while not await _kept_up(ground):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.5)


async def _kept_up(ground: Ground) -> bool:
    """Start the server where it does not run. Returns whether it runs."""
    try:
        await ground.server.ensure()
    except (DatabaseUnavailable, OSError):
        return False
    return True


@asynccontextmanager
async def _small_disk() -> AsyncGenerator[Path]:
    """Give a small file system in memory. Raises PermissionError where this user may not mount
    one."""
    if os.geteuid() != 0:
        raise PermissionError("it takes root to mount one")
    place = Path(tempfile.mkdtemp(prefix="sevenbot-disk-"))
    options = f"size={DISK_MB}m,mode=0755"
    try:
        await _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place))
        try:
            yield place
        finally:
            await _run("umount", str(place))
    finally:
        place.rmdir()  # noqa: ASYNC240 - it is empty


async def _run(*command: str) -> None:
    """Run a program. Raises PermissionError with what it said when it fails."""
    done = await asyncio.to_thread(
        subprocess.run, command, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise PermissionError(done.stderr.strip())


def troubles(found: Mapping[str, Found]) -> list[str]:
    """Return what is not as it must be, in words."""
    wrong: list[str] = []
    for name, of in found.items():
        if "skipped" in of:
            continue
        wrong += [
            f"{name}: {what} {of[what]}"
            for what in ("lost", "doubled", "unconfirmed_where_it_may_look")
            if of[what]
        ]
        if of.get("no_space_errors") == 0:
            wrong.append(f"{name}: PostgreSQL never found its disk full")
        if not of["settled"]:
            wrong.append(f"{name}: not everything was settled in time")
    return wrong


def main() -> None:
    """Run it."""
    form = SHORT if wants_short(__doc__ or "") else LONG
    found = run(prove(form))
    report("faults", found)
    if wrong := troubles(found):
        sys.exit("; ".join(wrong))


if __name__ == "__main__":
    main()
