"""A worker's memory over many deliveries: flat, or it leaks.

A real worker process with the real Slack client, over HTTP to a Slack that answers at once; only
the platform's limits are lifted, or 100,000 deliveries would take a day. Resident memory is
compared after the last delivery and after the first fifth of them: by then every cache is as full
as it gets. Ends in one line of JSON, and with 1 where it grew beyond the bar, or a delivery is not
delivered.
"""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psutil
import yaml
from sqlalchemy import text

from benchmarks.proof.ground import ALONE, BRIEFING
from benchmarks.proof.running import run
from benchmarks.reporting import progress, report, wants_short
from benchmarks.setting import free_port, process, write_setting
from bot.delivery.disseminate import disseminate
from bot.delivery.jobs import Queue
from bot.opening import database_address
from bot.platforms.discovery import platform_names
from bot.store.content.shelf import BRIEFINGS
from bot.store.engine import Database
from bot.store.migrate import migrate
from config.directory import Directory, read_directory
from config.now import system_now
from config.settings import Settings
from content.approval import Status
from content.briefing import Briefing
from content.importing.checked import import_file
from schedules.plan import OneOff

BAR = 1.1
CHANNELS = 500
"""Each dissemination goes to all of them."""
AHEAD = 2
"""Disseminations that wait beside the one that is being sent."""
MEGABYTE = 1024 * 1024
OPEN = "state IN ('planned', 'claimed', 'waiting')"


@dataclass(frozen=True, slots=True)
class Form:
    """How much is delivered, and after how much memory is looked at first."""

    deliveries: int
    mark: int
    patience: float
    """Seconds that the whole may take."""


LONG = Form(deliveries=100_000, mark=20_000, patience=3_600.0)
SHORT = Form(deliveries=10_000, mark=2_000, patience=600.0)


async def measure(form: Form) -> Mapping[str, float]:
    """Return the figures."""
    with TemporaryDirectory(prefix="sevenbot-proof-") as name:
        folder, api = Path(name), free_port()
        environ = write_setting(folder, f"http://127.0.0.1:{api}/api/")
        _widen(folder / "directory.yaml")
        settings = Settings.load(environ)
        directory = read_directory(settings.directory, platforms=platform_names())
        with database_address(settings) as address:
            database = Database(address, pool_size=2)
            await migrate(database)
            briefing = await _stored(database)
            async with (
                process("benchmarks.proof.instant_slack", [str(api)], {}, ready=_asks(api)),
                process("bot", ["clock"], environ),
                process("benchmarks.proof.hasty_worker", [], environ) as worker,
                asyncio.timeout(form.patience),
            ):
                found = await _measured(
                    form, database, directory, briefing, psutil.Process(worker.pid)
                )
            await database.close()
    return found


async def _measured(
    form: Form,
    database: Database,
    directory: Directory,
    briefing: Briefing,
    worker: psutil.Process,
) -> Mapping[str, float]:
    began = perf_counter()
    at_mark, most, told = 0.0, 0.0, 0
    waves = form.deliveries // CHANNELS
    sent = done = 0
    while done < form.deliveries:
        while sent < waves and sent * CHANNELS - done <= AHEAD * CHANNELS:
            await disseminate(
                database, Queue(database), directory, briefing.slug, None, "everyone",
                OneOff(system_now()), system_now, follow_ups=ALONE,
            )  # fmt: skip
            sent += 1
        await asyncio.sleep(0.2)
        done = await _done(database)
        memory = worker.memory_info().rss / MEGABYTE
        most = max(most, memory)
        if done >= form.mark and not at_mark:
            at_mark = memory
        if done - told >= form.mark:
            told = done
            progress(f"memory: {done} of {form.deliveries}, {memory:.1f} MB")
    seconds = perf_counter() - began
    at_end = worker.memory_info().rss / MEGABYTE
    undelivered = await _number(database, "state <> 'delivered'")
    return {
        "deliveries": done,
        "undelivered": undelivered,
        "mark": form.mark,
        "mb_at_mark": round(at_mark, 1),
        "mb_at_end": round(at_end, 1),
        "mb_most": round(most, 1),
        "ratio": round(at_end / at_mark, 3),
        "per_s": round(done / seconds),
        "seconds": round(seconds, 1),
    }


def troubles(found: Mapping[str, float]) -> list[str]:
    """Return what is not as it must be, in words."""
    wrong: list[str] = []
    if found["ratio"] > BAR:
        wrong.append(f"memory grew to {found['ratio']} of what it was, more than {BAR}")
    if found["undelivered"]:
        wrong.append(f"{found['undelivered']:.0f} deliveries were not delivered")
    return wrong


def _widen(file: Path) -> None:
    """Give the one workspace many channels."""
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    (first,) = document["channels"]
    document["channels"] = [
        {**first, "key": f"learning-{number}", "id": f"C0BENCH{number:05}"}
        for number in range(CHANNELS)
    ]
    file.write_text(yaml.safe_dump(document), encoding="utf-8")


async def _stored(database: Database) -> Briefing:
    briefing = replace(
        import_file(BRIEFING).briefing, approver="Alex Approver", status=Status.APPROVED
    )
    async with database.begin() as connection:
        await BRIEFINGS.save(connection, briefing, system_now())
    return briefing


async def _done(database: Database) -> int:
    return await _number(database, f"NOT {OPEN}")


async def _number(database: Database, which: str) -> int:
    async with database.begin() as connection:
        rows = await connection.execute(text(f"SELECT count(*) FROM deliveries WHERE {which}"))
        return int(rows.scalar_one())


def _asks(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


def main() -> None:
    """Run it."""
    form = SHORT if wants_short(__doc__ or "") else LONG
    found = run(measure(form))
    report("memory", found)
    if wrong := troubles(found):
        sys.exit("; ".join(wrong))


if __name__ == "__main__":
    main()
