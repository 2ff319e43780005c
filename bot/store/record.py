"""Group commit: whatever is told at the same time becomes durable in one transaction.

Every press waits for its fact to be durable before the platform gets its answer, so commits are
what the whole house waits for. One connection writes; while it commits, the next facts gather,
and go together when it is free. Nothing is ever delayed to make a batch larger.

Nor does the database wait for us while many press at once: as soon as a few facts wait and it is
free it gets them, and commits while we still read what the others pressed. Only those whose facts
it has just kept come first: their answers go out before it is given more to do, for on a machine of
few cores it would stand in their way.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import psycopg
from psycopg import errors

from bot.store.address import LETS_GO, with_ours
from bot.store.engine import Database
from bot.store.evidence.facts import KEEP_ON_A_LINE, FindWarnings, as_json
from bot.store.line import Line
from config.errors import DatabaseUnavailable
from content.templating import say
from handlers.events import EngagementEvent

MOST = 256
"""Facts in one batch: as many as are ever in flight, few enough to commit in milliseconds."""

FEW = 8
"""So many facts go at once to a database that is free; fewer when the event loop has come round,
for others may be told in the same turn, and each batch has a cost of its own."""

OPTIONS = (
    "-c synchronous_commit=on -c timezone=UTC -c plan_cache_mode=force_generic_plan -c jit=off"
    f" -c application_name=sevenbot-record {LETS_GO}"
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
        self._line: Line | None = None
        self._busy = False
        """Whether a batch is under way."""
        self._mending: asyncio.Task[None] | None = None
        self._due: asyncio.Handle | None = None
        self._still = asyncio.Event()
        self._closed = False

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        """The running loop, asked for once: each asking is a call of the system's."""
        return asyncio.get_running_loop()

    async def add(self, event: EngagementEvent) -> None:
        """Keep the fact. Durable when this returns; told twice, kept once. A caller that is
        cancelled takes nothing back. Raises DatabaseUnavailable when it is not sure to be kept:
        it may be told again."""
        if self._closed:
            raise DatabaseUnavailable(say("record_trouble.closed"))
        kept = self._loop.create_future()
        self._waiting.append(_Waiting(event, kept))
        if not self._busy:
            self._go_on_soon()
        await kept

    async def close(self) -> None:
        """Take no more, write what waits, and close the connection."""
        self._closed = True
        while self._busy or self._waiting:
            self._still.clear()
            self._go_on()
            await self._still.wait()
        await self._disconnect()

    def _go_on_soon(self) -> None:
        """Write what waits: a few at once, fewer when the loop has come round."""
        if len(self._waiting) >= FEW:
            self._go_on()
        elif self._due is None:
            self._due = self._loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        """Write what waits, unless a batch is under way: then when it is done."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        if self._busy:
            return
        if not self._waiting:
            self._still.set()
            return
        self._busy = True
        batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        if self._line is None or not self._line.open_still:
            self._mend(batch)
            return
        try:
            self._line.send(self._as_json(batch), partial(self._answered, batch))
        except Exception:  # noqa: BLE001 - told to the caller of the one that failed
            self._mend(batch)

    def _answered(self, batch: Sequence[_Waiting], error: Exception | None) -> None:
        if error is None:
            _tell(batch, None)
            self._busy = False
            self._due = self._loop.call_soon(self._let_them_answer)
        else:
            self._mend(batch, error)

    def _let_them_answer(self) -> None:
        """Go on after those who were just told: they have answered by now, and what they wrote
        leaves in the next turn (bot/serving/joined.py)."""
        self._due = self._loop.call_soon(self._go_on)

    def _mend(self, batch: Sequence[_Waiting], error: Exception | None = None) -> None:
        """Write the batch where it may take longer: over a new connection, or one by one."""
        self._mending = asyncio.create_task(self._settle_and_go_on(batch, error))

    async def _settle_and_go_on(self, batch: Sequence[_Waiting], error: Exception | None) -> None:
        if died := isinstance(error, psycopg.OperationalError):
            await self._disconnect()
        await self._settle(batch, tries=1 if died else 2)
        self._busy = False
        self._go_on()

    async def _settle(self, batch: Sequence[_Waiting], tries: int) -> None:
        """Write a batch and tell each of its callers how it went. Raises nothing."""
        try:
            await self._keep(batch, tries)
        except Exception as error:  # noqa: BLE001 - told to the caller of the one that failed
            if len(batch) > 1 and not isinstance(error, DatabaseUnavailable):
                for waiting in batch:
                    await self._settle([waiting], tries=2)
                return
            _tell(batch, error)
        else:
            _tell(batch, None)

    async def _keep(self, batch: Sequence[_Waiting], tries: int) -> None:
        facts = self._as_json(batch)
        while True:
            tries -= 1
            try:
                await self._execute(facts)
            except psycopg.OperationalError as error:
                # The connection died, or the server had to choose a victim. The facts' ids are
                # made of what they say, so it is safe to tell them again even if they were kept.
                await self._disconnect()
                if not tries:
                    raise DatabaseUnavailable(_sentence(error)) from error
            else:
                return

    async def _execute(self, facts: str) -> None:
        if self._line is not None and not self._line.open_still:
            await self._disconnect()
        if self._line is None:
            self._line = await Line.open(
                self._conninfo,
                KEEP_ON_A_LINE,
                kind="jsonb",
                options=with_ours(self._conninfo, OPTIONS),
            )
        done = self._loop.create_future()

        def told(error: Exception | None) -> None:
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

        self._line.send(facts, told)
        await done

    def _as_json(self, batch: Sequence[_Waiting]) -> str:
        return as_json([waiting.event for waiting in batch], self._find_warnings)

    async def _disconnect(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.close()


def _tell(batch: Sequence[_Waiting], error: Exception | None) -> None:
    for waiting in batch:
        if waiting.kept.done():  # its caller was cancelled
            continue
        if error is None:
            waiting.kept.set_result(None)
        else:
            waiting.kept.set_exception(error)


def _sentence(error: psycopg.OperationalError) -> str:
    if isinstance(error, errors.DiskFull):
        return say("record_trouble.disk")
    return say("record_trouble.unreached")
