import itertools
from collections.abc import AsyncIterator

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import Person, Post, World
from config.now import system_now
from tests.wire.sandbox.teams.dialogs import CONVERSATIONS
from tests.wire.sandbox.teams.fakes import ANNA, BASE, BOT, Clock, FakeBot, channel_post, make_world


@pytest.fixture(scope="session")
def drawn_keys() -> list[rsa.RSAPrivateKey]:
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(8)]


@pytest.fixture(autouse=True)
def quick_keys(drawn_keys: list[rsa.RSAPrivateKey], monkeypatch: pytest.MonkeyPatch):
    """Draw real keys once: drawing them is what takes long here."""
    source = itertools.cycle(drawn_keys)
    monkeypatch.setattr("bot.sandbox.teams.keys.rsa.generate_private_key", lambda **_: next(source))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def face(world: World, clock: Clock) -> TeamsFace:
    return TeamsFace(world, bot_url=BOT, base_url=BASE, now=clock)


@pytest.fixture
async def api(face: TeamsFace) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the connector with a good token."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(Starlette(routes=list(face.routes()))),
        base_url=BASE,
        headers={"Authorization": f"Bearer {face.tokens.sign(face.tokens.claims())}"},
    ) as client:
        yield client


@pytest.fixture
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture
async def live(world: World, bot: FakeBot) -> AsyncIterator[TeamsFace]:
    """A face that talks to the fake bot, on the machine's own clock."""
    face = TeamsFace(world, bot_url=BOT, base_url=BASE, now=system_now, transport=bot.transport())
    bot.face = face
    yield face
    await face.stop()


@pytest.fixture
async def live_api(live: TeamsFace) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(Starlette(routes=list(live.routes()))),
        base_url=BASE,
        headers={"Authorization": f"Bearer {live.tokens.sign(live.tokens.claims())}"},
    ) as client:
        yield client


@pytest.fixture
def anna(world: World) -> Person:
    return world.people["north-teams", ANNA]


@pytest.fixture
async def post(world: World, live_api: httpx.AsyncClient) -> Post:
    await live_api.post(CONVERSATIONS, json=channel_post())
    return world.posts[0]
