"""Single statements over the driver's own connections: what every press and every delivery needs.

Through SQLAlchemy's asynchronous engine a statement and the transaction around it cost some 0.3 ms
of processor; prepared on a connection of the driver's and committed by itself, the same statement
costs a tenth of that (docs/performance.md).
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, LiteralString

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow, dict_row

from bot.store.address import LETS_GO, with_ours

Row = Mapping[str, Any]
"""One row, by column."""

OPTIONS = (
    f"-c synchronous_commit=on -c timezone=UTC -c application_name=sevenbot-statements {LETS_GO}"
)

Connection = psycopg.AsyncConnection[DictRow]
Cursor = psycopg.AsyncCursor[DictRow]


class Statements:
    """Runs single statements. At most `most` connections, opened when they are first needed, each
    with one cursor that is kept: to make one costs a quarter of a statement."""

    def __init__(self, conninfo: str, *, most: int = 4) -> None:
        """Take the database's address. Opens nothing yet."""
        self._conninfo = conninfo
        self._gate = asyncio.Semaphore(most)
        self._free: list[Cursor] = []

    async def fetch(self, statement: LiteralString, given: Mapping[str, object]) -> Sequence[Row]:
        """Run a statement that returns rows, in a transaction of its own; values stand in it as
        `%(name)s`. Durable when this returns. Raises what `bot.store.wake.is_outage` recognises
        when the database cannot be reached."""
        cursor = await self._take()
        try:
            await cursor.execute(statement, given, prepare=True)
            return await cursor.fetchall()
        finally:
            await self._give_back(cursor)

    async def first(self, statement: LiteralString, given: Mapping[str, object]) -> Row | None:
        """Return the first row of what `fetch` returns, or None."""
        rows = await self.fetch(statement, given)
        return rows[0] if rows else None

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Connection]:
        """Give a connection in a transaction: committed at the end, rolled back on an error."""
        cursor = await self._take()
        try:
            async with cursor.connection.transaction():
                yield cursor.connection
        finally:
            await self._give_back(cursor)

    async def close(self) -> None:
        """Close every connection. What is used later opens new ones."""
        free, self._free = self._free, []
        for cursor in free:
            await cursor.connection.close()

    async def _take(self) -> Cursor:
        await self._gate.acquire()
        try:
            return self._free.pop() if self._free else await self._open()
        except BaseException:
            self._gate.release()
            raise

    async def _give_back(self, cursor: Cursor) -> None:
        try:
            if cursor.connection.pgconn.transaction_status == TransactionStatus.IDLE:
                self._free.append(cursor)
            else:  # it was cut, or left in the middle of something: so may the others be
                await cursor.connection.close()
                await self.close()
        finally:
            self._gate.release()

    async def _open(self) -> Cursor:
        connection = await psycopg.AsyncConnection[DictRow].connect(
            self._conninfo,
            autocommit=True,
            options=with_ours(self._conninfo, OPTIONS),
            row_factory=dict_row,
        )
        return connection.cursor()
