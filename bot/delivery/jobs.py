"""The job queue: Procrastinate on our own PostgreSQL. A job says that there is something to do,
and nothing more.

What is to be sent, when and how often stands in our tables; the queue only wakes a worker, in the
moment when the rows are committed. No job is ever scheduled for later, and none is a delivery: a
job a workspace is enough, however much waits for it (`bot/delivery/driver.py`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol
from uuid import UUID

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import DeleteJobCondition, Job, Status

from bot.delivery.worker import QuietConnector, WatchfulWorker
from bot.store.delivery.deliveries import Address
from bot.store.engine import AsyncConnection, Database, driver_connection
from bot.store.wake import is_outage

logger = logging.getLogger(__name__)

EXPAND_PRIORITY = 10
"""A new dissemination is expanded before the deliveries that queue already."""

STALLED_AFTER = 15.0
"""Seconds without a heartbeat after which a worker counts as dead."""

_OUTAGE_PAUSES = (0.2, 1.0, 4.0, 10.0)
"""Seconds. After these the job ends, and the clock's sweep brings the row back."""

_GOOD_RUN = 60.0
"""Seconds. A worker that lasted this long is replaced at once."""


class Work(Protocol):
    """What jobs do. Neither raises for what a platform does; what is done twice is done once."""

    async def expand(self, occurrence: UUID) -> None:
        """Turn an occurrence into its deliveries."""
        ...

    async def drive(self, workspace: str, stopping: asyncio.Event) -> None:
        """Deliver what waits for a workspace (directory key), until nothing waits or `stopping`
        is set."""
        ...


class Queue:
    """Puts jobs in, within the transaction of the rows that they are about; runs workers."""

    def __init__(self, database: Database) -> None:
        """Take the database. Opens nothing: putting jobs in needs only a transaction."""
        self._database = database
        self._work: Work | None = None
        self._worker: WatchfulWorker | None = None
        self._stopping = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._app = procrastinate.App(connector=QuietConnector(database.conninfo))
        self._expand = self._app.task(name="expand", priority=EXPAND_PRIORITY)(self._run_expand)
        self._drive = self._app.task(name="drive")(self._run_drive)

    async def open(self) -> None:
        """Open the queue's own connections, which workers and `rescue` use. Idempotent."""
        await self._app.open_async()

    async def close(self) -> None:
        """Close them."""
        await self._app.close_async()

    async def defer_expansion(self, connection: AsyncConnection, occurrence: UUID) -> None:
        """Have an occurrence expanded once this transaction commits. Expansions run one after
        the other, in the order in which they were deferred, so that channels' posts do too."""
        job = self._expand.configure(
            lock="expand", queueing_lock=f"occurrence:{occurrence}"
        ).make_new_job(occurrence=str(occurrence))
        await self._defer(connection, [job])

    async def defer_deliveries(
        self, connection: AsyncConnection, deliveries: Sequence[Address]
    ) -> None:
        """Have deliveries attempted once this transaction commits."""
        await self.defer_drives(connection, {address.workspace for address in deliveries})

    async def defer_drives(self, connection: AsyncConnection, workspaces: Collection[str]) -> None:
        """Have what waits for workspaces (directory keys) delivered once this transaction commits.
        Several jobs for one workspace do no harm: a second one finds it driven, and ends."""
        await self._defer(
            connection,
            [self._drive.configure().make_new_job(workspace=key) for key in sorted(workspaces)],
        )

    async def hand_on(self, workspace: str) -> None:
        """Have a workspace driven on, by whichever worker is free."""
        async with self._database.begin() as connection:
            await self.defer_drives(connection, [workspace])

    async def run_worker(
        self, work: Work, *, concurrency: int = 20, polling: float = 5.0, heartbeat: float = 5.0
    ) -> None:
        """Work until `stop_worker` is called or the task is cancelled; what is in flight is
        finished first. A worker that an outage ended is replaced.

        `concurrency` bounds how many workspaces are driven at the same time. `polling` in seconds
        is only the fallback: new work is heard of at once.
        """
        self._work = work
        self._idle.clear()
        pause = 0.5
        try:
            while not self._stopping.is_set():
                self._worker = WatchfulWorker(
                    app=self._app,
                    name="worker",
                    concurrency=concurrency,
                    fetch_job_polling_interval=polling,
                    abort_job_polling_interval=3600.0,
                    shutdown_graceful_timeout=60.0,
                    delete_jobs=DeleteJobCondition.SUCCESSFUL,
                    install_signal_handlers=False,
                    update_heartbeat_interval=heartbeat,
                    stalled_worker_timeout=STALLED_AFTER,
                )
                pause = min(pause * 2, 10.0) if await self._ran_badly(self._worker) else 0.5
                await self._pause(pause)
        finally:
            self._worker = None
            self._stopping.clear()
            self._idle.set()

    async def stop_worker(self) -> None:
        """Take no new job, finish what is in flight, and wait until `run_worker` is over. A
        `run_worker` that has not begun yet will end at once."""
        self._stopping.set()
        if self._worker is not None:
            self._worker.stop()
        await self._idle.wait()

    async def rescue(self, *, stalled_after: float = STALLED_AFTER) -> int:
        """Give the jobs of dead workers back to living ones. Returns how many. To be called by
        one clock at a time: two might take a job from the living."""
        await self.open()
        count = 0
        for job in await self._app.job_manager.get_stalled_jobs(
            seconds_since_heartbeat=stalled_after
        ):
            try:
                await self._app.job_manager.retry_job(job)
            except UniqueViolation:
                # The row got another job meanwhile: this one is not needed.
                await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            count += 1
        return count

    async def forget(self, *, hours: int = 72) -> None:
        """Delete the jobs that ended badly longer ago than this; those that ended well are
        deleted as they end. What became of a delivery stands in its own row."""
        await self.open()
        await self._app.job_manager.delete_old_jobs(
            nb_hours=hours, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async def _defer(self, connection: AsyncConnection, jobs: Sequence[Job]) -> None:
        if not jobs:
            return
        try:
            await self._insert(connection, jobs)
        except AlreadyEnqueued:
            # One of them waits in the queue already (a dead worker's job was given back, say).
            for job in jobs if len(jobs) > 1 else ():
                await self._defer(connection, [job])

    async def _insert(self, connection: AsyncConnection, jobs: Sequence[Job]) -> None:
        async with connection.begin_nested():
            driver = await driver_connection(connection)
            await self._app.job_manager.batch_defer_jobs_async(list(jobs), connection=driver)

    async def _ran_badly(self, worker: WatchfulWorker) -> bool:
        """Run a worker to its end. Returns whether it ended soon after it began."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            await self.open()
            await worker.run()
        except Exception as error:
            if is_outage(error):
                logger.warning("The worker waits for the database.", exc_info=True)
            else:
                logger.exception("The worker stopped and is replaced.")
        return loop.time() - started < _GOOD_RUN

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _run_expand(self, occurrence: str) -> None:
        work, row = self._working(), UUID(occurrence)
        await self._through_outages(lambda: work.expand(row))

    async def _run_drive(self, workspace: str) -> None:
        work = self._working()
        await self._through_outages(lambda: work.drive(workspace, self._stopping))

    async def _through_outages(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work. It goes by what stands in the rows, so after an outage it is begun
        again."""
        for pause in _OUTAGE_PAUSES:
            try:
                await work()
            except Exception as error:
                if not is_outage(error):
                    raise
                await self._pause(pause)
            else:
                return
        await work()

    def _working(self) -> Work:
        if self._work is None:
            raise RuntimeError("Jobs run only within run_worker.")
        return self._work
