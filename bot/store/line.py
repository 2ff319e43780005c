"""One prepared statement on a connection of its own, sent and heard without a turn of the event
loop in between.

Through a cursor of psycopg's the database hears of it when the loop has come round, and we hear of
its answer a turn later. Here it hears at once, and works while the rest of the turn goes on.

While it works we look once in a while, though nothing has come: uvloop tells of a connection that
was reset one time and then watches it no more (libuv's uv_poll_t stops at POLLERR), and what can be
read at that time may be the server's last words rather than the end.
"""

import asyncio
from collections.abc import Callable
from typing import LiteralString, Self

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

Done = Callable[[Exception | None], None]
"""Told what became of it: None when it is durable."""

LOOK_EVERY = 0.5
"""Seconds. A press that was under way is told well within the three that a platform waits."""

_NAME = "line"


class Line:
    """Runs its statement as often as it is sent, one at a time, each in a transaction of its own.
    The statement takes one parameter and returns no rows."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        """Take a connection on which the statement is prepared. See `open`."""
        self._connection = connection
        self._driver = connection.pgconn
        self._loop = asyncio.get_running_loop()
        self._done: Done | None = None
        self._error: Exception | None = None
        self._socket = connection.fileno()
        self._loop.add_reader(self._socket, self._look)
        self._looking: asyncio.Handle | None = None
        self.open_still = True
        """False once the connection has died or was closed."""

    @classmethod
    async def open(
        cls, conninfo: str, statement: LiteralString, *, kind: LiteralString, options: str
    ) -> Self:
        """Connect. `$1` is the parameter in the statement, `kind` its type. Raises psycopg's
        errors."""
        connection = await psycopg.AsyncConnection.connect(
            conninfo, autocommit=True, options=options
        )
        try:
            await connection.execute(f"PREPARE {_NAME} ({kind}) AS {statement}")
        except BaseException:
            await connection.close()
            raise
        return cls(connection)

    def send(self, given: str, done: Done) -> None:
        """Run the statement with this parameter. `done` is told once, perhaps before this
        returns. Only when nothing else is under way."""
        parameter = given.encode()
        self._done, self._error = done, None
        if self._looking is None:
            self._looking = self._loop.call_later(LOOK_EVERY, self._look_unasked)
        try:
            self._driver.send_query_prepared(_NAME.encode(), [parameter])
            self._push()
        except psycopg.Error as error:
            self._broken(error)

    async def close(self) -> None:
        """Close the connection. What is under way is told so."""
        self._broken(psycopg.OperationalError("the connection was closed"))
        await self._connection.close()

    def _look(self) -> None:
        """Take in what the database has answered by now."""
        try:
            self._driver.consume_input()
            while self._done is not None and not self._driver.is_busy():
                result = self._driver.get_result()
                if result is None:
                    self._finish(self._error)
                elif result.status != ExecStatus.COMMAND_OK:
                    self._error = error_from_result(result, self._connection.info.encoding)
        except psycopg.Error as error:
            self._broken(self._error or error)

    def _look_unasked(self) -> None:
        self._looking = None
        if self._done is not None:
            self._looking = self._loop.call_later(LOOK_EVERY, self._look_unasked)
            self._look()

    def _push(self) -> None:
        """Hand the system what it takes, and the rest when it takes more."""
        if self._driver.flush():
            self._loop.add_writer(self._socket, self._push_on)
        else:
            self._loop.remove_writer(self._socket)

    def _push_on(self) -> None:
        try:
            self._push()
        except psycopg.Error as error:
            self._broken(error)

    def _broken(self, error: Exception) -> None:
        if self.open_still:
            self.open_still = False
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            if self._looking is not None:
                self._looking.cancel()
        self._finish(error)

    def _finish(self, error: Exception | None) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(error)
