"""Expanding and driving by hand, where a test says when."""

import asyncio

from sqlalchemy import select

from bot.delivery.driver import Drivers
from bot.delivery.expand import expand
from bot.store.tables import occurrences
from tests.integration.delivery.house import House
from tests.patience import LONG


async def expand_all(house: House) -> None:
    """Expand what has come, in its order."""
    async with house.database.begin() as connection:
        rows = await connection.execute(
            select(occurrences.c.id)
            .where(occurrences.c.expanded_at.is_(None))
            .order_by(occurrences.c.due_at)
        )
        waiting = [row.id for row in rows]
    for occurrence in waiting:
        await expand(house.database, house.queue, house.directory, occurrence, house.now)


def drivers_of(house: House, *, shift: float = 20.0) -> Drivers:
    """A worker's drivers."""
    return Drivers(house.deliverer, house.holds, house.queue.hand_on, shift=shift)


async def drive(house: House) -> None:
    """Let a driver do what there is to do now in the first workspace, and leave."""
    async with asyncio.timeout(LONG):
        await drivers_of(house).drive("w-0", asyncio.Event())
