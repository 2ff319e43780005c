"""The embedded PostgreSQL: starts by itself, is shared by processes, stops with the last one."""

import errno
import os
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from bot.store.server.account import Account, account_for
from bot.store.server.cluster import MAJOR, Cluster
from bot.store.server.locks import FileLock
from config.errors import DatabaseUnavailable

DATABASE = "sevenbot"
FOLDER = "postgres"
"""The cluster's folder inside the data directory."""

OURS = frozenset({FOLDER, "postgres.lock", "postgres.users", "identity.key", "pulse-keys"})
"""What says that a data directory is Sevenbot's."""

LEAST_FREE = 32 * 1024 * 1024
"""Bytes that must be free for a start: two WAL segments of 16 MB (PostgreSQL's default)."""


class EmbeddedServer:
    """The server in one data directory. Every process that needs it starts it: the first one
    makes and launches it, the others join, the last one to stop it stops it cleanly. A process
    that was killed no longer counts; a server that was killed recovers at the next start."""

    def __init__(self, data_dir: Path) -> None:
        """Take the data directory (made if missing). Touches nothing yet."""
        self._home = Path(os.path.abspath(data_dir))  # noqa: PTH100 - `resolve` follows links
        self._cluster = Cluster(self._home / FOLDER)
        self._turn = FileLock(self._home / "postgres.lock")
        self._users = FileLock(self._home / "postgres.users")

    def start(self) -> str:
        """Start the server, or join the one that runs, and return the address of its database.
        May be called again, for instance when the server was killed. Blocks for some seconds at
        the very first start. Raises DatabaseUnavailable with a sentence for the person."""
        try:
            self._check_directory()
            self._home.mkdir(parents=True, exist_ok=True)
            with self._turn.alone():
                self._check_directory()
                account = account_for(self._cluster.folder)
                address = self._address(account)
                self._users.share()
                return _with_database(address)
        except OSError as error:
            raise DatabaseUnavailable(self._sentence(error)) from error
        except psycopg.Error as error:
            self.stop()
            raise DatabaseUnavailable(
                f"The embedded PostgreSQL in {self._home} started but refuses us: {error}"
            ) from error

    def stop(self) -> None:
        """Leave the server, and stop it when nobody else uses it. Harmless when not started.
        Raises DatabaseUnavailable when it does not stop."""
        if not self._users.shared:
            return  # and leave no trace in a directory that may not be ours
        try:
            with self._turn.alone():
                if self._users.release():
                    self._cluster.stop(account_for(self._cluster.folder))
        except OSError as error:
            raise DatabaseUnavailable(self._sentence(error)) from error

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _check_directory(self) -> None:
        if not self._home.exists():
            return
        inside = {entry.name for entry in self._home.iterdir()}
        # A fresh volume holds lost+found, a checked-out folder may hold .gitkeep.
        visible = {name for name in inside if not name.startswith(".") and name != "lost+found"}
        if visible and not visible & OURS:
            raise DatabaseUnavailable(
                f"{self._home} holds something else than Sevenbot's data ({min(visible)}), and was"
                " left as it is; set SEVENBOT_DATA_DIR to an empty or a new folder."
            )
        version = self._cluster.version
        if version is None:
            if self._cluster.folder.exists() and any(self._cluster.folder.iterdir()):
                raise DatabaseUnavailable(
                    f"{self._cluster.folder} is not empty and is not a PostgreSQL data folder, and"
                    " was left as it is; move it away, or set SEVENBOT_DATA_DIR to a new folder."
                )
        elif not version.isdecimal() or int(version) != MAJOR:
            older = version.isdecimal() and int(version) < MAJOR
            raise DatabaseUnavailable(
                f"{self._cluster.folder} was made by {'an older' if older else 'a newer'}"
                f" PostgreSQL ({version}) than the one here ({MAJOR}), and was left as it is; use"
                " the Sevenbot that made it, or restore a backup into a new SEVENBOT_DATA_DIR."
            )

    def _address(self, account: Account) -> str:
        running = self._cluster.address() if self._cluster.version else None
        if running is not None:
            return running
        disk = os.statvfs(self._home)
        if disk.f_bavail * disk.f_frsize < LEAST_FREE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._home))
        if self._cluster.version is None:
            self._cluster.make(account)
        return self._cluster.launch(account)

    def _sentence(self, error: OSError) -> str:
        match error.errno:
            case errno.ENOSPC | errno.EDQUOT:
                return (
                    f"The disk that holds {self._home} is full: free some space (at least"
                    f" {LEAST_FREE // 1024 // 1024} MB) and start again; what was recorded is safe."
                )
            case errno.EACCES | errno.EPERM | errno.EROFS:
                return (
                    f"{error.filename or self._home} cannot be written by this user: give it the"
                    " rights, or set SEVENBOT_DATA_DIR to a folder of its own."
                )
            case errno.ENOTDIR | errno.EEXIST:
                return f"{self._home} is not a folder: set SEVENBOT_DATA_DIR to one."
            case _:
                return f"The embedded PostgreSQL in {self._home} cannot be started: {error}"


def _with_database(address: str) -> str:
    with psycopg.connect(address, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    return address.replace("/postgres?", f"/{DATABASE}?", 1)
