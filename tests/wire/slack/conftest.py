"""The stand-in, the platform and the way in, for each test."""

from collections.abc import AsyncGenerator

import pytest

from tests.fakes.clock import FakeClock
from tests.wire.slack.standin import (
    House,
    Rig,
    StandIn,
    build,
    environment,
    web_client,
)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def api() -> AsyncGenerator[StandIn]:
    standin = StandIn()
    await standin.start()
    yield standin
    await standin.stop()


@pytest.fixture
async def rig(api: StandIn, clock: FakeClock) -> AsyncGenerator[Rig]:
    house = House()
    slack = build(environment(api.origin), house, clock)
    await slack.start()
    async with web_client(slack) as client:
        yield Rig(slack, api, house, clock, client)
    await slack.stop()
