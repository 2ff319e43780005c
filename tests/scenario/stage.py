"""The whole of it in one loop: a sandbox, a Sevenbot, and people who act over the signed wire."""

import asyncio
import base64
from collections.abc import AsyncGenerator, Callable, Collection, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import yaml
from sqlalchemy import text

from bot import operations
from bot.app import Sevenbot, build_app
from bot.delivery.disseminate import disseminate
from bot.demo.show import LIBRARY
from bot.processes import Part, Running, open_sockets
from bot.sandbox.app import Sandbox
from bot.sandbox.world import Person, Post, SandboxChannel
from bot.store.people.identity import load_identity_key
from config.settings import Settings
from content.briefing import Briefing
from content.importing.checked import import_file
from schedules.followups import FollowUps
from schedules.plan import OneOff
from tests.fakes.briefings import approved
from tests.fakes.clock import MovingClock
from tests.patience import LONG
from tests.scenario.acting import Posted
from tests.scenario.scene import PLATFORMS, set_scene
from tests.scenario.seen import came_as

MEMBERS = 60
BRIEFING = "professional-curiosity"
ALONE = FollowUps(recall=None, cascade=None, practice=None)
"""A post that nothing follows, for the tests of posts themselves."""
_UNDER_WAY = """
    SELECT 1 FROM deliveries WHERE state IN ('planned', 'claimed')
        OR (state = 'waiting' AND next_try_at <= :now)
    UNION ALL
    SELECT 1 FROM occurrences
    WHERE due_at <= :now AND expanded_at IS NULL AND skipped_reason IS NULL
"""
IDENTITY_KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


@dataclass(slots=True)
class Stage:
    """Everything that runs."""

    sandbox: Sandbox
    sevenbot: Sevenbot
    running: Running
    environ: Mapping[str, str]
    public_url: str
    console_url: str
    library: Mapping[str, Briefing]
    clock: MovingClock
    _spare: dict[str, Iterator[int]] = field(
        default_factory=lambda: {platform: count() for platform in PLATFORMS}
    )

    async def posted(
        self,
        platform: str,
        *,
        briefing: str = BRIEFING,
        channel: str | None = None,
        follow_ups: FollowUps = ALONE,
    ) -> Posted:
        """Send a briefing to a channel (directory key) or to a spare one, and wait until it is
        there."""
        key = channel or self.spare(platform)
        dissemination = await self.send(key, briefing=briefing, follow_ups=follow_ups)
        await self.settled(dissemination)
        (row,) = await self.rows(
            "SELECT receipt FROM deliveries WHERE dissemination = :it", it=dissemination
        )
        (post,) = [
            post
            for post in self.sandbox.world.posts
            if (post.channel, post.id) == (self.channel(key).id, row["receipt"]["message"])
        ]
        return Posted(self, self.sandbox.faces[platform], post, dissemination)

    def spare(self, platform: str) -> str:
        """Return the directory's key of a channel that is this test's alone."""
        return f"spare-{platform}-{next(self._spare[platform])}"

    async def send(
        self, audience: str, *, briefing: str = BRIEFING, follow_ups: FollowUps = ALONE
    ) -> UUID:
        """Send at once; return the dissemination."""
        bot = self.sevenbot
        return await disseminate(
            bot.database,
            bot.queue,
            bot.directory,
            briefing,
            None,
            audience,
            OneOff(bot.now()),
            bot.now,
            follow_ups=follow_ups,
        )

    async def settled(self, dissemination: UUID, seconds: float = 30.0) -> dict[str, str]:
        """Wait until every delivery has its outcome. Returns the states by channel."""
        async with asyncio.timeout(seconds):
            while True:
                states = await self.states(dissemination)
                if states and not {"planned", "claimed", "waiting"} & set(states.values()):
                    return states
                await asyncio.sleep(0.02)

    async def states(self, dissemination: UUID) -> dict[str, str]:
        """Return the deliveries' states by channel (directory key)."""
        rows = await self.rows(
            "SELECT channel, state FROM deliveries WHERE dissemination = :it", it=dissemination
        )
        return {row["channel"]: row["state"] for row in rows}

    async def delivery(self, dissemination: UUID) -> UUID:
        """Return the dissemination's one delivery."""
        (row,) = await self.rows(
            "SELECT id FROM deliveries WHERE dissemination = :it", it=dissemination
        )
        return row["id"]

    async def rows(self, query: str, **given: object) -> list[dict[str, Any]]:
        """Ask the database."""
        async with self.sevenbot.database.begin() as connection:
            return [dict(row) for row in (await connection.execute(text(query), given)).mappings()]

    def channel(self, key: str) -> SandboxChannel:
        """Return a channel by the directory's key."""
        return self.sandbox.world.channels[self.sevenbot.directory.channel(key).id]

    async def registered(self, person: Person) -> UUID | None:
        """Return the person's pseudonym, or None when they are in no register."""
        key = load_identity_key(self.sevenbot.settings)
        rows = await self.rows(
            "SELECT id FROM members WHERE lookup = :lookup",
            lookup=key.lookup(person.workspace, person.account),
        )
        return rows[0]["id"] if rows else None

    async def later(self, **by: float) -> None:
        """Let time pass (`days=7`, as of a timedelta), and the clock do what has come due. A clock
        change on the way moves the time of day by an hour. What is under way is sent first: days
        that pass in the middle of a delivery are a machine that slept, and leave it in doubt."""
        await self.at_rest()
        self.clock.advance(timedelta(**by))
        await self.sevenbot.clock.tick()

    async def until(self, moment: datetime) -> None:
        """Let time pass until an aware moment, the clock do what has come due, and all of it be
        sent that may be sent then. What is not there after it does not come."""
        await self.later(seconds=max(0.0, (moment - self.clock.now()).total_seconds()))
        await self.at_rest()

    async def at_rest(self, seconds: float = 30.0) -> None:
        """Wait until nothing is under way that may be sent now."""
        async with asyncio.timeout(seconds):
            while await self.rows(_UNDER_WAY, now=self.clock.now()):  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.02)

    async def monday(self) -> None:
        """Let time pass until ten o'clock on a Monday in London: private messages may come."""
        await self.at_rest()
        self.clock.move_to_monday()
        await self.sevenbot.clock.tick()

    async def private(
        self, person: Person, saying: str = "", *, after: int = 0, seconds: float = 20.0
    ) -> Post:
        """Wait for a private message to the person that says this as it comes, beyond the first
        `after`, and return it."""
        async with asyncio.timeout(seconds):
            while True:
                found = self.private_posts(person, saying)
                if len(found) > after:
                    return found[after]
                await asyncio.sleep(0.02)

    def private_posts(self, person: Person, saying: str = "") -> list[Post]:
        """Return the private messages that the person has and that said this when they came, oldest
        first: what they say may be changed."""
        return [
            post
            for post in self.sandbox.world.posts
            if (post.workspace, post.private_to) == (person.workspace, person.account)
            and saying in came_as(post)
        ]

    async def counts(self) -> dict[str, int]:
        """Return how many rows each table of facts has: what must not change where nothing may
        be kept."""
        tables = ("members", "engagement_events", "responses", "queries")
        return {
            name: (await self.rows(f"SELECT count(*) AS n FROM {name}"))[0]["n"] for name in tables
        }

    async def restart(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Stop Sevenbot, let `change` edit its directory's file, and start it again."""
        async with asyncio.timeout(LONG):
            await self.running.stop()
        edit(Path(self.environ["SEVENBOT_DIRECTORY"]), change)
        ports = [urlsplit(url).port or 0 for url in (self.public_url, self.console_url)]
        sockets = open_sockets(port=ports[0], console_port=ports[1])
        settings = Settings.load(self.environ)
        database_url = self.environ["DATABASE_URL"]
        self.sevenbot = build_app(settings, database_url, now=self.clock.now)
        self.running = Running(self.sevenbot, frozenset(Part), sockets=sockets)
        await self.running.start()

    async def page(self, path: str = "/") -> str:
        """Return a page of the console, over HTTP."""
        async with httpx.AsyncClient(base_url=self.console_url, trust_env=False) as client:
            response = await client.get(path)
        assert response.status_code == 200, response.text
        return response.text


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Let `change` edit a file of YAML."""
    directory = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(directory)
    path.write_text(yaml.safe_dump(directory), encoding="utf-8")


@asynccontextmanager
async def staged(
    folder: Path, database_url: str, *, parts: Collection[Part] = frozenset(Part)
) -> AsyncGenerator[Stage]:
    """Run the whole of it until the end of the block."""
    sockets = open_sockets(port=0, console_port=0)
    clock = MovingClock()
    sandbox = Sandbox(bot_url=sockets.public_url, members=MEMBERS, now=clock.now)
    environ = {
        **sandbox.environ,
        "DATABASE_URL": database_url,
        "SEVENBOT_DATA_DIR": str(folder / "data"),
        "SEVENBOT_DIRECTORY": str(set_scene(sandbox, folder)),
        "SEVENBOT_IDENTITY_KEY": IDENTITY_KEY,
        "SEVENBOT_PUBLIC_URL": sockets.public_url,
    }
    settings = Settings.load(environ)
    async with sandbox:
        sevenbot = build_app(settings, database_url, now=clock.now)
        running = Running(sevenbot, parts, sockets=sockets)
        await running.start()
        try:
            library = {
                path.stem: approved(import_file(path).briefing)
                for path in operations.markdown_files([LIBRARY])
            }
            shipped = library[BRIEFING]
            library |= {
                "restricted": replace(shipped, slug="restricted", restricted=True),
                "draft": replace(shipped, slug="draft", approver=shipped.author),
            }
            await operations.store(sevenbot.database, library.values(), sevenbot.now)
            stage = Stage(
                sandbox,
                sevenbot,
                running,
                environ,
                sockets.public_url,
                sockets.console_url,
                library,
                clock,
            )
            yield stage
            running = stage.running
        finally:
            async with asyncio.timeout(LONG):
                await running.stop()
