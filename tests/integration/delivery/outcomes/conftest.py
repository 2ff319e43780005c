"""A house whose clock stands until a test moves it."""

from collections.abc import AsyncGenerator

import pytest

from bot.store.engine import Database
from tests.fakes.clock import FakeClock
from tests.integration.delivery.house import House, add_briefing


@pytest.fixture
async def house(database: Database, clock: FakeClock) -> AsyncGenerator[House]:
    """A house with an approved briefing, on the clock that stands."""
    await add_briefing(database)
    house = House(database, now=clock.now)
    yield house
    await house.close()
