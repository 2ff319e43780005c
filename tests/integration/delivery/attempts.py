"""A delivery that is due, and what one attempt made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select, text, update

from bot.delivery.expand import expand
from bot.platforms.limits import Call
from bot.platforms.results import SendResult, TryLater
from bot.store.delivery.deliveries import Delivery, State
from bot.store.delivery.lines import take_lines
from bot.store.engine import Database
from bot.store.tables import deliveries, engagement_events, occurrences
from tests.integration.delivery.house import House
from tests.integration.loading import load_delivery


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


@dataclass(slots=True)
class OpenGate:
    """Lets everything through, and keeps what it was told."""

    turns: list[Call] = field(default_factory=list[Call])
    lines: list[str] = field(default_factory=list[str])
    told: list[tuple[Call, str, TryLater]] = field(default_factory=list[tuple[Call, str, TryLater]])

    async def turn(self, call: Call) -> None:
        self.turns.append(call)

    def also(self, call: Call, times: int) -> None:
        self.turns += [call] * times

    def arrived(self, line: str) -> None:
        self.lines.append(line)

    async def refused(self, call: Call, line: str, later: TryLater) -> None:
        self.told.append((call, line, later))


async def ready(house: House, delivery: UUID) -> Delivery | None:
    """A delivery as a driver takes it; None where it is not to be sent now."""
    rows = [row for row in await house.rows() if row["id"] == delivery]
    for row in rows:
        statements = house.database.statements
        for line in await take_lines(statements, str(row["workspace"]), busy=(), most=512):
            for it in line.ready:
                if it.id == delivery:
                    return it
    return None


async def attempt(house: House, delivery: UUID, gate: OpenGate | None = None) -> State | None:
    """Attempt a delivery as a driver does; None where it is not to be sent now."""
    taken = await ready(house, delivery)
    return None if taken is None else await house.deliverer.deliver(taken, gate or OpenGate())


async def hurried(house: House, delivery: UUID) -> State:
    """Attempt an open delivery as though the time had come until which it waits, whatever stands
    before it."""
    async with house.database.begin() as connection:
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.id == delivery, deliveries.c.state == State.WAITING.value)
            .values(state=State.PLANNED.value)
        )
        await connection.execute(
            update(deliveries).where(deliveries.c.id == delivery).values(next_try_at=None)
        )
    taken = await load_delivery(house.database, delivery)
    return await house.deliverer.deliver(taken, OpenGate())


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
    await attempt(house, delivery)
    return await row_of(house, delivery)


async def jobs(database: Database) -> int:
    """How many jobs there are, waiting or in hand."""
    async with database.begin() as connection:
        rows = await connection.execute(text("SELECT count(*) FROM procrastinate_jobs"))
        return rows.scalar_one()
