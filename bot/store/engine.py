"""The connection pool. Every query module takes a connection; only a use of the store opens one."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import cast

import psycopg
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.statements import Statements


class Database:
    """One PostgreSQL database, reached through a pool. `statements` runs single statements, for
    what happens often."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        """Take a `postgresql://` address. Opens nothing yet."""
        self.url = make_url(url).set(drivername="postgresql+psycopg")
        self.engine: AsyncEngine = create_async_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=False,
            connect_args={"options": "-c synchronous_commit=on -c timezone=UTC"},
        )
        self.statements = Statements(self.conninfo)

    @property
    def conninfo(self) -> str:
        """Return the address for libraries that connect by themselves, password included."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[AsyncConnection]:
        """Give a connection in a transaction: committed at the end, rolled back on an error."""
        async with self.engine.begin() as connection:
            yield connection

    async def ask(self) -> None:
        """Return once the database has answered. Raises what `bot.store.wake.is_outage` recognises
        when it cannot be reached."""
        await self.statements.fetch("SELECT 1", {})

    async def close(self) -> None:
        """Close every connection."""
        await self.statements.close()
        await self.engine.dispose()


async def driver_connection(connection: AsyncConnection) -> psycopg.AsyncConnection:
    """Return the driver's connection beneath, to enqueue a job in the same transaction."""
    raw = await connection.get_raw_connection()
    return cast("psycopg.AsyncConnection", raw.driver_connection)
