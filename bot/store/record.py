"""Group commit: whatever is told at the same time becomes durable in one transaction.

Every press waits for its fact to be durable before the platform gets its answer, so commits are
what the whole house waits for. One connection writes; while it commits, the next facts gather,
and go together when it is free. Nothing is ever delayed to make a batch larger.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg import errors

from bot.store.engine import Database
from bot.store.facts import KEEP_DRIVER, FindWarnings, as_json
from config.errors import DatabaseUnavailable
from handlers.events import EngagementEvent

MOST = 256
"""Facts in one batch: as many as are ever in flight, few enough to commit in milliseconds."""

OPTIONS = (
    "-c synchronous_commit=on -c timezone=UTC -c plan_cache_mode=force_generic_plan -c jit=off"
    " -c application_name=sevenbot-record"
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    event: EngagementEvent
    kept: asyncio.Future[None]


class BatchedRecord:
    """Where facts are kept (`handlers.ports.Record`)."""

    def __init__(self, database: Database, find_warnings: FindWarnings) -> None:
        """Take the database, and what names possible identifying details in a query's words.
        Connects at the first fact."""
        self._conninfo = database.conninfo
        self._find_warnings = find_warnings
        self._waiting: deque[_Waiting] = deque()
        self._writer: asyncio.Task[None] | None = None
        self._connection: psycopg.AsyncConnection | None = None
        self._closed = False

    async def add(self, event: EngagementEvent) -> None:
        """Keep the fact. Durable when this returns; told twice, kept once. A caller that is
        cancelled takes nothing back. Raises DatabaseUnavailable when it is not sure to be kept:
        it may be told again."""
        if self._closed:
            raise DatabaseUnavailable("The record is closed: Sevenbot is stopping. Try again soon.")
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(event, kept))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await kept

    async def close(self) -> None:
        """Take no more, write what waits, and close the connection."""
        self._closed = True
        if self._writer is not None:
            await self._writer
        await self._disconnect()

    async def _write(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            await self._settle(batch)

    async def _settle(self, batch: Sequence[_Waiting]) -> None:
        """Write a batch and tell each of its callers how it went. Raises nothing."""
        try:
            await self._keep([waiting.event for waiting in batch])
        except Exception as error:  # noqa: BLE001 - told to the caller of the one that failed
            if len(batch) > 1 and not isinstance(error, DatabaseUnavailable):
                for waiting in batch:
                    await self._settle([waiting])
                return
            for waiting in batch:
                if not waiting.kept.done():
                    waiting.kept.set_exception(error)
        else:
            for waiting in batch:
                if not waiting.kept.done():
                    waiting.kept.set_result(None)

    async def _keep(self, events: Sequence[EngagementEvent]) -> None:
        facts = as_json(events, self._find_warnings)
        try:
            await self._execute(facts)
        except psycopg.OperationalError:
            # The connection died, or the server had to choose a victim. The facts' ids are made
            # of what they say, so it is safe to tell them again even if they were kept.
            await self._disconnect()
            try:
                await self._execute(facts)
            except psycopg.OperationalError as error:
                await self._disconnect()
                raise DatabaseUnavailable(_sentence(error)) from error

    async def _execute(self, facts: str) -> None:
        if self._connection is None:
            self._connection = await psycopg.AsyncConnection.connect(
                self._conninfo, autocommit=True, options=OPTIONS
            )
        await self._connection.execute(KEEP_DRIVER, (facts,), prepare=True)

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


def _sentence(error: psycopg.OperationalError) -> str:
    if isinstance(error, errors.DiskFull):
        return "The disk that holds the database is full: free some space. What was kept is safe."
    return "The database cannot be reached just now; what was told last may be told again."
