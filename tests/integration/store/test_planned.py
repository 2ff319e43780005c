"""What is planned, and which dissemination is meant."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.store.disseminations import FOR_EVER, set_filled
from bot.store.engine import Database
from bot.store.overview import count_others, find_sending, list_planned
from schedules.plan import OneOff
from tests.fakes.clock import START, FakeClock
from tests.integration.delivery.house import House, add_briefing


async def test_a_newer_versions_plan_is_left_out(
    database: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    await add_briefing(database)
    house = House(database, now=clock.now)
    plan = OneOff(START + timedelta(days=1))
    known, newer, over = [await house.send("first", plan) for _ in range(3)]
    async with database.begin() as connection:
        await connection.execute(
            text('UPDATE disseminations SET plan = \'{"kind": "series"}\' WHERE id = :it'),
            {"it": newer},
        )
        await set_filled(connection, over, FOR_EVER)
        with caplog.at_level(logging.ERROR):
            assert [each.sending.id for each in await list_planned(connection)] == [known]
        assert str(newer) in caplog.text
        found = await find_sending(connection, str(known))
        assert (found.id, found.began_at) == (known, None)
        assert await count_others(connection, found) == 2
    await house.close()
