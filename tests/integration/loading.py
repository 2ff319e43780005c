"""A delivery as its row stands, for tests that compose or attempt it by themselves."""

from uuid import UUID

from sqlalchemy import func, select

from bot.store.delivery.deliveries import Delivery, State
from bot.store.engine import Database
from bot.store.tables import deliveries, disseminations, occurrences
from schedules.kinds import Kind


async def load_delivery(database: Database, delivery: UUID) -> Delivery:
    """Return the delivery of this id."""
    names = [field for field in Delivery.__dataclass_fields__ if field not in _ELSEWHERE]
    async with database.begin() as connection:
        rows = await connection.execute(
            select(
                *(deliveries.c[name] for name in names),
                *(occurrences.c[name] for name in _FROM_OCCURRENCE),
                func.coalesce(disseminations.c.urgent, False).label("urgent"),
            )
            .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
            .outerjoin(disseminations, disseminations.c.id == deliveries.c.dissemination)
            .where(deliveries.c.id == delivery)
        )
        row = rows.mappings().one()
    return Delivery(**{**row, "kind": Kind(row["kind"]), "state": State(row["state"])})


_FROM_OCCURRENCE = ("kind", "subject", "slot")
_ELSEWHERE = (*_FROM_OCCURRENCE, "urgent")
