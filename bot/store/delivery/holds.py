"""Holds: who is at work on what, known to all workers and forgotten when a worker dies."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.address import KEEPALIVES, with_ours
from bot.store.engine import Database

_OPTIONS = f"{KEEPALIVES} -c idle_session_timeout=0"

SILENT = timedelta(seconds=60)
"""A worker that holds something speaks on that connection every second, and while it waits for an
outage of the database or a last call to end after 34 s at most."""

_TAKE_AWAY = text(
    """
    SELECT pg_terminate_backend(held.pid)
    FROM pg_locks held JOIN pg_stat_activity speaker ON speaker.pid = held.pid
    WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1
      AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND ((held.classid::bigint << 32) | held.objid::bigint) = :key
      AND speaker.state = 'idle' AND speaker.state_change < clock_timestamp() - :silent
    """
)


class Holds:
    """Advisory locks of one worker, on a connection of its own: PostgreSQL lets go of them the
    moment the worker's process dies."""

    def __init__(self, database: Database) -> None:
        """Take the database. Opens nothing yet."""
        self._conninfo = database.conninfo
        self._connection: psycopg.AsyncConnection | None = None
        self._opening = asyncio.Lock()
        self._mine: dict[UUID, psycopg.AsyncConnection | None] = {}
        """What is held, each with the connection that holds it."""

    @asynccontextmanager
    async def hold(self, thing: UUID) -> AsyncGenerator[bool]:
        """Hold a thing. Gives False when somebody else alive holds it (here or elsewhere).

        Raises what `bot.store.wake.is_outage` recognises when the database cannot be reached.
        """
        if thing in self._mine:
            yield False
            return
        self._mine[thing] = None
        try:
            held = await self._take(thing)
            try:
                yield held
            finally:
                if held:
                    await self._let_go(thing)
        finally:
            del self._mine[thing]

    async def check(self, thing: UUID) -> None:
        """Make sure that a thing is held still. Raises what `bot.store.wake.is_outage` recognises
        when the connection that held it is gone, and the hold with it."""
        connection = self._mine.get(thing)
        if connection is None or connection is not self._connection:
            raise psycopg.OperationalError("The connection that held it is gone.")
        await connection.execute("SELECT 1")

    async def close(self) -> None:
        """Let go of everything."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _call(self, query: str, thing: UUID) -> bool:
        connection = await self._open()
        cursor = await connection.execute(query.encode(), (hold_key(thing),))
        row = await cursor.fetchone()
        done = row is not None and row[0] is True
        if done and thing in self._mine:
            self._mine[thing] = connection
        return done

    async def _take(self, thing: UUID) -> bool:
        try:
            return await self._call("SELECT pg_try_advisory_lock(%s)", thing)
        except psycopg.OperationalError:
            # The connection was cut while it lay idle: a new one is tried once.
            await self.close()
            return await self._call("SELECT pg_try_advisory_lock(%s)", thing)

    async def _let_go(self, thing: UUID) -> None:
        try:
            await self._call("SELECT pg_advisory_unlock(%s)", thing)
        except psycopg.OperationalError:
            # The connection is gone, and every hold with it.
            await self.close()

    async def _open(self) -> psycopg.AsyncConnection:
        async with self._opening:
            if self._connection is None or self._connection.closed:
                self._connection = await psycopg.AsyncConnection.connect(
                    self._conninfo,
                    autocommit=True,
                    options=with_ours(self._conninfo, _OPTIONS),
                )
            return self._connection


async def take_from_the_silent(connection: AsyncConnection, thing: UUID) -> bool:
    """Take a thing from a worker that has said nothing for `SILENT`: its process stands still, as
    on a machine that was put to sleep. Returns whether there was one. Should it come to life again,
    it finds its connection gone before it takes anything more."""
    rows = await connection.execute(_TAKE_AWAY, {"key": hold_key(thing), "silent": SILENT})
    return bool(rows.scalars().all())


def hold_key(thing: UUID) -> int:
    """Return 64 bits of the id, as PostgreSQL's signed bigint."""
    return int.from_bytes(thing.bytes[8:], signed=True)
