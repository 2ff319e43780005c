"""What a correction that matters reopens, and when a post says that half have read it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from bot.store.cascade.cascades import (
    CascadeState,
    NewCascade,
    cascades_of,
    open_cascade,
    set_state,
)
from bot.store.cascade.corrected import reopen_cascades
from bot.store.cascade.parts import add_part, part_id, parts_of
from bot.store.delivery.edits import half_read
from bot.store.engine import Database
from bot.store.evidence.engagement import count_engagement
from bot.store.people.own import own_page
from bot.store.record import BatchedRecord
from content.cascade import Confirmation, Coverage, Method, Part, summed
from handlers.events import Acknowledged
from handlers.ports import Member
from schedules.followups import FollowUps
from schedules.progress import LEAST
from tests.fakes.clock import FakeClock
from tests.integration.amending.amended import COORDINATOR, amended_house, version
from tests.integration.conftest import Plant
from tests.integration.delivery.house import add_briefing, pseudonym

DAY = timedelta(days=1)
HALF = "More than half of this channel has read it."


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


async def test_a_whole_cascade_is_open_again(database: Database, plant: Plant) -> None:
    sent = await plant.dissemination()
    (lead,) = await plant.members(1)
    now = plant.clock.now()
    told = Confirmation("Duty team", 20, 20, Method.OTHER, now.date())
    async with database.begin() as connection:
        new = NewCascade(sent, "police", now, FollowUps())
        await open_cascade(
            connection, new, holder=lead, posted_on=now.date(), deadline=now.date(), next_at=now
        )
        (it,) = await cascades_of(connection, sent)
        identity = part_id(it.id, lead, None, told)
        await add_part(connection, it.id, lead, Part(1, told), identity=identity, now=now)
        await set_state(connection, it.id, CascadeState.WHOLE, now)
        assert summed(await parts_of(connection, it.id)).whole
        later = (now + 14 * DAY).date()
        await reopen_cascades(connection, sent, next_at=now + 3 * DAY, deadline=lambda _: later)
        (it,) = await cascades_of(connection, sent)
        assert (it.state, it.next_at, it.deadline) == (CascadeState.OPEN, now + 3 * DAY, later)
        assert summed(await parts_of(connection, it.id)) == Coverage(0, 20, 0)
        # The very same account, told of the new version, is another one.
        assert part_id(it.id, lead, None, told, it.superseded) != identity


async def test_the_line_comes_once_and_stays_through_a_small_correction(
    database: Database, clock: FakeClock
) -> None:
    house = await amended_house(database, clock.now)
    house.platform.members["C1"] = frozenset(f"U{number}" for number in range(24))
    sent = await house.send("first")
    await house.settle()
    (row,) = await house.rows("SELECT id FROM deliveries")
    readers = [pseudonym("w-0", f"U{number}") for number in range(13)]
    await read(database, Plant(database, clock), sent, UUID(str(row["id"])), readers)
    await house.settle()
    assert HALF not in house.shown()["C1"]  # what was read today counts tomorrow
    clock.advance(DAY)
    await house.settle()
    await house.settle()
    assert HALF in house.shown()["C1"]
    assert len(house.edits()) == 1
    await add_briefing(database, version(2, material=False))
    await house.amending.correct("neglect", by=COORDINATOR)
    await house.settle()
    assert HALF in house.shown()["C1"]
    await add_briefing(database, version(3))
    await house.amending.correct("neglect", by=COORDINATOR)
    await house.settle()
    assert HALF not in house.shown()["C1"]  # nobody has read what it says now
    await house.house.close()
