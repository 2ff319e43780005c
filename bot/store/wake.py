"""Waking the clock across processes, and telling an outage from a fault."""

from collections.abc import AsyncGenerator

import psycopg
from sqlalchemy import exc, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database

_CHANNEL = "sevenbot_clock"
_ALONE = 0x5E7E9B0C


async def nudge(connection: AsyncConnection) -> None:
    """Wake every clock once this transaction commits: there is something new to wait for."""
    await connection.execute(select(func.pg_notify(_CHANNEL, "")))


async def nudges(database: Database) -> AsyncGenerator[None]:
    """Yield once listening has begun and then at every nudge, over a connection of its own that
    costs nothing while it waits. Raises what `is_outage` recognises when the connection dies."""
    connection = await psycopg.AsyncConnection.connect(database.conninfo, autocommit=True)
    async with connection:
        await connection.execute(f"LISTEN {_CHANNEL}")
        yield
        async for _ in connection.notifies():
            yield


def is_outage(error: BaseException) -> bool:
    """Tell whether an exception means that the database could not be reached or cut us off: the
    work itself is sound and is to be tried again."""
    if isinstance(error, exc.DBAPIError):
        return error.connection_invalidated or isinstance(
            error, (exc.OperationalError, exc.InterfaceError)
        )
    return isinstance(error, (exc.TimeoutError, psycopg.OperationalError, psycopg.InterfaceError))


async def try_alone(connection: AsyncConnection) -> bool:
    """Take the clocks' common lock until the transaction ends. Returns False when another clock
    has it."""
    rows = await connection.execute(select(func.pg_try_advisory_xact_lock(_ALONE)))
    return rows.scalar_one() is True
