"""The way out, with a real database and a real worker."""

import asyncio
import time

from sqlalchemy import select

from bot.store.tables import eligible_members, engagement_events
from tests.integration.delivery.house import House, until


async def test_a_briefing_goes_to_every_channel_at_once(house: House) -> None:
    house.platform.members = {"C1": frozenset({"U1", "U2"}), "C2": frozenset({"U2"})}
    async with house.working():
        await asyncio.sleep(0.3)
        started = time.monotonic()
        await house.send()

        async def posted() -> bool:
            return len(house.platform.posts) == 3

        await until(posted)
        assert time.monotonic() - started < 1.0
    assert await house.states() == {"delivered": 3}
    for row in await house.rows():
        assert row["receipt"] == {"conversation": row["channel_id"], "message": f"m-{row['id']}"}
        assert row["attempts"] == 1
    async with house.database.begin() as connection:
        events = (await connection.execute(select(engagement_events))).all()
        eligible = (await connection.execute(select(eligible_members))).all()
    assert {event.kind for event in events} == {"delivered"}
    assert len(events) == 3
    assert len(eligible) == 3
