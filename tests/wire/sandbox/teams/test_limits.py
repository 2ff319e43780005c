"""Beyond the platform's pace the connector answers 429; told to fail, it fails."""

import time
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.faults import Fault, PlannedFault
from bot.sandbox.serving import LocalServer, bind
from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.teams.limits import READ, SEND, TENANT, Pace
from bot.sandbox.world import SandboxChannel, World
from config.now import system_now
from tests.wire.sandbox.teams.fakes import ANNA, BASE, BOT, POLICE, Clock, channel_post, message

CONVERSATIONS = "/teams/v3/conversations"


async def post(api: httpx.AsyncClient, channel: str = POLICE) -> httpx.Response:
    return await api.post(CONVERSATIONS, json=channel_post(channel))


async def test_seven_posts_a_second_to_one_channel_and_no_more(
    api: httpx.AsyncClient, world: World, clock: Clock
):
    statuses = [(await post(api)).status_code for _ in range(8)]
    assert statuses == [201] * 7 + [429]
    refused = await post(api)
    assert refused.headers["Retry-After"] == "1"
    assert refused.json()["error"]["code"] == "Throttled"
    assert world.tally.limited == {POLICE: 2}
    assert "Throttled" not in world.tally.refused
    assert world.tally.posts == {POLICE: 7}
    clock.advance(1)
    assert (await post(api)).status_code == 201
    assert (await post(api)).status_code == 429, "eight in two seconds"
    clock.advance(1)
    assert (await post(api)).status_code == 201


async def test_limits_can_be_left_off(api: httpx.AsyncClient, world: World):
    world.enforce_limits = False
    assert {(await post(api)).status_code for _ in range(20)} == {201}


async def test_updates_count_as_sends(api: httpx.AsyncClient):
    made = (await post(api)).json()
    address = f"{CONVERSATIONS}/{made['id']}/activities/{made['activityId']}"
    statuses = [(await api.put(address, json=message())).status_code for _ in range(7)]
    assert statuses == [200] * 6 + [429]


async def test_reading_members_has_its_own_pace(api: httpx.AsyncClient):
    address = f"{CONVERSATIONS}/{POLICE}/pagedmembers"
    statuses = [(await api.get(address)).status_code for _ in range(15)]
    assert statuses == [200] * 14 + [429]
    assert (await post(api)).status_code == 201


async def test_fifty_calls_a_second_to_one_tenant(api: httpx.AsyncClient, world: World):
    for number in range(8):
        identity = f"19:more-{number}@thread.tacv2"
        world.channels[identity] = SandboxChannel(
            "north-teams", identity, "More", "police", (ANNA,)
        )
    statuses = [
        (await post(api, f"19:more-{number % 8}@thread.tacv2")).status_code for number in range(51)
    ]
    assert statuses == [201] * 50 + [429]


@pytest.mark.parametrize(
    ("spans", "count", "seconds"),
    [(SEND, 60, 30), (SEND, 1800, 3600), (READ, 120, 30), (READ, 3600, 3600), (TENANT, 50, 1)],
)
def test_long_windows(spans: tuple, count: int, seconds: float):
    pace = Pace(spans)
    only = Pace(tuple(span for span in spans if span.count == count))
    for number in range(count):
        assert only.wait("key", number * 0.001) == 0
        pace.note("key", number * 0.001)
        only.note("key", number * 0.001)
    assert only.wait("key", count * 0.001) == pytest.approx(seconds - count * 0.001)
    assert only.wait("another", 0) == 0
    assert only.wait("key", seconds) == 0
    assert pace.wait("key", count * 0.001) >= only.wait("key", count * 0.001)


async def test_told_to_answer_500(api: httpx.AsyncClient, world: World):
    world.faults.append(PlannedFault(Fault.ERROR, times=2))
    for _ in range(2):
        answer = await post(api)
        assert (answer.status_code, answer.json()["error"]["code"]) == (500, "ServiceError")
    assert not world.posts
    assert world.tally.refused == {"ServiceError": 2}
    assert (await post(api)).status_code == 201


async def test_told_to_answer_429(api: httpx.AsyncClient, world: World):
    world.faults.append(PlannedFault(Fault.RATE_LIMITED, channel=POLICE, seconds=2.2))
    answer = await post(api)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
    assert not world.posts
    assert not world.tally.limited, "the bot did not break the limits"


async def test_told_to_be_slow(api: httpx.AsyncClient, world: World):
    world.faults.append(PlannedFault(Fault.SLOW, seconds=0.05))
    began = time.monotonic()
    assert (await post(api)).status_code == 201
    assert time.monotonic() - began >= 0.05
    assert len(world.posts) == 1


@pytest.fixture
async def served(world: World) -> AsyncIterator[httpx.AsyncClient]:
    face = TeamsFace(world, bot_url=BOT, base_url=BASE, now=system_now)
    listening = bind(0)
    server = LocalServer(Starlette(routes=list(face.routes())), listening)
    port = listening.getsockname()[1]
    await server.start()
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {face.tokens.sign(face.tokens.claims())}"},
        trust_env=False,
    ) as client:
        yield client
    await server.stop()


async def test_told_to_reset_after_accepting(served: httpx.AsyncClient, world: World):
    world.faults.append(PlannedFault(Fault.RESET_AFTER_ACCEPT, channel=POLICE))
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        await post(served)
    assert len(world.posts) == 1, "the message was kept"
    assert world.tally.posts == {POLICE: 1}
    assert (await post(served)).status_code == 201
