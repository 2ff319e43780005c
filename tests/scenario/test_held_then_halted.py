"""What an agency's calendar holds, and then halts: its time begins when the hold ends, over the
wire."""

from asyncio import sleep, timeout
from collections.abc import AsyncGenerator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from bot.delivery.disseminate import disseminate
from bot.sandbox.faults import Barriers
from config.now import LONDON
from schedules.calendar import calendar_of
from schedules.plan import OneOff, SendLate
from tests.scenario.scene import GROUNDS
from tests.scenario.stage import ALONE, BRIEFING, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

LATE = timedelta(hours=6)
"""How late a post may come: less than a night is long."""


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def hours(stage: Stage) -> AsyncGenerator[None]:
    """Give the agencies of these tests their hours, and take barriers away afterwards."""
    agencies = {ground.agency for ground in GROUNDS.values()}

    def given(directory: dict[str, Any]) -> None:
        for agency in directory["agencies"]:
            if agency["key"] in agencies:
                agency["window"] = "mon-fri 08:00-18:00"

    await stage.restart(given)
    yield
    stage.sandbox.world.barriers = Barriers()


async def halts_in_the_morning(stage: Stage, platform: str, channel: str) -> UUID:
    """Send a post in the evening, and let the bot be removed overnight. Returns the
    dissemination."""
    await stage.monday()
    bot = stage.sevenbot
    evening = datetime.combine(bot.now().astimezone(LONDON).date(), time(19, 30), LONDON)
    await until(stage, evening)
    sent = await disseminate(
        bot.database,
        bot.queue,
        bot.directory,
        BRIEFING,
        None,
        channel,
        OneOff(bot.now(), SendLate(LATE)),
        bot.now,
        follow_ups=ALONE,
    )
    await becomes(stage, sent, "waiting")
    stage.sandbox.world.barriers.without_bot.add(stage.channel(channel).id)
    agency = GROUNDS[platform].agency
    opening = calendar_of(bot.directory, agency).next_allowed(bot.now()).at
    assert opening - bot.now() > LATE
    await until(stage, opening + timedelta(seconds=1))
    await becomes(stage, sent, "halted")
    stage.sandbox.world.barriers = Barriers()
    return sent


async def until(stage: Stage, moment: datetime) -> None:
    await stage.later(seconds=(moment - stage.clock.now()).total_seconds())


async def becomes(stage: Stage, dissemination: UUID, state: str) -> str:
    """Wait until its one delivery is in this state. Returns the reason."""
    async with timeout(20):
        while [*(await stage.states(dissemination)).values()] != [state]:  # noqa: ASYNC110 - no event tells it
            await sleep(0.02)
    (row,) = await stage.rows(
        "SELECT reason FROM deliveries WHERE dissemination = :it", it=dissemination
    )
    return row["reason"] or ""


async def test_mended_in_the_morning_it_goes_out(stage: Stage, platform: str) -> None:
    sent = await halts_in_the_morning(stage, platform, stage.spare(platform))
    await stage.later(minutes=6)
    await becomes(stage, sent, "delivered")
    tally = stage.sandbox.world.tally.deliveries
    assert tally[str(await stage.delivery(sent))] == 1


async def test_mended_after_its_time_it_says_from_when_it_counted(
    stage: Stage, platform: str
) -> None:
    sent = await halts_in_the_morning(stage, platform, stage.spare(platform))
    await stage.later(hours=6, minutes=30)
    reason = await becomes(stage, sent, "skipped")
    assert reason.startswith("It was held, and then halted until its time was over, which counts")
    assert " at 08:00 and was taken up 6 hours and " in reason
    assert stage.sandbox.world.tally.deliveries[str(await stage.delivery(sent))] == 0
