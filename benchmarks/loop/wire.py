"""A stage whose people act over the signed wire of the sandbox's Slack and Teams."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from time import monotonic

import yaml

from benchmarks.loop.hands import Hands
from benchmarks.loop.held import HeldClock
from benchmarks.loop.stage import Stage
from bot.processes import Sockets, open_sockets
from bot.sandbox.app import Sandbox
from bot.sandbox.world import Answer, Control, Face, Note, Person, Post, Screen, Shown, World

MOST_AHEAD = timedelta(seconds=59)
"""So far the platforms' clock runs on while the held one stands: what they keep is still of the
same minute."""


class FlowingClock:
    """Shows what the held clock shows, and runs on from there: the platforms' limits are in
    seconds. `clock.now` is the `Now` to pass in."""

    def __init__(self, held: HeldClock) -> None:
        """Take the clock that is moved."""
        self._held = held
        self._shown = held.now()
        self._since = monotonic()

    def now(self) -> datetime:
        """Return the moment it shows."""
        if self._held.now() != self._shown:
            self._shown, self._since = self._held.now(), monotonic()
        return self._shown + min(timedelta(seconds=monotonic() - self._since), MOST_AHEAD)


@dataclass(frozen=True, slots=True)
class WireHands:
    """A face of the sandbox as hands (`benchmarks.loop.port.Hands`)."""

    face: Face
    world: World
    replies: set[str]
    """What came into a person's chat while they wrote a command: in Teams a welcome, the first
    time, and the answer stand there like any other message."""

    def controls(self, post: Post | Note) -> Sequence[Control]:
        """Return the buttons of a message, those behind "more" last."""
        return self.face.controls(post)

    async def press(self, person: Person, post: Post | Note, control: Control) -> Shown:
        """Press one of them."""
        return await self.face.press(person, post, control)

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        """Send a page, or press the button of it whose name stands in `filled`."""
        return await self.face.submit(screen, filled)

    async def command(self, person: Person, text: str, channel: str | None = None) -> Answer:
        """Write to the bot."""
        before = len(self.world.posts)
        answer = await self.face.command(person, text, channel)
        mine = (person.workspace, person.account)
        came = islice(self.world.posts, before, None)
        self.replies.update(it.id for it in came if (it.workspace, it.private_to) == mine)
        return answer


@asynccontextmanager
async def over_the_wire(
    members: int, folder: Path, address: str, clock: HeldClock
) -> AsyncGenerator[Stage]:
    """Give a stage that has not begun, with the platforms served until the end of the block."""
    first = open_sockets(port=0, console_port=0)
    waiting = [first]
    sandbox = Sandbox(bot_url=first.public_url, members=members, now=FlowingClock(clock).now)
    replies: set[str] = set()
    port = int(first.public_url.rpartition(":")[2])

    def sockets() -> Sockets:
        return waiting.pop() if waiting else open_sockets(port=port, console_port=0)

    def hands(workspace: str) -> Hands:
        face = sandbox.faces[sandbox.world.workspaces[workspace].platform]
        return WireHands(face, sandbox.world, replies)

    async with sandbox:
        yield Stage(
            world=sandbox.world,
            clock=clock,
            document=yaml.safe_load(sandbox.directory_yaml),
            environ={
                **sandbox.environ,
                "SEVENBOT_DATA_DIR": str(folder / "data"),
                "SEVENBOT_DIRECTORY": str(folder / "directory.yaml"),
                "SEVENBOT_PUBLIC_URL": first.public_url,
                "SEVENBOT_LOG_LEVEL": "ERROR",
            },
            address=address,
            hands=hands,
            open_sockets=sockets,
            closes_accounts=False,
            replies=replies,
        )
