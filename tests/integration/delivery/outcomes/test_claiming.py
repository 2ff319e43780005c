"""A claim after which nothing was sent is taken back, so that nobody asks whether it was posted."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import update

from bot.delivery import claiming
from bot.delivery.claiming import PROMPTLY
from bot.store.delivery.attempts import claim
from bot.store.delivery.deliveries import Delivery, State
from bot.store.statements import Statements
from bot.store.tables import deliveries
from tests.fakes.clock import FakeClock
from tests.integration.delivery.attempts import attempt, planned, row_of
from tests.integration.delivery.house import House

CUT = psycopg.OperationalError("the connection was cut")


class Claims:
    """Claims, and then lets something happen before that is heard of."""

    def __init__(self, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = clock
        self.takes = timedelta()
        self.error: Exception | None = None
        self.meanwhile: dict[str, object] = {}
        self.house: House | None = None
        monkeypatch.setattr(claiming, "claim", self)

    async def __call__(
        self,
        statements: Statements,
        delivery: Delivery,
        *,
        now: object,
        eligible: Collection[UUID] | None = None,
    ) -> bool:
        claimed = await claim(statements, delivery, now=self.clock.now(), eligible=eligible)
        if self.house is not None:
            async with self.house.database.begin() as connection:
                await connection.execute(update(deliveries).values(**self.meanwhile))
        self.clock.advance(self.takes)
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        return claimed


@pytest.fixture
def claims(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Claims:
    return Claims(clock, monkeypatch)


async def test_one_that_took_long_is_taken_back_and_sent_without_a_look(
    house: House, claims: Claims
) -> None:
    """As by a database that was frozen. Nothing was called since, and whoever claimed knows it."""
    house.platform.may_look = False
    delivery = await planned(house)
    claims.takes = PROMPTLY + timedelta(seconds=1)
    await attempt(house, delivery)
    row = await row_of(house, delivery)
    assert (row["state"], row["attempts"], row["claimed_at"]) == ("planned", 0, None)
    assert house.platform.tried == []
    claims.takes = PROMPTLY
    assert await attempt(house, delivery) is State.DELIVERED
    assert (house.platform.looked, len(house.platform.posts)) == ([], 1)


async def test_one_of_which_nothing_was_heard_is_taken_back(house: House, claims: Claims) -> None:
    """The database was cut off after it had kept the claim."""
    house.platform.may_look = False
    delivery = await planned(house)
    claims.error = CUT
    with pytest.raises(psycopg.OperationalError):
        await attempt(house, delivery)
    assert (await row_of(house, delivery))["state"] == "planned"
    assert await attempt(house, delivery) is State.DELIVERED
    assert (house.platform.looked, len(house.platform.posts)) == ([], 1)


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"state": "unconfirmed", "reason": "Nobody knows."},
        {"state": "delivered"},
        {"attempts": 2},
    ],
    ids=["given up", "delivered", "claimed again"],
)
@pytest.mark.parametrize("error", [None, CUT], ids=["late", "cut"])
async def test_what_somebody_else_took_up_meanwhile_is_theirs(
    house: House, claims: Claims, meanwhile: dict[str, object], error: Exception | None
) -> None:
    """After the machine slept, say."""
    delivery = await planned(house)
    claims.house, claims.meanwhile = house, meanwhile
    claims.takes, claims.error = PROMPTLY + timedelta(seconds=1), error
    try:
        await attempt(house, delivery)
    except psycopg.OperationalError:
        assert error is not None
    row = await row_of(house, delivery)
    assert row == {**row, "state": "claimed", **meanwhile}
    assert row["claimed_at"] is not None
    assert house.platform.tried == []


async def test_a_fault_of_ours_is_no_outage(house: House, claims: Claims) -> None:
    delivery = await planned(house)
    claims.error = ZeroDivisionError()
    assert await attempt(house, delivery) is State.FAILED
    assert house.platform.tried == []
