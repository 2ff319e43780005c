"""What the jobs of the queue do."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from bot.delivery.driver import Drivers
from bot.delivery.expand import expand
from bot.delivery.jobs import Queue
from bot.store.engine import Database
from config.directory import Directory
from config.now import Now


@dataclass(frozen=True, slots=True)
class DeliveryWork:
    """The queue's two tasks (`bot.delivery.jobs.Work`)."""

    database: Database
    queue: Queue
    directory: Directory
    drivers: Drivers
    now: Now

    async def expand(self, occurrence: UUID) -> None:
        """Turn an occurrence into its deliveries."""
        await expand(self.database, self.queue, self.directory, occurrence, self.now)

    async def drive(self, workspace: str, stopping: asyncio.Event) -> None:
        """Deliver what waits for a workspace."""
        await self.drivers.drive(workspace, stopping)
