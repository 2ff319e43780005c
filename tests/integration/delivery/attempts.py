"""A delivery that is due, and what one attempt made of it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select, text

from bot.delivery.expand import expand
from bot.platforms.base import SendResult
from bot.store.engine import Database
from bot.store.tables import deliveries, engagement_events, occurrences
from tests.integration.delivery.house import House


async def planned(house: House) -> UUID:
    """One planned delivery, to channel c-1."""
    await house.send("first")
    return await expanded(house)


async def expanded(house: House) -> UUID:
    async with house.database.begin() as connection:
        rows = await connection.execute(
            select(occurrences.c.id).where(occurrences.c.expanded_at.is_(None))
        )
        occurrence = rows.scalar_one()
    await expand(house.database, house.queue, house.directory, occurrence, house.now)
    async with house.database.begin() as connection:
        rows = await connection.execute(
            select(deliveries.c.id).where(deliveries.c.occurrence == occurrence)
        )
        return rows.scalar_one()


async def row_of(house: House, delivery: UUID) -> Mapping[str, object]:
    return next(row for row in await house.rows() if row["id"] == delivery)


async def events(house: House) -> int:
    async with house.database.begin() as connection:
        rows = await connection.execute(select(func.count()).select_from(engagement_events))
        return rows.scalar_one()


async def attempted(house: House, *results: SendResult | Exception) -> Mapping[str, object]:
    """Attempt a fresh delivery, the platform answering so."""
    house.platform.answers["C1"].extend(results)
    delivery = await planned(house)
    await house.deliverer.deliver(delivery)
    return await row_of(house, delivery)


async def jobs(database: Database) -> int:
    """How many jobs there are, waiting or in hand."""
    async with database.begin() as connection:
        rows = await connection.execute(text("SELECT count(*) FROM procrastinate_jobs"))
        return rows.scalar_one()
