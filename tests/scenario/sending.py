"""Sending to channels that make no audience of the directory."""

from uuid import UUID, uuid4

from bot.delivery.filling import fill
from bot.store.content.shelf import BRIEFINGS
from bot.store.plans.disseminations import Dissemination, insert_dissemination
from bot.store.wake import nudge
from schedules.followups import FollowUps
from schedules.occurrence import opening
from schedules.plan import OneOff
from tests.scenario.stage import BRIEFING, Stage


async def sent_to(stage: Stage, *channels: str, follow_ups: FollowUps | None = None) -> UUID:
    """Send the briefing to just these channels (directory keys), and wait until it is there."""
    bot = stage.sevenbot
    plan, now = OneOff(bot.now()), bot.now()
    async with bot.database.begin() as connection:
        dissemination = Dissemination(
            id=uuid4(),
            briefing_version=(await BRIEFINGS.load(connection, BRIEFING)).id,
            audience="everyone",
            channels=channels,
            plan=plan,
            filled_until=opening(plan, now),
            created_at=now,
            follow_ups=follow_ups or FollowUps(),
        )
        await insert_dissemination(connection, dissemination)
        await fill(connection, bot.queue, bot.directory, dissemination, now)
        await nudge(connection)
    await stage.settled(dissemination.id)
    return dissemination.id
