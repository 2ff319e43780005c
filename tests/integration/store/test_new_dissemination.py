"""The planner's statistics know nothing of what was just sent: nothing may depend on them."""

from time import perf_counter
from uuid import UUID

from sqlalchemy import text

from bot.store.engine import Database
from bot.store.evidence.engagement import count_engagement
from tests.integration.conftest import Plant

PEOPLE = 1_500


async def test_engagement_is_counted_quickly_before_the_database_has_statistics(
    database: Database, plant: Plant
) -> None:
    earlier = await plant.dissemination()
    members = await plant.members(PEOPLE)
    await plant.delivery(earlier, eligible=members)
    async with database.begin() as connection:
        for table in ("eligible_members", "engagement_events", "responses", "deliveries"):
            await connection.execute(text(f"ALTER TABLE {table} SET (autovacuum_enabled = off)"))
    await analyse(database)
    dissemination = await plant.dissemination()
    delivery = await plant.delivery(dissemination, eligible=members)
    async with database.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO engagement_events (id, kind, dissemination, delivery, agency, member,"
                " at) SELECT gen_random_uuid(), kind, :dissemination, :delivery, 'police', member,"
                " now() FROM unnest(CAST(:members AS uuid[])) AS whose(member),"
                " unnest(ARRAY['opened', 'acknowledged', 'answered']) AS what(kind)"
            ),
            {"dissemination": dissemination, "delivery": delivery, "members": members},
        )
    unknown = await seconds(database, dissemination)
    await analyse(database)
    assert unknown < 10 * await seconds(database, dissemination)


async def seconds(database: Database, dissemination: UUID) -> float:
    """Return how long a count takes at best."""
    took: list[float] = []
    for _ in range(3):
        began = perf_counter()
        async with database.begin() as connection:
            counted = await count_engagement(connection, dissemination)
        took.append(perf_counter() - began)
        assert counted.total.opened == counted.total.acknowledged == PEOPLE
    return min(took)


async def analyse(database: Database) -> None:
    """Let the planner learn what there is."""
    async with database.begin() as connection:
        await connection.execute(text("ANALYZE"))
