"""The page over a world of two workspaces, in one process."""

from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.page import EngagementRow, Page
from bot.sandbox.world import Person, SandboxChannel, SandboxWorkspace, World
from tests.wire.sandbox.page.played import PlayedFace, Rig


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    people = [
        Person("north", "UBOT", "Sevenbot", bot=True),
        Person("north", "U1", "Amina Rahman"),
        Person("north", "U2", "Robin Guest", outsider=True),
        Person("other", "U9", "Somebody Else"),
    ]
    world = World(
        {
            "north": SandboxWorkspace("north", "slack", "T1", "Northshire <Police>"),
            "other": SandboxWorkspace("other", "pigeon", "P1", "Another platform"),
        },
        {
            "C1": SandboxChannel("north", "C1", "learning", "police", ("UBOT", "U1", "U2")),
            "C2": SandboxChannel("north", "C2", "nobody", "police", ("UBOT",)),
            "C9": SandboxChannel("other", "C9", "elsewhere", "other", ("U9",)),
        },
        {(p.workspace, p.account): p for p in people},
    )
    face, figures = PlayedFace(), []

    async def engagement() -> Sequence[EngagementRow]:
        return figures

    page = Page(
        world,
        {"slack": face},
        agencies={"police": "The Police"},
        engagement=engagement,
        console_url="http://127.0.0.1:8001/",
    )
    transport = httpx.ASGITransport(Starlette(routes=list(page.routes())))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        yield Rig(world, face, http, figures)
