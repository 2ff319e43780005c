"""The day by which a briefing is to be passed on, as `plan show` tells it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from bot.foresight.rows import What
from config.now import LONDON
from schedules.followups import CascadePlan, FollowUps
from tests.integration.plans.conftest import World

PASSED_ON = FollowUps(None, CascadePlan(), None)


async def deadlines(world: World) -> Mapping[str, date]:
    """Return each agency's day."""
    return {
        agency: row.at.astimezone(LONDON).date()
        for row in await world.foretold(6)
        if row.what is What.DEADLINE
        for agency in row.agencies
    }


async def test_a_deadline_is_told_until_its_day_is_over(world: World) -> None:
    posted = datetime(2026, 11, 3, 9, tzinfo=UTC)
    world.clock.set(posted)
    await world.sends("neglect", follow_ups=PASSED_ON)
    await world.ticks()
    day = date(2026, 11, 17)
    told = dict.fromkeys(("police", "health", "school"), day)
    assert await deadlines(world) == told
    begins = datetime(2026, 11, 17, tzinfo=LONDON)
    await world.lives(begins)
    assert await deadlines(world) == told
    await world.lives(begins + timedelta(hours=23, minutes=59))
    assert await deadlines(world) == told
    await world.lives(begins + timedelta(days=1))
    assert await deadlines(world) == {}
