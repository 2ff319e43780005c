"""What a correction that matters reopens, and when a post says that half have read it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from bot.store.edits import half_read
from bot.store.engagement import count_engagement
from bot.store.engine import Database
from bot.store.own import own_page
from bot.store.record import BatchedRecord
from handlers.events import Acknowledged
from handlers.ports import Member
from schedules.progress import LEAST
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Plant

DAY = timedelta(days=1)


async def read(
    database: Database,
    plant: Plant,
    sent: UUID,
    post: UUID,
    members: list[UUID],
    *,
    version: int = 1,
) -> None:
    record = BatchedRecord(database, lambda _: ())
    for member in members:
        await record.add(
            Acknowledged(
                dissemination=sent,
                delivery=post,
                agency="police",
                member=member,
                version=version,
                at=plant.clock.now(),
            )
        )
    await record.close()


async def test_reading_counts_from_the_last_correction_that_matters(
    database: Database, plant: Plant
) -> None:
    sent = await plant.dissemination()
    one, two = await plant.members(2)
    post = await plant.delivery(sent, eligible=[one, two])
    await read(database, plant, sent, post, [one, two])
    async with database.begin() as connection:
        assert (await count_engagement(connection, sent)).total.acknowledged == 2
        await connection.execute(text("UPDATE disseminations SET read_from = 2"))
        assert (await count_engagement(connection, sent)).total.acknowledged == 0
    await read(database, plant, sent, post, [one], version=2)
    async with database.begin() as connection:
        await connection.execute(
            text("UPDATE deliveries SET settled_at = :at"), {"at": plant.clock.now()}
        )
        assert (await count_engagement(connection, sent)).total.acknowledged == 1
        pages = [
            await own_page(connection, Member(each, frozenset()), plant.clock.now())
            for each in (one, two)
        ]
        facts = await connection.execute(text("SELECT count(*) FROM engagement_events"))
        assert facts.scalar_one() == 3  # what was acknowledged before stays
    assert [[each.changed for each in page.briefings] for page in pages] == [[False], [True]]
    assert all(page.history for page in pages)


async def test_a_fact_about_what_was_withdrawn_is_not_kept(
    database: Database, plant: Plant
) -> None:
    sent = await plant.dissemination()
    (one,) = await plant.members(1)
    post = await plant.delivery(sent, eligible=[one])
    async with database.begin() as connection:
        await connection.execute(
            text(
                "UPDATE disseminations SET stopped_at = now(), stopped_by = 'C', withdrawn_at ="
                " now(), withdrawn_by = 'C', withdrawn_reason = 'R'"
            )
        )
    await read(database, plant, sent, post, [one])
    async with database.begin() as connection:
        facts = await connection.execute(text("SELECT count(*) FROM engagement_events"))
        assert facts.scalar_one() == 0


@pytest.mark.parametrize(
    ("people", "readers", "said"),
    [
        (21, 11, True),
        (20, 10, False),  # no more than half
        (20, 11, False),  # only nine have not
        (19, 10, False),
        (40, 30, True),
        (40, 31, False),
        (40, 20, False),
    ],
)
async def test_half_is_said_only_where_nobody_can_be_guessed(
    database: Database, plant: Plant, clock: FakeClock, people: int, readers: int, *, said: bool
) -> None:
    sent = await plant.dissemination()
    members = await plant.members(people)
    post = await plant.delivery(sent, eligible=members)
    async with database.begin() as connection:
        await connection.execute(
            text("UPDATE deliveries SET settled_at = :at"), {"at": clock.now()}
        )
    await read(database, plant, sent, post, members[:readers])
    moment = clock.now()

    async def found(until_days: int) -> list[UUID]:
        async with database.begin() as connection:
            due = await half_read(
                connection,
                since=moment - DAY,
                until=moment + until_days * DAY,
                least=LEAST,
            )
        return [each.post for each in due]

    assert await found(1) == ([post] if said else [])
    assert await found(0) == []  # what was read today counts tomorrow
    async with database.begin() as connection:
        await connection.execute(text("UPDATE disseminations SET read_from = 2"))
    assert await found(1) == []
