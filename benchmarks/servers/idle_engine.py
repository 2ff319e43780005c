"""The task engine alone: a worker as ours is, whose jobs do nothing.

`python -m benchmarks.servers.idle_engine ADDRESS`, in a process of its own.
"""

import asyncio
import sys
from uuid import UUID

from bot.commands.common import run
from bot.delivery.jobs import Queue
from bot.processes import settle, stop_signals
from bot.store.engine import Database


class Nothing:
    """Does nothing (`bot.delivery.jobs.Work`)."""

    async def expand(self, occurrence: UUID) -> None:
        """Do nothing."""

    async def drive(self, workspace: str, stopping: asyncio.Event) -> None:
        """Do nothing."""


async def main(address: str) -> None:
    """Work until the process is told to stop."""
    stop = stop_signals()
    database = Database(address, pool_size=1)
    queue = Queue(database)
    worker = asyncio.create_task(queue.run_worker(Nothing()))
    settle()
    await stop.wait()
    await queue.stop_worker()
    await worker
    await queue.close()
    await database.close()


if __name__ == "__main__":
    run(main(sys.argv[1]))
