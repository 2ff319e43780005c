"""A hold is one worker's, and goes with its connection."""

from typing import Any
from uuid import UUID

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.delivery import claiming, service
from bot.platforms.results import Receipt
from bot.store.delivery.deliveries import State
from bot.store.delivery.holds import Holds
from bot.store.engine import Database
from bot.store.statements import Statements
from bot.store.wake import is_outage
from tests.integration.delivery.attempts import attempt, planned, ready
from tests.integration.delivery.house import House

THING = UUID(int=2**127 + 5)


async def test_a_hold_is_let_go_at_the_end_even_of_a_failure(database: Database) -> None:
    one, two = Holds(database), Holds(database)

    async def fail() -> None:
        async with one.hold(THING):
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        await fail()
    async with two.hold(THING) as held:
        assert held
        async with one.hold(THING) as again:
            assert not again
    await one.close()
    await two.close()


async def test_a_hold_outlives_its_connection_in_name_only(database: Database) -> None:
    one, two = Holds(database), Holds(database)
    async with one.hold(THING) as held:
        assert held
        async with database.begin() as connection:
            await connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            )
        async with two.hold(THING) as taken_over:
            assert taken_over
    async with one.hold(THING) as again:
        assert again
    await one.close()
    await two.close()


async def test_a_hold_whose_connection_died_is_known_to_be_gone(database: Database) -> None:
    one = Holds(database)
    async with one.hold(THING):
        await one.check(THING)
        async with database.begin() as connection:
            await connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            )
        with pytest.raises(psycopg.OperationalError):
            await one.check(THING)
        async with one.hold(UUID(int=8)) as other:  # over a new connection
            assert other
            with pytest.raises(psycopg.OperationalError):
                await one.check(THING)
    await one.close()


async def test_a_result_is_recorded_once_the_database_is_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = await planned(house)
    row = await ready(house, delivery)
    assert row is not None
    real = service.settle_delivered
    outages = [OperationalError("", {}, Exception("gone")) for _ in range(2)]
    slept: list[float] = []

    async def settle(statements: Statements, *given: Any, **named: Any) -> None:
        if outages:
            raise outages.pop()
        await real(statements, *given, **named)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(service, "settle_delivered", settle)
    deliverer = house.deliverer
    object.__setattr__(deliverer, "sleep", sleep)
    await deliverer._delivered(row, Receipt("c", "m"))
    assert await house.states() == {State.DELIVERED.value: 1}
    assert len(slept) == 2
    outages += [OperationalError("", {}, Exception("gone")) for _ in range(9)]
    with pytest.raises(OperationalError):
        await deliverer._delivered(row, Receipt("c", "m"))


async def test_an_outage_is_raised_and_leaves_the_row_as_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object, **__: object) -> None:
        raise OperationalError("", {}, Exception("gone"))

    delivery = await planned(house)
    monkeypatch.setattr(claiming, "claim", gone)
    with pytest.raises(OperationalError):
        await attempt(house, delivery)
    assert await house.states() == {"planned": 1}


async def test_a_connection_cut_while_idle_is_replaced(database: Database) -> None:
    one = Holds(database)
    async with one.hold(THING):
        pass
    async with database.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    async with one.hold(THING) as held:
        assert held
    await one.close()


def test_an_outage_is_told_from_a_fault() -> None:
    assert is_outage(OperationalError("", {}, Exception("gone")))
    assert is_outage(DBAPIError("", {}, Exception("gone"), connection_invalidated=True))
    assert is_outage(psycopg.InterfaceError("gone"))
    wrapped = ConnectorException()
    wrapped.__cause__ = psycopg.OperationalError("gone")
    assert is_outage(wrapped)
    assert not is_outage(ValueError("ours"))
