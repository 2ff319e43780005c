"""An edit that halted: what it is of, who has it made again, and for how long it may be."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest

from bot.clock import Clock
from bot.decisions.letters import Letters
from bot.followups.resume import Resume
from bot.platforms.results import Stopped
from bot.store.delivery.letters import Letter, list_letters
from bot.store.engine import Database
from schedules.kinds import Kind
from tests.fakes.clock import FakeClock
from tests.integration.amending.amended import COORDINATOR, NOTICE, Amended, amended_house
from tests.integration.delivery.house import account_of

OUT = Stopped("Invite the bot.")


@pytest.fixture
async def amended(database: Database, clock: FakeClock) -> AsyncGenerator[Amended]:
    found = await amended_house(database, clock.now)
    yield found
    await found.house.close()


async def halted(amended: Amended) -> tuple[UUID, Letter]:
    """Withdraw a post from a channel that the bot cannot reach. Returns the dissemination too."""
    sent = await amended.send("first")
    await amended.settle()
    amended.platform.edit_answers.append(OUT)
    await amended.amending.withdraw(sent, reason="Its figures are wrong.", by=COORDINATOR)
    await amended.settle()
    amended.platform.edits.clear()
    async with amended.house.database.begin() as connection:
        (letter,) = await list_letters(connection)
    return sent, letter


async def test_it_is_told_of_which_briefing_it_is(amended: Amended) -> None:
    sent, letter = await halted(amended)
    assert (letter.kind, letter.dissemination) == (Kind.WITHDRAWAL, sent)
    assert (letter.title, letter.reason) == ("Neglect", OUT.reason)


async def test_it_is_made_again_though_the_dissemination_was_stopped(amended: Amended) -> None:
    _, letter = await halted(amended)
    house = amended.house
    letters = Letters(house.database, house.queue, house.directory, house.now)
    await letters.send_again(letter.id, by=COORDINATOR)
    await amended.settle()
    assert NOTICE in amended.shown()["C1"]


@pytest.mark.parametrize(("days", "made"), [(364, True), (366, False)])
async def test_it_is_made_once_the_channel_is_mended_for_a_year(
    amended: Amended, clock: FakeClock, days: int, *, made: bool
) -> None:
    await halted(amended)
    clock.advance(timedelta(days=days))
    house = amended.house
    resume = Resume(
        house.database,
        house.queue,
        house.directory,
        {"fake": house.platform},
        account_of,
        house.now,
    )
    await Clock(house.database, house.queue, house.directory, house.now, [resume]).tick()
    await resume.settled()
    await amended.deliver()
    assert bool(amended.edits()) is made
