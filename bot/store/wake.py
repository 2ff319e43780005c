"""Waking the clock across processes, and telling an outage from a fault."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from typing import Final

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import exc, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database

CLOCK: Final = "sevenbot_clock"
"""The channel on which clocks hear that there is something new to wait for."""
_ALONE = 0x5E7E9B0C


async def nudge(connection: AsyncConnection) -> None:
    """Wake every clock once this transaction commits: there is something new to wait for."""
    await connection.execute(select(func.pg_notify(CLOCK, "")))


async def nudges(database: Database) -> AsyncGenerator[None]:
    """Yield once listening has begun and then after every nudge. Raises what `is_outage`
    recognises when the connection dies."""
    async with aclosing(notices(database.conninfo, [CLOCK])) as batches:
        async for _ in batches:
            yield


async def notices(
    conninfo: str, channels: Iterable[str]
) -> AsyncGenerator[Sequence[tuple[str, str]]]:
    """Yield what is notified on the channels, as (channel, payload), over a connection of its
    own; first an empty batch once listening has begun. Raises what `is_outage` recognises when
    the connection dies.

    psycopg's own `notifies()` wakes ten times a second to look for signals. Here the event loop
    watches the socket, and nothing runs until something comes.
    """
    connection = await psycopg.AsyncConnection.connect(conninfo, autocommit=True)
    async with connection:
        heard: list[tuple[str, str]] = []
        connection.add_notify_handler(lambda notify: heard.append((notify.channel, notify.payload)))
        for channel in channels:
            await connection.execute(SQL("LISTEN {}").format(Identifier(channel)))
        while True:
            batch, heard[:] = list(heard), []
            yield batch
            if not heard:
                await _readable(connection.fileno())
                await connection.execute("SELECT 1")  # takes in what came; fails if it was the end


async def _readable(socket: int) -> None:
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    loop.add_reader(socket, came.set)
    try:
        await came.wait()
    finally:
        loop.remove_reader(socket)


def is_outage(error: BaseException) -> bool:
    """Tell whether an exception means that the database could not be reached or cut us off: the
    work itself is sound and is to be tried again."""
    match error:
        case exc.DBAPIError() if error.connection_invalidated:
            return True
        case exc.OperationalError() | exc.InterfaceError() | exc.TimeoutError():
            return True
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return True
        case psycopg.errors.IdleInTransactionSessionTimeout():
            return True  # this process stood still, and the server let go of what it had locked
        case psycopg.errors.ReadOnlySqlTransaction():
            return True  # a standby, where the one that takes writes was meant
        case psycopg.errors.InsufficientPrivilege():
            return True  # a role without its rights: whoever looks after the server gives them
        case psycopg.ProgrammingError() if error.sqlstate is None:
            return True  # an address that cannot be read: no server ever answered
        case _:
            return error.__cause__ is not None and is_outage(error.__cause__)


async def try_alone(connection: AsyncConnection) -> bool:
    """Take the clocks' common lock until the transaction ends. Returns False when another clock
    has it."""
    rows = await connection.execute(select(func.pg_try_advisory_xact_lock(_ALONE)))
    return rows.scalar_one() is True
