"""Several edits of one post that would show the same are one call."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest

from bot.decisions.letters import Letters
from bot.platforms.results import Stopped, TryLater
from bot.store.delivery.edits import DueEdit
from bot.store.delivery.letters import list_letters
from bot.store.engine import Database
from schedules.kinds import Kind
from tests.fakes.clock import FakeClock
from tests.integration.amending.amended import (
    COORDINATOR,
    NOTICE,
    Amended,
    amended_house,
    version,
)
from tests.integration.delivery.house import add_briefing

OVERTAKEN = "The post was to be changed once more before this: one change shows all of it."


@pytest.fixture
async def amended(database: Database, clock: FakeClock) -> AsyncGenerator[Amended]:
    found = await amended_house(database, clock.now)
    yield found
    await found.house.close()


async def corrected(amended: Amended, number: int, *, material: bool = True) -> None:
    """Let the posts come to show a later version, without waiting for it."""
    await add_briefing(amended.house.database, version(number, material=material))
    await amended.amending.correct("neglect", by=COORDINATOR)


async def outcomes(amended: Amended) -> list[tuple[object, ...]]:
    """What became of every edit."""
    rows = await amended.rows(
        "SELECT DISTINCT o.kind, o.slot, d.state, d.reason FROM deliveries d"
        " JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.kind IN ('correction', 'withdrawal', 'progress') ORDER BY o.kind, o.slot"
    )
    return [tuple(row.values()) for row in rows]


async def half_read(amended: Amended) -> None:
    """Have every post say that more than half have read it."""
    posts = await amended.rows("SELECT id, channel FROM deliveries WHERE dissemination IS NOT NULL")
    due = [DueEdit(UUID(str(it["id"])), str(it["channel"]), "0") for it in posts]
    async with amended.house.database.begin() as connection:
        now = amended.house.now()
        await amended.errands.to_posts(connection, Kind.PROGRESS, due, now=now)


@pytest.mark.parametrize("seconds", [0, 1, -1])
async def test_corrected_twice_at_once_each_post_is_edited_once(
    amended: Amended, clock: FakeClock, seconds: int
) -> None:
    """Whatever order the clocks of two machines give them."""
    await amended.send()
    await amended.settle()
    await corrected(amended, 2)
    clock.advance(timedelta(seconds=seconds))
    await corrected(amended, 3)
    await amended.settle()
    assert len(amended.edits()) == 3
    assert all("version 3" in words for words in amended.shown().values())
    assert {(state, reason) for _, _, state, reason in await outcomes(amended)} == {
        ("skipped", OVERTAKEN),
        ("delivered", None),
    }


async def test_one_that_is_put_off_is_overtaken_by_a_later_one(
    amended: Amended, clock: FakeClock
) -> None:
    await amended.send("first")
    await amended.settle()
    await corrected(amended, 2)
    amended.platform.edit_answers.append(TryLater("Too many.", timedelta(minutes=1)))
    await amended.deliver()
    clock.advance(timedelta(seconds=1))
    await corrected(amended, 3)
    await amended.settle()
    # One that was put off, and the one that shows all of it.
    assert len(amended.edits()) == 2
    assert await outcomes(amended) == [
        ("correction", "2", "skipped", OVERTAKEN),
        ("correction", "3", "delivered", None),
    ]


@pytest.mark.parametrize("later", ["correction", "withdrawal"])
async def test_one_that_halted_is_overtaken_by_what_was_made_meanwhile(
    amended: Amended, clock: FakeClock, later: str
) -> None:
    sent = await amended.send("first")
    await amended.settle()
    await corrected(amended, 2)
    amended.platform.edit_answers.append(Stopped("Invite the bot."))
    await amended.deliver()
    async with amended.house.database.begin() as connection:
        (letter,) = await list_letters(connection)
    clock.advance(timedelta(minutes=1))
    if later == "correction":
        await corrected(amended, 3)
    else:
        await amended.amending.withdraw(sent, "It was out of date.", by=COORDINATOR)
    await amended.settle()
    made = len(amended.edits())
    house = amended.house
    letters = Letters(house.database, house.queue, house.directory, house.now)
    await letters.send_again(letter.id, by=COORDINATOR)
    await amended.settle()
    assert len(amended.edits()) == made
    assert (await outcomes(amended))[0] == ("correction", "2", "skipped", OVERTAKEN)
    assert ("version 3" if later == "correction" else NOTICE) in amended.shown()["C1"]


async def test_the_last_one_is_never_skipped_for_one_that_halted(
    amended: Amended, clock: FakeClock
) -> None:
    await amended.send("first")
    await amended.settle()
    await corrected(amended, 2)
    amended.platform.edit_answers.append(Stopped("Invite the bot."))
    await amended.deliver()
    clock.advance(timedelta(seconds=1))
    await corrected(amended, 3)
    amended.platform.edit_answers.append(Stopped("Invite the bot."))
    await amended.settle()
    assert await outcomes(amended) == [
        ("correction", "2", "halted", "Invite the bot."),
        ("correction", "3", "halted", "Invite the bot."),
    ]


async def test_that_half_have_read_it_goes_with_a_correction(
    amended: Amended, clock: FakeClock
) -> None:
    await amended.send("first")
    await amended.settle()
    await half_read(amended)
    clock.advance(timedelta(seconds=1))
    await corrected(amended, 2, material=False)
    await amended.settle()
    assert len(amended.edits()) == 1
    words = amended.shown()["C1"]
    assert "version 2" in words
    assert "More than half" in words


async def test_a_correction_never_goes_with_news_of_a_day(
    amended: Amended, clock: FakeClock
) -> None:
    """That half have read it is said for a day, and a correction is made after a year."""
    await amended.send("first")
    await amended.settle()
    await corrected(amended, 2, material=False)
    clock.advance(timedelta(seconds=1))
    await half_read(amended)
    await amended.settle()
    assert await outcomes(amended) == [
        ("correction", "2", "delivered", None),
        ("progress", "0", "delivered", None),
    ]
