"""What may pass what waits in the same channel, and what may not."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from bot.clock import Clock
from bot.followups.resume import Resume
from bot.platforms.results import Stopped, TryLater
from bot.store.engine import Database
from bot.store.tables import deliveries
from config.calendar import Window
from content.templating import say
from tests.fakes.clock import START, FakeClock
from tests.integration.amending.amended import COORDINATOR, NOTICE, Amended, amended_house
from tests.integration.delivery.driving import drive, expand_all
from tests.integration.delivery.house import House, account_of, directory_of

NIGHT = START + timedelta(hours=11)
MORNING = START + timedelta(hours=23)
"""When the agency's hours begin again."""
BUSY = TryLater("429", timedelta(seconds=30))


@pytest.fixture
async def amended(database: Database, clock: FakeClock) -> AsyncGenerator[Amended]:
    """A house whose one agency is written to from eight to six."""
    found = await amended_house(database, clock.now)
    people = found.house.directory.people
    found.house.directory = directory_of(window=Window()).model_copy(update={"people": people})
    yield found
    await found.house.close()


@pytest.fixture
def office(amended: Amended) -> House:
    return amended.house


async def sent(
    house: House, clock: FakeClock, number: int = 1, *, urgent: bool = False
) -> list[UUID]:
    """Send so often to c-1, a second apart, and expand. Returns the disseminations."""
    made: list[UUID] = []
    for _ in range(number):
        made.append(await house.send("first", urgent=urgent))
        await expand_all(house)
        clock.advance(timedelta(seconds=1))
    return made


async def posted(house: House) -> list[object]:
    """Return whose posts the platform took, in their order."""
    whose = {row["id"]: row["dissemination"] for row in await house.rows()}
    return [whose[post.delivery] for post in house.platform.posts]


async def waits(house: House) -> set[tuple[object, object, object]]:
    """Return until when what waits does, whether it is held, and why."""
    return {
        (row["next_try_at"], row["held"], row["reason"])
        for row in await house.rows()
        if row["state"] == "waiting"
    }


async def test_behind_a_held_post_all_are_held_and_go_with_it_in_order(
    office: House, clock: FakeClock
) -> None:
    made = await sent(office, clock, 5)
    clock.set(NIGHT)
    await drive(office)
    assert await office.states() == {"waiting": 5}
    found = await waits(office)
    assert {(until, held) for until, held, _ in found} == {(MORNING, True)}
    assert {str(reason).split(":")[0] for _, _, reason in found} == {
        "Held until Tuesday 3 November 2026 at 08",
        say("waiting.in_order"),
    }
    clock.set(MORNING - timedelta(seconds=1))
    await office.clock.tick()
    await drive(office)
    assert office.platform.tried == []
    clock.set(MORNING)
    await office.clock.tick()
    await drive(office)
    assert await posted(office) == made


async def test_what_is_urgent_passes_what_is_held(office: House, clock: FakeClock) -> None:
    plain = await sent(office, clock, 2)
    clock.set(NIGHT)
    await drive(office)
    urgent = await sent(office, clock, 2, urgent=True)
    await drive(office)
    assert await posted(office) == urgent
    assert {(until, held) for until, held, _ in await waits(office)} == {(MORNING, True)}
    clock.set(MORNING)
    await office.clock.tick()
    await drive(office)
    assert await posted(office) == [*urgent, *plain]


async def test_what_is_urgent_passes_what_is_planned_before_it(
    office: House, clock: FakeClock
) -> None:
    plain = await sent(office, clock, 2)
    urgent = await sent(office, clock, urgent=True)
    await drive(office)
    assert await posted(office) == [*urgent, *plain]


async def test_behind_an_urgent_post_that_waits_all_wait(office: House, clock: FakeClock) -> None:
    office.platform.answers["C1"].append(BUSY)
    urgent = await sent(office, clock, 2, urgent=True)
    plain = await sent(office, clock)
    await drive(office)
    assert await office.states() == {"waiting": 3}
    assert len({until for until, _, _ in await waits(office)}) == 1
    clock.advance(timedelta(minutes=1))
    await office.clock.tick()
    await drive(office)
    assert await posted(office) == [*urgent, *plain]


async def test_what_was_left_in_doubt_is_looked_for_though_an_earlier_post_waits(
    office: House, clock: FakeClock
) -> None:
    """Else it would keep its driver running in circles for as long."""
    await sent(office, clock, 2)
    clock.set(NIGHT)
    await drive(office)
    first, second = sorted(await office.rows(), key=lambda row: str(row["reason"]))
    assert second["reason"] == say("waiting.in_order")
    async with office.database.begin() as connection:
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.id == second["id"])
            .values(state="claimed", attempts=1, claimed_at=START, next_try_at=None, held=False)
        )
    async with asyncio.timeout(5.0):
        await drive(office)
    assert office.platform.looked == [second["id"]]
    assert first["state"] == "waiting"
    assert await office.states() == {"waiting": 2}


async def withdrawn_at(amended: Amended, moment: datetime, clock: FakeClock) -> None:
    """Have a post stand, another wait behind it, and the first withdrawn at this moment."""
    (first,) = await sent(amended.house, clock)
    await drive(amended.house)
    await sent(amended.house, clock)
    clock.set(moment)
    await drive(amended.house)
    await amended.amending.withdraw(first, reason="Its figures are wrong.", by=COORDINATOR)
    await amended.follow_up()


async def test_a_withdrawal_is_made_at_night_and_passes_what_is_held(
    amended: Amended, clock: FakeClock
) -> None:
    await withdrawn_at(amended, NIGHT, clock)
    await drive(amended.house)
    assert NOTICE in amended.shown()["C1"]
    assert await amended.house.states() == {"delivered": 2, "waiting": 1}
    assert {(until, held) for until, held, _ in await waits(amended.house)} == {(MORNING, True)}


async def test_a_withdrawal_passes_an_urgent_post_that_waits(
    amended: Amended, clock: FakeClock
) -> None:
    await withdrawn_at(amended, NIGHT, clock)
    amended.platform.answers["C1"].append(BUSY)
    await sent(amended.house, clock, urgent=True)
    await drive(amended.house)
    assert NOTICE in amended.shown()["C1"]
    assert await amended.house.states() == {"delivered": 2, "waiting": 2}


async def test_an_edit_that_waits_stands_in_no_posts_way(
    amended: Amended, clock: FakeClock
) -> None:
    amended.platform.edit_answers.append(replace(BUSY, everywhere=True))
    await withdrawn_at(amended, START + timedelta(hours=1), clock)
    await sent(amended.house, clock)
    await drive(amended.house)
    assert len(amended.platform.posts) == 3
    assert await amended.house.states() == {"delivered": 3, "waiting": 1}
    clock.advance(timedelta(minutes=1))
    await amended.house.clock.tick()
    await drive(amended.house)
    assert await amended.house.states() == {"delivered": 4}


async def test_what_halted_and_goes_on_at_night_is_driven_and_held_like_any_other(
    office: House, clock: FakeClock
) -> None:
    office.platform.answers["C1"].append(Stopped("Invite the bot."))
    halted = await sent(office, clock)
    await drive(office)
    assert await office.states() == {"halted": 1}
    clock.set(NIGHT)
    resume = Resume(
        office.database,
        office.queue,
        office.directory,
        {"fake": office.platform},
        account_of,
        office.now,
    )
    ticking = Clock(office.database, office.queue, office.directory, office.now, [resume])
    await ticking.tick()
    await resume.settled()
    assert await office.states() == {"planned": 1}
    await drive(office)
    assert {(until, held) for until, held, _ in await waits(office)} == {(MORNING, True)}
    clock.set(MORNING)
    await ticking.tick()
    await drive(office)
    assert await posted(office) == halted
