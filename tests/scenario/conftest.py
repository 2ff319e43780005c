"""A stage for each module of scenarios, in that module's own loop."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import Copies
from tests.scenario.scene import PLATFORMS
from tests.scenario.stage import Stage, staged


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run the scenarios on the loop that the command line runs on."""
    if sys.platform == "win32":
        return {"asyncio": asyncio.new_event_loop}
    from uvloop import new_event_loop  # noqa: PLC0415 - it exists on some systems only

    return {"uvloop": new_event_loop}


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
