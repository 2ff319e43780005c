"""The connection pool. Every query module takes a connection; only a use of the store opens one."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import cast

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.address import LETS_GO, patient, with_ours
from bot.store.statements import Statements
from config.errors import DatabaseUnavailable
from content.templating import say

OPTIONS = f"-c synchronous_commit=on -c timezone=UTC -c application_name=sevenbot-pool {LETS_GO}"


class Database:
    """One PostgreSQL database, reached through a pool. `statements` runs single statements, for
    what happens often."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        """Take an address that libpq reads; it may name several hosts. Opens nothing yet."""
        self.conninfo = patient(url)
        """The address for libraries that connect by themselves, password included."""
        self.engine: AsyncEngine = create_async_engine(
            "postgresql+psycopg://",
            # Of our own, since SQLAlchemy's addresses know one host alone.
            async_creator=self._connect,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=False,
            hide_parameters=True,  # else its errors repeat what people wrote
        )
        self.statements = Statements(self.conninfo)

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[AsyncConnection]:
        """Give a connection in a transaction: committed at the end, rolled back on an error."""
        async with self.engine.begin() as connection:
            yield connection

    async def ask(self) -> None:
        """Return once the database has answered that it takes changes. Raises DatabaseUnavailable
        when it takes none, and what `bot.store.wake.is_outage` recognises when it cannot be
        reached."""
        (row,) = await self.statements.fetch(
            "SELECT current_setting('transaction_read_only') = 'on' AS read_only", {}
        )
        if row["read_only"]:
            raise DatabaseUnavailable(say("database_trouble.read_only"))

    @asynccontextmanager
    async def each_by_itself(self) -> AsyncGenerator[AsyncConnection]:
        """Give a connection on which each statement is committed by itself: for reading, and for
        what need not stand or fall together. It costs two round trips less than `begin`."""
        async with self.engine.connect() as connection:
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")

    async def close(self) -> None:
        """Close every connection."""
        await self.statements.close()
        await self.engine.dispose()

    async def _connect(self) -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(
            self.conninfo, options=with_ours(self.conninfo, OPTIONS)
        )


async def driver_connection(connection: AsyncConnection) -> psycopg.AsyncConnection:
    """Return the driver's connection beneath, to enqueue a job in the same transaction."""
    raw = await connection.get_raw_connection()
    return cast("psycopg.AsyncConnection", raw.driver_connection)
