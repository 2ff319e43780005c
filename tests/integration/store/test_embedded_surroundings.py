"""Which account the embedded server runs as, which folders it needs, and the locks around it."""

import os
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest

from bot.store.server import account, cluster
from bot.store.server.account import Account, open_programs, place_for_socket, socket_folder
from bot.store.server.embedded import EmbeddedServer
from bot.store.server.locks import FileLock
from config.errors import DatabaseUnavailable


def test_a_long_or_odd_path_gets_its_socket_elsewhere(place: Path) -> None:
    folder = place / "it's a $PATH, \"isn't\" it" / ("long" * 30)
    server = EmbeddedServer(folder)
    address = server.start()
    sockets = place_for_socket(folder / "postgres")
    try:
        psycopg.connect(address).close()
        assert sockets.is_dir()
        assert folder not in sockets.parents
    finally:
        server.stop()
    assert not sockets.exists()


def test_a_long_folder_for_temporary_files_is_passed_over(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place / ("long" * 30)))
    assert place_for_socket(place / ("long" * 30)).parent == Path("/tmp")


def test_a_socket_folder_of_somebody_else_is_refused(place: Path) -> None:
    me = Account(os.geteuid(), os.getegid(), other=False)
    long = place / ("long" * 30)
    sockets = socket_folder(long, me)
    assert socket_folder(long, me) == sockets
    try:
        sockets.chmod(0o777)
        with pytest.raises(DatabaseUnavailable, match="somebody else made it"):
            socket_folder(long, me)
    finally:
        sockets.rmdir()


def test_a_log_that_has_grown_is_put_aside(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedServer(place):
        pass
    monkeypatch.setattr(cluster, "LOG_BYTES", 10)
    with EmbeddedServer(place):
        assert (place / "postgres" / "server.log.old").exists()


def test_programs_installed_for_their_owner_alone_are_opened(place: Path) -> None:
    programs_folder = place / "install" / "bin"
    programs_folder.mkdir(parents=True)
    (programs_folder / "postgres").touch(mode=0o700)
    (place / "install" / "share").touch(mode=0o600)
    programs_folder.chmod(0o700)
    place.chmod(0o700)
    open_programs(programs_folder)
    assert place.stat().st_mode & 0o007 == 0o001  # may be passed through, not listed
    assert (programs_folder / "postgres").stat().st_mode & 0o777 == 0o705
    assert (place / "install" / "share").stat().st_mode & 0o777 == 0o604
    open_programs(programs_folder)


def test_root_runs_the_server_as_the_folders_owner(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = place.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    assert account.account_for(place).other is False
    if owner != 0:
        pytest.skip("the rest needs root")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert account.account_for(place / "postgres").uid != 0
    os.chown(place, 65534, 65534)
    assert account.account_for(place / "postgres") == Account(65534, 65534, other=True)
    os.chown(place, 54321, 54321)  # an owner without a name: PostgreSQL would not run as it
    assert account.account_for(place / "postgres").uid not in (0, 54321)


def test_an_account_that_cannot_be_made_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "SYSTEM_ACCOUNT", "no such account!")
    with pytest.raises(DatabaseUnavailable, match="run Sevenbot as an ordinary user"):
        account._system_account()
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(DatabaseUnavailable, match="run Sevenbot as an ordinary user"):
        account._system_account()


def test_a_lock_held_alone_cannot_be_shared(place: Path) -> None:
    holder, other = FileLock(place / "lock"), FileLock(place / "lock")
    assert holder.release() is False
    with holder.alone(), pytest.raises(BlockingIOError):
        other.share()
    other.share()
    other.share()
    holder.share()
    assert holder.release() is False
    assert other.release() is True


def test_what_one_account_locks_the_folders_owner_can_lock(place: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("the folder of another account: only root may make one")
    os.chown(place, 65534, 65534)
    with FileLock(place / "lock").alone():
        assert (place / "lock").stat().st_uid == 65534
