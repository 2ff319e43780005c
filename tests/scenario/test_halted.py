"""What halts goes on by itself once its cause is mended, on both platforms and over the wire."""

import asyncio
from collections.abc import Generator
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest

from bot.decisions.inbox import learning_group
from bot.decisions.moving import Change, move_plan
from bot.sandbox.faults import Barriers
from config.now import LONDON
from tests.scenario.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

DELIVERED = "SELECT id FROM deliveries WHERE dissemination = :it AND state = 'delivered'"
CAUSES = ("removed", "archived", "revoked")


@pytest.fixture(autouse=True)
def no_barriers_left(stage: Stage) -> Generator[None]:
    """Each test's barriers are taken away."""
    yield
    stage.sandbox.world.barriers = Barriers()


def bar(stage: Stage, cause: str, channel: str) -> None:
    """Keep the bot out."""
    place = stage.channel(channel)
    barriers = stage.sandbox.world.barriers
    match cause:
        case "removed":
            barriers.without_bot.add(place.id)
        case "archived":
            barriers.archived.add(place.id)
        case _:
            barriers.revoked.add(place.workspace)


async def halted(stage: Stage, channel: str) -> UUID:
    dissemination = await stage.send(channel)
    assert await stage.settled(dissemination) == {channel: "halted"}
    return dissemination


async def asked(stage: Stage, **after: float) -> None:
    """Let time pass, and the platform be asked about what halted."""
    await stage.later(**after)
    await stage.sevenbot.resume.settled()


async def stands(stage: Stage, dissemination: UUID) -> tuple[str, str, int]:
    """Return state, reason, and how often the channel got it by the sandbox's own count."""
    (row,) = await stage.rows(
        "SELECT id, state, reason FROM deliveries WHERE dissemination = :it", it=dissemination
    )
    return row["state"], row["reason"] or "", stage.sandbox.world.tally.deliveries[str(row["id"])]


@pytest.mark.parametrize("cause", CAUSES)
async def test_it_goes_out_once_when_the_cause_is_mended(
    stage: Stage, platform: str, cause: str
) -> None:
    channel = stage.spare(platform)
    bar(stage, cause, channel)
    first, second = await halted(stage, channel), await halted(stage, channel)
    await asked(stage, minutes=6)
    state, reason, times = await stands(stage, first)
    assert (state, times) == ("halted", 0)
    assert reason
    assert reason in unescape(await stage.page("/deliveries"))

    stage.sandbox.world.barriers = Barriers()
    await asked(stage, minutes=16)
    for dissemination in (first, second):
        assert await stage.settled(dissemination) == {channel: "delivered"}
        assert await stands(stage, dissemination) == ("delivered", "", 1)
    await asked(stage, hours=2)
    assert [(await stands(stage, it))[2] for it in (first, second)] == [1, 1]
    events = await stage.rows(
        "SELECT 1 FROM engagement_events WHERE kind = 'delivered' AND dissemination = :it",
        it=first,
    )
    assert len(events) == 1


async def test_mended_after_its_time_it_is_skipped_with_the_reason(
    stage: Stage, platform: str
) -> None:
    channel = stage.spare(platform)
    bar(stage, "removed", channel)
    dissemination = await halted(stage, channel)
    await asked(stage, days=3, hours=1)
    assert (await stands(stage, dissemination))[0] == "halted"
    stage.sandbox.world.barriers = Barriers()
    await asked(stage, days=1, minutes=1)
    state, reason, times = await stands(stage, dissemination)
    assert (state, times) == ("skipped", 0)
    assert reason.startswith("It halted until its time was over. It was due on ")
    assert reason.endswith("; this plan sends up to 3 days late.")


async def test_moved_while_halted_it_comes_at_the_new_moment_alone(
    stage: Stage, platform: str
) -> None:
    """Neither as soon as the cause is mended, nor twice."""
    await stage.monday()
    channel = stage.spare(platform)
    bar(stage, "removed", channel)
    dissemination = await halted(stage, channel)
    first = await stage.delivery(dissemination)
    bot = stage.sevenbot
    thursday = bot.now().astimezone(LONDON).date() + timedelta(days=3)
    change = Change(at=f"{thursday} 11:00")
    who = learning_group(bot.directory)[0]
    await move_plan(
        bot.database, bot.queue, bot.directory, dissemination, change, by=who, now=bot.now
    )
    stage.sandbox.world.barriers = Barriers()
    await asked(stage, minutes=16)
    await asked(stage, hours=2)
    state, reason, times = await stands(stage, dissemination)
    assert (state, times) == ("skipped", 0)
    assert reason.startswith(f"Moved by {who} on ")
    await asked(stage, days=3)
    async with asyncio.timeout(20):
        while len(await stage.rows(DELIVERED, it=dissemination)) < 1:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    tally = stage.sandbox.world.tally.deliveries
    (row,) = await stage.rows(DELIVERED, it=dissemination)
    assert (row["id"] == first, tally[str(row["id"])], tally[str(first)]) == (False, 1, 0)


async def test_teams_says_that_the_app_is_back(stage: Stage) -> None:
    channel = stage.spare("teams")
    bar(stage, "removed", channel)
    dissemination = await halted(stage, channel)
    stage.sandbox.world.barriers = Barriers()
    assert set(await stage.sandbox.faces["teams"].install()) == {200}
    async with asyncio.timeout(20):
        while (await stage.states(dissemination))[channel] != "delivered":  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (await stands(stage, dissemination))[2] == 1
