"""What the jobs of the queue do."""

from dataclasses import dataclass
from uuid import UUID

from bot.delivery.expand import expand
from bot.delivery.jobs import Queue
from bot.delivery.service import Deliverer


@dataclass(frozen=True, slots=True)
class DeliveryWork:
    """The queue's two tasks (`bot.delivery.jobs.Work`)."""

    queue: Queue
    deliverer: Deliverer

    async def expand(self, occurrence: UUID) -> None:
        """Turn an occurrence into its deliveries."""
        by = self.deliverer
        await expand(by.database, self.queue, by.directory, occurrence, by.now)

    async def deliver(self, delivery: UUID) -> None:
        """Attempt a delivery."""
        await self.deliverer.deliver(delivery)
