"""What a platform is to the rest of the house.

A platform is one folder under `bot/platforms` whose package defines `connect`, of type
`Connect`. The contract tests find it there and fail until it is whole.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from starlette.routing import BaseRoute

from bot.platforms.limits import Limits
from bot.platforms.results import (
    LookResult,
    Opening,
    Readiness,
    Receipt,
    RosterResult,
    SendResult,
)
from config.directory import Directory, Workspace
from config.now import Now
from config.settings import Settings
from content.message import Message, View
from handlers.events import EngagementEvent
from handlers.interaction import Command, Interaction, Reply, Respondent

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a channel of a workspace."""

    workspace: Workspace
    channel: str
    """The platform's id of the channel."""


Open = Callable[[], Awaitable[Opening]]
"""Opens the conversation with one person."""


class Platform(Protocol):
    """One connected platform, for all its workspaces.

    No method raises for what the platform or the network does: the result says it.
    """

    name: str
    limits: Limits

    async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
        """Post to a channel. The delivery's id travels with the message where it can."""
        ...

    async def post_private(
        self, workspace: Workspace, account: str, message: Message, *, delivery: UUID
    ) -> SendResult:
        """Send to one person."""
        ...

    def opening(self, workspace: Workspace, account: str) -> Open | None:
        """Return how the conversation with one person is opened before they are written to, where
        that is to be done now, and is a call that counts like a message. `post_private` does it too
        where nobody has; but then nobody has waited for its turn."""
        ...

    async def update(self, place: Place, receipt: Receipt, message: Message) -> SendResult:
        """Replace a posted message."""
        ...

    async def update_private(
        self, workspace: Workspace, receipt: Receipt, message: Message
    ) -> SendResult:
        """Replace a message to one person. They get no notice of it."""
        ...

    async def look(self, place: Place, *, delivery: UUID) -> LookResult:
        """Look whether an earlier attempt at this delivery was posted after all. `TryLater` where
        that may be looked at, and not now."""
        ...

    async def roster(self, place: Place) -> RosterResult:
        """Return who can see the channel now."""
        ...

    async def ready(self, place: Place) -> Readiness:
        """Tell whether the channel could be posted to now. Posts nothing."""
        ...

    async def ready_private(self, workspace: Workspace, account: str) -> Readiness:
        """Tell whether one person could be written to now. They notice nothing of it."""
        ...

    def render_message(self, message: Message) -> Json:
        """Return the message as it goes over the wire (Slack: text and blocks; Teams: the
        card). Pure: previews and golden files use it."""
        ...

    def render_view(self, view: View) -> Json:
        """Return the view as it goes over the wire. Pure."""
        ...

    def routes(self) -> Sequence[BaseRoute]:
        """Return the inbound routes. Each verifies every request; there is no off switch."""
        ...

    async def start(self) -> None:
        """Open what sending needs (HTTP sessions). Idempotent."""
        ...

    async def listen(self) -> None:
        """Open the connections over which the platform calls us, beside the routes (Socket Mode).
        Only the web process calls it, after `start`. Idempotent."""
        ...

    async def stop(self) -> None:
        """Finish what is in flight and close it."""
        ...

    async def check(self) -> Sequence[str]:
        """Ask the platform whether each workspace's access works. Returns what is wrong, a
        sentence each, for `sevenbot doctor`."""
        ...


Handle = Callable[[Interaction], Awaitable[Reply]]
"""Does what an interaction asks: persists, then gives the reply. Raises nothing for what a
person did."""

Shown = Callable[[EngagementEvent], Awaitable[None]]
"""Called once a view was really shown, to keep the fact of it."""


Obey = Callable[[Command], Awaitable[Message]]
"""Does what somebody wrote to the bot, and returns what to say to that one person."""

Home = Callable[[Respondent], Awaitable[Message]]
"""Returns a person's own page: what they owe and their history (Slack's App Home)."""

Known = Callable[[str, str], Awaitable[bool]]
"""Tells whether an account of a workspace (directory key, account) is in the register of members.
An account that is not may be a guest's: the platform asks its own directory before it vouches."""


Mended = Callable[[str, str | None], Awaitable[None]]
"""Called when what kept messages out of a workspace (directory key), or of one channel of it (the
platform's id), may be mended. It is only a hint, by which halted deliveries are tried sooner."""


async def _unheard(workspace: str, channel: str | None) -> None:
    del workspace, channel


@dataclass(frozen=True, slots=True)
class Inbound:
    """What a platform calls when something verified comes in."""

    handle: Handle
    shown: Shown
    known: Known
    obey: Obey
    home: Home
    mended: Mended = _unheard


class Notebook(Protocol):
    """A small durable store, a page per workspace, for what a platform learns as it runs
    (for example the address at which a Teams tenant is served)."""

    async def read(self, workspace: str) -> Mapping[str, str]:
        """Return the workspace's page; empty when there is none."""
        ...

    async def write(self, workspace: str, entries: Mapping[str, str]) -> None:
        """Merge the entries into the workspace's page; the newest wins."""
        ...


class Connect(Protocol):
    """What a platform's package defines under the name `connect`."""

    def __call__(
        self,
        *,
        settings: Settings,
        directory: Directory,
        inbound: Inbound,
        notebook: Notebook,
        now: Now,
    ) -> Platform:
        """Build the platform for its workspaces in the directory, reading its own section of
        the settings (`settings.section(...)`). No I/O. Raises SettingsError naming what is
        missing."""
        ...
