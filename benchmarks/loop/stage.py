"""Everything that runs: the bot with its own database, worker and clock, and the people's hands."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, LiteralString, Protocol

import yaml

from benchmarks.loop.hands import Hands
from benchmarks.loop.held import HeldClock
from benchmarks.loop.port import Switchboard
from bot import operations
from bot.app import Sevenbot, build_app
from bot.decisions.approval import approve
from bot.delivery.disseminate import disseminate
from bot.platforms.base import Connect
from bot.platforms.discovery import load_platform
from bot.processes import Part, Running, Sockets, settle
from bot.sandbox.world import World
from bot.store.content.shelf import BRIEFINGS
from config.settings import Settings
from content.briefing import Briefing
from schedules.followups import FollowUps
from schedules.plan import Plan

MOST_LOOKS = 200
"""Looks at one moment after which something goes round in circles."""

PATIENCE_SECONDS = 300.0
"""How long the worker may take over what one look gave it."""

BETWEEN_LOOKS = 0.004
"""Seconds between two looks at whether the worker is done."""

Json = dict[str, Any]

_QUEUE: Final[LiteralString] = """
SELECT last_value AS queued,
    EXISTS (SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')) AS working
FROM procrastinate_jobs_id_seq
"""
"""The sequence tells whether there has been a job since, however soon it was done."""


_AGAIN: Final[LiteralString] = (
    "SELECT min(next_try_at) AS again FROM deliveries WHERE state = 'waiting' AND NOT held"
)


class HandsOf(Protocol):
    """Says what the people of a workspace act by."""

    def __call__(self, workspace: str) -> Hands:
        """Return the hands for the directory's key of a workspace."""
        ...


@dataclass(slots=True)
class Stage:
    """A running bot in a world. `gone` are closed accounts (workspace, account)."""

    world: World
    clock: HeldClock
    document: Json
    """The directory, as its file holds it."""
    environ: Mapping[str, str]
    address: str
    hands: HandsOf
    gone: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    connect: Callable[[str], Connect] = load_platform
    open_sockets: Callable[[], Sockets] | None = None
    """Gives what the platforms call the bot at; None where nothing is called."""
    closes_accounts: bool = True
    """Whether the platforms refuse what goes to a closed account."""
    replies: set[str] = field(default_factory=set[str])
    """Messages by which somebody who wrote to the bot was answered at once: no letters."""
    looks: list[object] = field(default_factory=list[object])
    _sevenbot: Sevenbot | None = None
    _running: Running | None = None

    @property
    def sevenbot(self) -> Sevenbot:
        """Return the bot that runs now."""
        assert self._sevenbot is not None
        return self._sevenbot

    async def start(self) -> None:
        """Start the bot on the directory as it is now."""
        self._write_directory()
        self._sevenbot = build_app(
            Settings.load(self.environ), self.address, now=self.clock.now, platforms=self.connect
        )
        sockets = self.open_sockets() if self.open_sockets else None
        parts = {Part.WORKER, Part.WEB} if sockets else {Part.WORKER}
        self._running = Running(self._sevenbot, parts, sockets=sockets)
        await self._running.start()
        settle()

    def _write_directory(self) -> None:
        for agency in self.document["agencies"]:
            agency.pop("window", None)  # the sandbox's are shown at any hour; these keep the usual
        Path(self.environ["SEVENBOT_DIRECTORY"]).write_text(
            yaml.safe_dump(self.document, allow_unicode=True), encoding="utf-8"
        )

    async def stop(self) -> None:
        """Stop the bot. The database stays."""
        running, self._running, self._sevenbot = self._running, None, None
        if running is not None:
            await running.stop()

    async def store(self, briefings: Mapping[str, Briefing]) -> None:
        """Keep the briefings, and have a second person approve each."""
        bot = self.sevenbot
        await operations.store(bot.database, briefings.values(), bot.now)
        for slug in briefings:
            by = bot.directory.approvers[0]
            await approve(
                bot.database, bot.directory, BRIEFINGS, slug, version=None, by=by, now=bot.now
            )

    async def send(self, slug: str, plan: Plan, follow_ups: FollowUps) -> None:
        """Plan a briefing for everyone."""
        bot = self.sevenbot
        await disseminate(
            bot.database,
            bot.queue,
            bot.directory,
            slug,
            None,
            "everyone",
            plan,
            bot.now,
            follow_ups=follow_ups,
        )

    async def look(self) -> None:
        """Let the clock do all that is due now, and the worker all that this brings."""
        self.looks.append(self.clock.now())
        before = await self.settled()
        for _ in range(MOST_LOOKS):
            while await self.sevenbot.clock.tick() <= self.clock.now():
                pass
            queued = await self.settled()
            if queued == before and not await self._tries_again():
                return
            before = queued
        raise RuntimeError(f"At {self.clock.now()} there is always more to do.")

    async def _tries_again(self) -> bool:
        """Go on to when something is tried again that a platform did not take, where that is within
        the minute: no letter comes at another one for that. Returns whether there is such a
        thing."""
        row = await self.sevenbot.database.statements.first(_AGAIN, {})
        again = None if row is None else row["again"]
        if again is None or again.replace(second=0, microsecond=0) > self.clock.now():
            return False
        self.clock.set(max(again, self.clock.now()))
        return True

    async def settled(self) -> int:
        """Wait until the worker has nothing in hand. Returns a number that grows with each job."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                row = await self.sevenbot.database.statements.first(_QUEUE, {})
                assert row is not None
                if not row["working"]:
                    return row["queued"]
                await asyncio.sleep(BETWEEN_LOOKS)  # the queue has no event for it


def in_process(world: World, document: Json, folder: Path, address: str, clock: HeldClock) -> Stage:
    """Return a stage whose platforms stay in the process. The secrets open nothing."""
    switchboard = Switchboard(world)
    return Stage(
        world=world,
        clock=clock,
        document=document,
        environ={
            "SEVENBOT_MODE": "sandbox",
            "SEVENBOT_DATA_DIR": str(folder / "data"),
            "SEVENBOT_DIRECTORY": str(folder / "directory.yaml"),
            "SEVENBOT_LOG_LEVEL": "ERROR",
            "SLACK_TOKENS__POLICE_SLACK": "xoxb-nobody",
            "SLACK_TOKENS__LANTERN_SLACK": "xoxb-nobody",
            "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET": "nothing-is-signed",
            "TEAMS_REGISTRATIONS__MAIN__APP_ID": "00000000-0000-0000-0000-000000000001",
            "TEAMS_REGISTRATIONS__MAIN__APP_SECRET": "nothing-is-signed",
            "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT": "00000000-0000-0000-0000-000000000002",
        },
        address=address,
        hands=switchboard.hands,
        gone=switchboard.gone,
        connect=switchboard,
    )
