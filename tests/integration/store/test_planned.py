"""What is planned, and which dissemination is meant."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.store.engine import Database
from bot.store.plans.disseminations import FOR_EVER, set_filled
from bot.store.plans.overview import count_others, find_begun, list_planned, load_sending
from bot.store.plans.unsent import list_unsent
from config.errors import NotFound
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
        found = await load_sending(connection, known)
        assert found.id == known
        assert await count_others(connection, found) == 2
    await house.close()


async def test_what_a_worker_has_begun(database: Database, clock: FakeClock) -> None:
    await add_briefing(database)
    house = House(database, now=clock.now)
    sent = await house.send()
    async with database.begin() as connection:
        (unsent,) = await list_unsent(connection)
        assert (unsent.sending.id, unsent.moment.due_at, unsent.queued_at) == (sent, START, START)
        (occurrence,) = (await connection.execute(text("SELECT id FROM occurrences"))).scalars()
    await house.work.expand(occurrence)
    async with database.begin() as connection:
        # The worker has died before it sent any.
        assert [each.sending.id for each in await list_unsent(connection)] == [sent]
        with pytest.raises(NotFound, match=f"{sent}. is not yet sent: waiting for a worker since"):
            await find_begun(connection, "neglect")
        tried = "SET state = 'planned', attempts = 1 WHERE channel = 'c-1'"
        await connection.execute(text(f"UPDATE deliveries {tried}"))
        assert await list_unsent(connection) == []
        found = await find_begun(connection, "neglect")
        assert (found.sending.id, found.began_at) == (sent, START)
        await connection.execute(text("UPDATE deliveries SET attempts = 0"))
        with pytest.raises(NotFound):
            await find_begun(connection, "neglect")
        await connection.execute(text("UPDATE deliveries SET state = 'halted'"))
        assert (await find_begun(connection, "")).began_at == START
    await house.close()
