"""Private messages to a whole Teams tenant at once, just after a start: no chat is known yet."""

from collections.abc import AsyncGenerator
from time import monotonic
from uuid import uuid4

import pytest
import pytest_asyncio

from bot.delivery.errands import Errands, Letter, Recipient
from bot.sandbox.teams import connector
from bot.sandbox.teams.limits import Pace
from bot.sandbox.world import SandboxWorkspace
from bot.store.delivery.deliveries import Delivery
from content.message import Message, Plain, Text
from schedules.kinds import Kind
from tests.scenario.stage import Stage, staged

pytestmark = pytest.mark.asyncio(loop_scope="module")

TENANT = "health-teams"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Stage]:
    """A stage with many people."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.scenario.stage.MEMBERS", 320)
        async with staged(tmp_path_factory.mktemp("stage"), module_database_url) as running:
            yield running


async def test_chats_are_opened_within_the_tenants_pace(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.clock.move_to_monday()
    bot, world, calls = stage.sevenbot, stage.sandbox.world, list[float]()
    hurry = connector.Connector._hurry

    def counted(
        self: connector.Connector, pace: Pace, thread: str, tenant: SandboxWorkspace
    ) -> None:
        hurry(self, pace, thread, tenant)
        calls.extend([monotonic()] * (tenant.key == TENANT))

    async def compose(_: Delivery) -> Message:
        return Message("Hello", (Text((Plain("Hello there"),)),))

    monkeypatch.setattr(connector.Connector, "_hurry", counted)
    monkeypatch.setitem(bot.work.drivers._deliverer.composers, Kind.DIGEST, compose)
    accounts = [
        person.account
        for person in world.people.values()
        if person.workspace == TENANT and not (person.bot or person.outsider)
    ]
    async with bot.database.begin() as connection:
        members = (await bot.members.register_many(connection, TENANT, accounts)).values()
        agency = bot.directory.workspace(TENANT).agency
        letters = [Letter(uuid4(), "s", Recipient(it, TENANT, agency)) for it in members]
        errands = Errands(bot.queue, bot.directory)
        await errands.to_members(connection, Kind.DIGEST, letters, now=bot.now())
    await stage.at_rest(60)
    assert len(accounts) > 80
    assert len(calls) >= 2 * len(accounts)
    assert not world.tally.limited
    # The pace is 25 a second, a little more where a slow moment delayed the first of them.
    assert len(calls) - 30 <= 25 * (calls[-1] - calls[0])
