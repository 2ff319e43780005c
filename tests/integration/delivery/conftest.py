from collections.abc import AsyncGenerator

import pytest

from bot.store.engine import Database
from tests.integration.delivery.house import House, add_briefing


@pytest.fixture
async def house(database: Database) -> AsyncGenerator[House]:
    """A house with an approved briefing, on the machine's clock."""
    await add_briefing(database)
    house = House(database)
    yield house
    await house.close()
