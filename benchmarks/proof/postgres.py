"""PostgreSQL servers of the proof's own, on loopback, to be killed, stopped and promoted."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from benchmarks.setting import free_port
from bot.store.server.account import account_for
from bot.store.server.cluster import OPTIONS, SUPERUSER, Cluster

NAME = "postgres"
"""The database that every cluster is made with."""


class Server:
    """One server. Its folder must not exist yet."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        """Take where its data go. Touches nothing yet."""
        self.port = port or free_port()
        self._cluster = Cluster(
            folder,
            {
                **OPTIONS,
                "listen_addresses": "127.0.0.1",
                "port": str(self.port),
                "hot_standby": "on",
                "wal_level": "replica",
            },
        )
        self._account = account_for(folder)
        self._turn = asyncio.Lock()

    @property
    def url(self) -> str:
        """Return the address of its database."""
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{NAME}"

    async def make(self) -> None:
        """Make the data folder, and start."""
        await asyncio.to_thread(self._cluster.make, self._account)
        await self.start()

    async def copy(self, primary: "Server") -> None:
        """Become a standby of a running server by `pg_basebackup`, and start."""
        folder = self._cluster.folder
        folder.mkdir(mode=0o700)
        if self._account.other:
            os.chown(folder, self._account.uid, self._account.gid)
        arguments = [
            "--pgdata", str(folder), "--write-recovery-conf", "--wal-method=stream",
            "--checkpoint=fast", "--host=127.0.0.1", f"--port={primary.port}",
            f"--username={SUPERUSER}",
        ]  # fmt: skip
        await asyncio.to_thread(self._run, "pg_basebackup", arguments)
        # A copied file of the first server's, which says that it runs.
        (folder / "postmaster.pid").unlink(missing_ok=True)
        await self.start()

    async def start(self) -> None:
        """Start it, and return once it takes connections: after a crash it recovers first. Raises
        OSError, DatabaseUnavailable."""
        async with self._turn:
            await asyncio.to_thread(self._cluster.launch, self._account)

    async def ensure(self) -> None:
        """Start it where it does not run. Raises OSError, DatabaseUnavailable."""
        async with self._turn:
            if await asyncio.to_thread(self._cluster.address) is None:
                await asyncio.to_thread(self._cluster.launch, self._account)

    async def stop(self) -> None:
        """Stop it cleanly; harmless when it does not run."""
        async with self._turn:
            await asyncio.to_thread(self._cluster.stop, self._account)

    async def promote(self) -> None:
        """Let a standby take writes from now on."""
        await asyncio.to_thread(self._run, "pg_ctl", ["promote", "-w", "--silent"])

    async def wait_for_standby(self) -> None:
        """Let no commit be told as done before the standby has it, too: what a promotion then
        finds is whole."""
        connection = await psycopg.AsyncConnection.connect(self.url, autocommit=True)
        async with connection:
            await connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            await connection.execute("SELECT pg_reload_conf()")

    def said(self) -> str:
        """Return the server's log."""
        log = self._cluster.folder / "server.log"
        return log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """`kill -9` of the postmaster; its processes end by themselves."""
        os.kill(self.postmaster, signal.SIGKILL)

    async def freeze(self, seconds: float) -> None:
        """Have all its processes stand still for so long, as where a machine or its disk hangs."""
        postmaster = psutil.Process(self.postmaster)
        postmaster.suspend()
        still = [postmaster]
        for process in postmaster.children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # some end of their own accord
                process.suspend()
                still.append(process)
        try:
            await asyncio.sleep(seconds)
        finally:
            for process in reversed(still):
                process.resume()

    @property
    def postmaster(self) -> int:
        """Return the number of the server's first process."""
        lines = (self._cluster.folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return int(lines[0])

    def _run(self, program: str, arguments: list[str]) -> None:
        self._cluster.run(program, arguments, self._account, cwd=self._cluster.folder)


def either(first: Server, second: Server) -> str:
    """Return the address of whichever of the two takes writes."""
    return (
        f"postgresql://{SUPERUSER}@127.0.0.1:{first.port},127.0.0.1:{second.port}/{NAME}"
        "?target_session_attrs=read-write"
    )
