"""Microsoft Teams as the house sees it."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from starlette.routing import BaseRoute

from bot.platforms.base import Inbound, Notebook, Open, Place
from bot.platforms.limits import Limits, Window
from bot.platforms.results import (
    CannotLook,
    LookResult,
    Readiness,
    Ready,
    Receipt,
    RosterResult,
    SendResult,
)
from bot.platforms.teams.client import Connector
from bot.platforms.teams.inbound import Door
from bot.platforms.teams.keys import SigningKeys
from bot.platforms.teams.notes import Notes
from bot.platforms.teams.personal import PersonalChats
from bot.platforms.teams.render import render_message, render_view
from bot.platforms.teams.settings import PLATFORM, configure
from bot.platforms.teams.tokens import BotTokens
from bot.platforms.teams.verify import Verifier
from bot.platforms.teams.vouch import Vouching
from config.directory import Directory, Workspace
from config.now import Now
from config.settings import Settings
from content.message import Message, View

LIMITS = Limits(
    per_channel=(Window(7, 1), Window(8, 2), Window(60, 30), Window(1800, 3600)),
    per_workspace=(Window(25, 1),),
    rosters=(Window(3, 0.2),),
    chats=True,
)
"""Per bot and thread, to send or create: "Optimize your bot with rate limiting"
(learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit). Per app and tenant the same
page says 50 requests a second, an older one 30. Half of it leaves room for the answers, and for who
is in a channel, which is asked before it is posted to. Ten in 0.4 s were tried: while the first
calls wait for a token they gather, and go together with too many of the next second's."""


class Teams:
    """Every tenant, over the Bot Connector REST API."""

    name = PLATFORM
    limits = LIMITS

    def __init__(
        self,
        *,
        settings: Settings,
        directory: Directory,
        inbound: Inbound,
        notebook: Notebook,
        now: Now,
    ) -> None:
        """Build it, without I/O. Raises SettingsError."""
        self._directory = directory
        self._configuration = configure(settings, directory)
        addresses = self._configuration.addresses
        sandbox = self._configuration.sandbox
        self._notes = Notes(notebook, addresses.service_url, now)
        tokens = BotTokens(self._configuration, now)
        self._connector = Connector(self._configuration, tokens, self._notes, now)
        self._keys = SigningKeys(
            addresses.metadata_url, self._connector.fetch, now, sandbox=sandbox
        )
        vouching = Vouching(self._connector, inbound.known, now)
        self._chats = PersonalChats(self._connector, inbound, vouching)
        self._door = Door(
            self._configuration,
            verifier=Verifier(self._keys, addresses.issuer, now),
            inbound=inbound,
            notes=self._notes,
            vouching=vouching,
            chats=self._chats,
        )

    async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
        """Post to a channel, as a new thread. Teams keeps nothing of ours with a message but the
        card: the delivery's id travels in its buttons."""
        del delivery
        return await self._connector.post(place.workspace, place.channel, render_message(message))

    async def post_private(
        self, workspace: Workspace, account: str, message: Message, *, delivery: UUID
    ) -> SendResult:
        """Send to one person of the tenant who has the app, or whose team has it."""
        del delivery
        return await self._connector.post_private(workspace, account, render_message(message))

    def opening(self, workspace: Workspace, account: str) -> Open | None:
        """Return how the chat is asked for, unless it is known."""
        if self._connector.has_chat(workspace, account):
            return None
        return partial(self._connector.open_chat, workspace, account)

    async def update(self, place: Place, receipt: Receipt, message: Message) -> SendResult:
        """Replace a posted message."""
        return await self._connector.update(place.workspace, receipt, render_message(message))

    async def update_private(
        self, workspace: Workspace, receipt: Receipt, message: Message
    ) -> SendResult:
        """Replace a message in the chat with one person, whose id the receipt has."""
        card = render_message(message)
        return await self._connector.update(workspace, receipt, card, alone=True)

    async def look(self, place: Place, *, delivery: UUID) -> LookResult:
        """Teams lets a bot read no channel: an unclear delivery stays so, for a person to see."""
        del place, delivery
        return CannotLook("Teams does not let a bot read what was posted in a channel.")

    async def roster(self, place: Place) -> RosterResult:
        """Return the tenant's own people in the channel."""
        return await self._connector.roster(place.workspace, place.channel)

    async def ready(self, place: Place) -> Readiness:
        """Ask for the channel's members: a bot that is not in the team gets none."""
        return await self._connector.reachable(place.workspace, place.channel) or Ready()

    async def ready_private(self, workspace: Workspace, account: str) -> Readiness:
        """Ask for the chat with the person, which shows nothing to anybody."""
        return await self._connector.reachable_alone(workspace, account) or Ready()

    def render_message(self, message: Message) -> dict[str, Any]:
        """Return the activity, with its one card."""
        return render_message(message)

    def render_view(self, view: View) -> dict[str, Any]:
        """Return the value of the dialog's task."""
        return render_view(view)

    def routes(self) -> Sequence[BaseRoute]:
        """Return the one inbound route, for every registration."""
        return [self._door.route()]

    async def start(self) -> None:
        """Open the HTTP client."""
        self._connector.open()

    async def listen(self) -> None:
        """Do nothing: Teams calls the route, and nothing else."""

    async def stop(self) -> None:
        """Finish the answers under way and close the HTTP client."""
        await self._chats.close()
        await self._keys.close()
        await self._connector.close()

    async def check(self) -> Sequence[str]:
        """Try each tenant's token and each of its channels. Returns what is wrong."""
        wrong: list[str] = []
        for workspace in self._configuration.workspaces:
            token = await self._connector.token(workspace)
            if not isinstance(token, str):
                wrong.append(f"{workspace.key}: {token.reason}")
                continue
            for channel in self._directory.channels:
                if channel.workspace != workspace.key:
                    continue
                if await self._notes.left(workspace, channel.id):
                    wrong.append(f"{channel.key}: the app was removed from this channel's team.")
                    continue
                refusal = await self._connector.reachable(workspace, channel.id)
                if refusal is not None:
                    wrong.append(f"{channel.key}: {refusal.reason}")
        return wrong


def connect(
    *,
    settings: Settings,
    directory: Directory,
    inbound: Inbound,
    notebook: Notebook,
    now: Now,
) -> Teams:
    """Build the platform for the directory's tenants. No I/O. Raises SettingsError naming each
    variable that is missing or unsafe."""
    return Teams(
        settings=settings, directory=directory, inbound=inbound, notebook=notebook, now=now
    )
