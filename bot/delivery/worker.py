"""The task engine's worker, made to notice at once what it would notice at its next poll.

Procrastinate 3.10 looks for work when a job is inserted and at every poll. Three things slip
between: a notification that comes while it is looking; a job whose lock another job has just let
go (a channel's next post); and, where no periodic task is registered, the death of its own
listener or heartbeat. With a poll every few seconds each would cost seconds or more. And it
forgets a stop that comes before it runs, when it still connects, say: it would then run for ever.
"""

import asyncio
from collections.abc import Iterable
from contextlib import aclosing
from typing import Any

from procrastinate import PsycopgConnector, job_context, jobs, retry
from procrastinate.connector import Notify
from procrastinate.worker import Worker
from typing_extensions import override

from bot.store.address import LETS_GO, with_ours
from bot.store.wake import notices


class QuietConnector(PsycopgConnector):
    """The engine's connections, listening without waking ten times a second."""

    def __init__(self, conninfo: str) -> None:
        """Take the database's address. Opens nothing yet."""
        super().__init__(  # pyright: ignore[reportUnknownMemberType] - it is typed in part
            conninfo=conninfo,
            kwargs={"options": with_ours(conninfo, LETS_GO)},
            min_size=1,
            max_size=4,
            timeout=10,
        )
        self._address = conninfo

    @override
    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        async with aclosing(notices(self._address, channels)) as batches:
            async for batch in batches:
                for channel, payload in batch:
                    await on_notification(channel=channel, payload=payload)


class WatchfulWorker(Worker):
    """A worker that looks again whenever something may have become possible. It runs once."""

    _heard = 0

    @override
    async def run(self) -> None:
        if not self._stop_event.is_set():
            await super().run()

    @override
    async def _handle_notification(self, *, channel: str, notification: jobs.Notification) -> None:
        self._heard += 1
        await super()._handle_notification(channel=channel, notification=notification)

    @override
    async def _fetch_and_process_jobs(self) -> None:
        before = -1
        while before != self._heard and not self._stop_event.is_set():
            before = self._heard
            await super()._fetch_and_process_jobs()

    @override
    async def _persist_job_status(
        self,
        job: jobs.Job,
        status: jobs.Status,
        retry_decision: retry.RetryDecision | None,
        context: job_context.JobContext,
        job_result: job_context.JobResult | None,
    ) -> None:
        await super()._persist_job_status(job, status, retry_decision, context, job_result)
        self._heard += 1
        self._new_job_event.set()

    @override
    async def _periodic_deferrer(self) -> Any:
        # With nothing to defer the engine's own ends at once, and the watch over its other side
        # tasks ends with the first of them. This one never does.
        await asyncio.Event().wait()
