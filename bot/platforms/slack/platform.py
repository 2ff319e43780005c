"""Slack, connected: everything together behind the Platform protocol."""

from collections.abc import Sequence
from uuid import UUID

from starlette.routing import BaseRoute

from bot.platforms.base import Inbound, Json, Place
from bot.platforms.limits import Limits, Window
from bot.platforms.results import LookResult, Readiness, Receipt, RosterResult, SendResult
from bot.platforms.slack.checkup import check_access
from bot.platforms.slack.client import Web
from bot.platforms.slack.desk import Desk
from bot.platforms.slack.endpoint import Endpoint
from bot.platforms.slack.inbound import bolt_app
from bot.platforms.slack.ready import channel_ready, person_ready
from bot.platforms.slack.render import render_message, render_view
from bot.platforms.slack.roster import Rosters
from bot.platforms.slack.sending import Sender
from bot.platforms.slack.settings import Access
from bot.platforms.slack.socket import Socket
from config.directory import Directory, Workspace
from config.now import Now
from content.message import Message, View

NAME = "slack"
LAST_ANSWERS_SECONDS = 3.0
"""How long a stop waits for what is being answered: as long as Slack does."""


class Slack:
    """All Slack workspaces of the directory."""

    name: str = NAME
    limits: Limits = Limits(
        per_channel=(Window(1, 1.0),),
        per_workspace=(Window(10, 1.0),),
        private=(Window(50, 60.0),),
        updates=(Window(50, 60.0),),
        rosters=(Window(100, 60.0),),
    )
    """One message a second a channel, and "several hundred messages per minute" a workspace
    (docs.slack.dev/apis/web-api/rate-limits, chat.postMessage). The exact figure is unstated: this
    is where it begins, and each workspace's own refusals slow it (`bot/delivery/pace.py`). The
    others are tier 3 (conversations.open, chat.update) and tier 4 (conversations.members)."""

    def __init__(self, access: Access, directory: Directory, inbound: Inbound, now: Now) -> None:
        """Build the parts. No I/O."""
        self._access = access
        self._directory = directory
        self._web = Web(access, now)
        self._sender = Sender(self._web, now)
        self._rosters = Rosters(self._web, now)
        self._desk = Desk(inbound, self._web, now)
        self._routes: list[BaseRoute] = []
        self._sockets: list[Socket] = []
        for registration in access.registrations:
            app = bolt_app(registration, dict(access.tokens), self._web, self._desk)
            if registration.signing_secret is not None:
                endpoint = Endpoint(app, registration.signing_secret, now)
                self._routes.append(endpoint.route(registration.key))
            if registration.app_token is not None:
                self._sockets.append(Socket(app, registration.app_token, self._web))

    async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
        """Post to a channel, the delivery's id in the message's metadata."""
        return await self._sender.post(place, message, delivery)

    async def post_private(
        self, workspace: Workspace, account: str, message: Message, *, delivery: UUID
    ) -> SendResult:
        """Send to one person."""
        return await self._sender.post_private(workspace, account, message, delivery)

    def opening(self, workspace: Workspace, account: str) -> None:
        """Slack counts `conversations.open` apart from messages, by the private messages' window:
        it is called with the message."""

    async def update(self, place: Place, receipt: Receipt, message: Message) -> SendResult:
        """Replace a posted message."""
        return await self._sender.update(place.workspace, receipt, message)

    async def update_private(
        self, workspace: Workspace, receipt: Receipt, message: Message
    ) -> SendResult:
        """Replace a message in a one-to-one conversation, whose id the receipt has."""
        return await self._sender.update(workspace, receipt, message)

    async def look(self, place: Place, *, delivery: UUID) -> LookResult:
        """Look for the delivery's post, where the workspace lets its channels be read."""
        return await self._sender.look(place, delivery)

    async def roster(self, place: Place) -> RosterResult:
        """Return who can see the channel now."""
        return await self._rosters.roster(place)

    async def ready(self, place: Place) -> Readiness:
        """Ask about the channel: whether it is there, open, and the bot in it."""
        return await channel_ready(self._web, place)

    async def ready_private(self, workspace: Workspace, account: str) -> Readiness:
        """Open the one-to-one conversation, which shows nothing to anybody."""
        return await person_ready(self._web, workspace, account)

    def render_message(self, message: Message) -> Json:
        """Return the message's text and blocks."""
        return render_message(message)

    def render_view(self, view: View) -> Json:
        """Return the modal."""
        return render_view(view)

    def routes(self) -> Sequence[BaseRoute]:
        """Return a route for each registration that has a signing secret."""
        return tuple(self._routes)

    async def start(self) -> None:
        """Open the HTTP session."""
        await self._web.open()

    async def listen(self) -> None:
        """Open Socket Mode where a registration has an app token."""
        for socket in self._sockets:
            await socket.start()

    async def stop(self) -> None:
        """Let what is being answered finish, then close everything."""
        await self._desk.finish(LAST_ANSWERS_SECONDS)
        for socket in self._sockets:
            await socket.stop()
        await self._web.close()

    async def check(self) -> Sequence[str]:
        """Return what is wrong with each workspace's access and channels."""
        return await check_access(self._web, self._access, self._directory)
