"""The embedded server: shared by processes, stopped by the last, back after every kill."""

import os
import signal
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import psutil
import psycopg
import pytest

from bot.store.server import cluster
from bot.store.server.embedded import EmbeddedServer
from config.errors import DatabaseUnavailable
from tests.integration.conftest import Facts, Plant
from tests.integration.store.processes import (
    TENANT,
    leave,
    line,
    postgres_in,
    postmaster,
    run_aside,
)

ADDER = """
import asyncio, itertools, sys
from datetime import UTC, datetime
from uuid import UUID
from bot.store.engine import Database
from bot.store.record import BatchedRecord
from handlers.events import Answered

async def main():
    database = Database(sys.argv[1])
    record = BatchedRecord(database, lambda _: ())
    dissemination, delivery, member = map(UUID, sys.argv[2:5])
    async def add(number):
        await record.add(Answered(
            dissemination=dissemination, delivery=delivery, agency="police", member=member,
            question=f"q{number}", chosen=("a",), fits=True, at=datetime.now(UTC)))
        print(number, flush=True)
    numbers = itertools.count()
    async def worker():
        for number in numbers:
            await add(number)
    await asyncio.gather(*(worker() for _ in range(16)))

asyncio.run(main())
"""
"""Adds facts as fast as it can, and says which are durable."""


@pytest.fixture
def tenants() -> Generator[Callable[[Path], subprocess.Popen[str]]]:
    made: list[subprocess.Popen[str]] = []

    def start(folder: Path) -> subprocess.Popen[str]:
        process = run_aside(TENANT, str(folder))
        made.append(process)
        assert line(process).startswith("postgresql://")
        return process

    yield start
    for process in made:
        process.kill()
        process.communicate(timeout=30)


@pytest.fixture
def server(place: Path) -> Generator[EmbeddedServer]:
    made = EmbeddedServer(place / "var")
    yield made
    made.stop()


def test_it_makes_starts_and_stops_itself(place: Path) -> None:
    folder = place / "deep" / "var"
    with EmbeddedServer(folder) as server:
        address = server.start()  # a second time is harmless
        assert "/sevenbot?" in address
        with psycopg.connect(address) as connection:
            settings = {
                name: connection.execute(f"SHOW {name}").fetchone()
                for name in ("synchronous_commit", "fsync", "listen_addresses", "server_encoding")
            }
        assert settings == {
            "synchronous_commit": ("on",),
            "fsync": ("on",),
            "listen_addresses": ("",),
            "server_encoding": ("UTF8",),
        }
        (socket,) = (folder / "postgres").glob(".s.PGSQL.*[0-9]")
        assert socket.stat().st_mode & 0o077 == 0  # whoever reaches it is trusted
        assert postgres_in(folder)
    assert not postgres_in(folder)
    assert not (folder / "postgres" / "postmaster.pid").exists()


def test_processes_share_it_and_the_last_one_stops_it(
    place: Path, tenants: Callable[[Path], subprocess.Popen[str]]
) -> None:
    folder = place / "var"
    one, two = tenants(folder), tenants(folder)
    pid = postmaster(folder).pid
    leave(one)
    assert postmaster(folder).pid == pid
    three = tenants(folder)
    leave(two)
    assert postmaster(folder).pid == pid
    leave(three)
    assert not postgres_in(folder)


def test_a_killed_process_no_longer_counts(
    place: Path, tenants: Callable[[Path], subprocess.Popen[str]], server: EmbeddedServer
) -> None:
    folder = place / "var"
    killed = tenants(folder)
    pid = postmaster(folder).pid
    killed.kill()
    killed.wait(30)
    address = server.start()  # joins the server that the killed one left running
    assert postmaster(folder).pid == pid
    psycopg.connect(address).close()
    server.stop()
    assert not postgres_in(folder)


def test_a_killed_postgres_recovers_at_the_next_start(place: Path, server: EmbeddedServer) -> None:
    address = server.start()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    postmaster(place / "var").kill()
    address = server.start()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_number_taken_by_another_process_since_does_not_mislead(
    place: Path, server: EmbeddedServer
) -> None:
    """In a container that starts anew, the dead server's number is soon somebody else's."""
    server.start()
    folder = place / "var"
    mine = (folder / "postgres" / "postmaster.pid").read_text().splitlines()
    postmaster(folder).kill()
    psutil.wait_procs(postgres_in(folder), timeout=30)
    assert not postgres_in(folder)
    stale = "\n".join([str(os.getpid()), *mine[1:]]) + "\n"
    (folder / "postgres" / "postmaster.pid").write_text(stale)
    (folder / "postgres" / ".s.PGSQL.5432.lock").write_text(stale)
    psycopg.connect(server.start()).close()


def test_a_server_that_hangs_is_told_and_left(
    place: Path, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PING_SECONDS", 2)
    monkeypatch.setattr(cluster, "STOP_SECONDS", 0)
    server.start()
    hung = postmaster(place / "var")
    hung.suspend()
    try:
        with pytest.raises(DatabaseUnavailable, match=f"does not answer.*{hung.pid}"):
            EmbeddedServer(place / "var").start()
    finally:
        hung.resume()
    monkeypatch.undo()


async def test_kill_9_in_the_middle_of_adding_loses_nothing_acknowledged(
    database_url: str, facts: Facts, plant: Plant
) -> None:
    (member,) = await plant.members(1)
    process = run_aside(
        ADDER, database_url, str(facts.dissemination), str(facts.delivery), str(member)
    )
    acknowledged = {int(line(process)) for _ in range(200)}
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=30)
    acknowledged |= {int(word) for word in rest.splitlines() if word}
    with psycopg.connect(database_url) as connection:
        # Both as of one moment: the server may still be at work on the last of it.
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        kept = {
            int(question.removeprefix("q"))
            for (question,) in connection.execute("SELECT question FROM responses")
        }
        events = connection.execute("SELECT count(*) FROM engagement_events").fetchone()
    assert acknowledged <= kept
    assert events == (len(kept),)  # a fact's rows are kept together or not at all
