"""A stage for each module of scenarios, in that module's own loop."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import Copies
from tests.scenario.scene import PLATFORMS
from tests.scenario.stage import Stage, staged


@pytest.fixture(scope="module")
def module_database_url(database_copies: Copies) -> Generator[str]:
    """The address of a database that is this module's alone, migrated and empty."""
    with database_copies.one() as address:
        yield address


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Stage]:
    """The whole of it, running."""
    folder: Path = tmp_path_factory.mktemp("stage")
    async with staged(folder, module_database_url) as running:
        yield running


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> str:
    """Each platform in turn."""
    return str(request.param)
