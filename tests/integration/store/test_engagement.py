"""The ladder counts distinct eligible members, and nothing but what happened."""

from uuid import uuid4

import pytest

from bot.evidence.ladder import Counted, Rung, RungCount
from bot.store.engine import Database
from bot.store.evidence.digests import Reached, reached_in
from bot.store.evidence.engagement import count_engagement, read_engagement
from bot.store.record import BatchedRecord
from config.errors import NotFound
from tests.fakes.briefings import small_briefing
from tests.integration.conftest import Facts, Plant


async def test_the_ladder_of_two_agencies(database: Database, plant: Plant) -> None:
    dissemination = await plant.dissemination()
    police, school, late = await plant.members(12), await plant.members(3), await plant.members(2)
    first = await plant.delivery(dissemination, "police", eligible=police[:10])
    await plant.delivery(dissemination, "police", eligible=police[5:])  # overlaps: 12 in all
    await plant.delivery(dissemination, "police", eligible=late, state="failed")
    third = await plant.delivery(dissemination, "school", eligible=[*school, police[0]])
    await plant.delivery(dissemination, "charity", state="skipped")
    other = await plant.dissemination()  # another dissemination of other facts, to be left out
    elsewhere = Facts(other, await plant.delivery(other, "police"), "police", plant.clock.now())

    record = BatchedRecord(database, lambda _: ())
    at_police = Facts(dissemination, first, "police", plant.clock.now())
    at_school = Facts(dissemination, third, "school", plant.clock.now())
    for member in police[:9]:
        await record.add(at_police.opened(member))
        await record.add(at_police.opened(member))
    for member in police[:6]:
        await record.add(at_police.acknowledged(member))
        await record.add(at_police.answered(member, "q1", "a", fits=True))
    for member in police[:5]:
        await record.add(at_police.answered(member, "q2", "a", fits=True))
    # One understood neither at first; a right answer later changes nothing.
    await record.add(at_police.answered(police[5], "q2", "b", fits=False))
    await record.add(at_police.answered(police[5], "q2", "a", fits=True))
    # One answered only one question; an unknown question does not make it two.
    await record.add(at_police.answered(police[6], "q1", "a", fits=True))
    await record.add(at_police.answered(police[6], "old", "a", fits=True))
    for member in late:
        await record.add(at_police.opened(member))
    await record.add(at_police.queried(police[0], "One?", uuid4()))
    await record.add(at_police.queried(police[0], "Two?", uuid4()))
    await record.add(at_school.queried(school[0], "", uuid4()))
    await record.add(elsewhere.opened(police[11]))
    await record.close()

    async with database.begin() as connection:
        counted = await count_engagement(connection, dissemination)
        ladder = await read_engagement(connection, dissemination, threshold=5)
        digests = {
            agency: (await reached_in(connection, [other, dissemination], agency)).get(
                dissemination, Reached(eligible=0, opened=0, acknowledged=0)
            )
            for agency in counted.agencies
        }
    assert digests == {
        agency: Reached(it.eligible, it.opened, it.acknowledged)
        for agency, it in counted.agencies.items()
    }
    assert dict(counted.agencies) == {
        "police": Counted(
            posts=3, posts_delivered=2, eligible=12, opened=9, acknowledged=6, answered=6,
            understood=5, queries=2, joined_later=2,
        ),
        "school": Counted(
            posts=1, posts_delivered=1, eligible=4, opened=1, acknowledged=1, answered=1,
            understood=1, queries=1, joined_later=0,
        ),
        "charity": Counted(
            posts=1, posts_delivered=0, eligible=0, opened=0, acknowledged=0, answered=0,
            understood=0, queries=0, joined_later=0,
        ),
    }  # fmt: skip
    assert counted.total == Counted(
        posts=5, posts_delivered=3, eligible=15, opened=9, acknowledged=6, answered=6,
        understood=5, queries=3, joined_later=2,
    )  # fmt: skip
    assert ladder.agencies["police"].rungs[Rung.UNDERSTOOD] == RungCount(5, 12)
    assert ladder.agencies["school"].rungs[Rung.UNDERSTOOD].suppressed
    assert ladder.agencies["charity"].rungs[Rung.UNDERSTOOD] == RungCount(0, 0)
    assert ladder.total.rungs[Rung.UNDERSTOOD] == RungCount(None, 15, suppressed=True)
    assert ladder.total.rungs[Rung.DELIVERED] == RungCount(3, 5)


async def test_nothing_planned_yet_counts_nothing(database: Database, plant: Plant) -> None:
    dissemination = await plant.dissemination(small_briefing(questions=0))
    async with database.begin() as connection:
        ladder = await read_engagement(connection, dissemination, threshold=5)
    assert ladder.agencies == {}
    assert ladder.total.rungs == {
        Rung.DELIVERED: RungCount(0, 0),
        Rung.OPENED: RungCount(0, 0),
        Rung.ACKNOWLEDGED: RungCount(0, 0),
    }


async def test_an_unknown_dissemination_is_said_to_be_unknown(database: Database) -> None:
    async with database.begin() as connection:
        with pytest.raises(NotFound):
            await count_engagement(connection, uuid4())
