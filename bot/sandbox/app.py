"""The sandbox as one thing: a local Slack, a local Teams and a page, on this machine only."""

from collections.abc import Mapping
from typing import Self
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from bot.sandbox.page import Engagement, Page
from bot.sandbox.partnership import AGENCY_NAMES, HISTORY_GRANTED, build_world
from bot.sandbox.serving import HOST, LocalServer, bind, require_loopback
from bot.sandbox.slack.face import SlackFace
from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import Face, World
from config.now import Now, system_now


class Sandbox:
    """Everything a bot talks to, for one run. Building it takes the port, so that the addresses
    in `environ` hold before it starts; `stop` gives the port back."""

    def __init__(
        self,
        *,
        bot_url: str,
        members: int = 200,
        built: tuple[World, str] | None = None,
        history_granted: frozenset[str] = HISTORY_GRANTED,
        port: int = 0,
        host: str = HOST,
        engagement: Engagement | None = None,
        console_url: str | None = None,
        slack_socket_mode: bool = False,
        now: Now = system_now,
    ) -> None:
        """Take the port. `bot_url` is where the bot listens; `engagement` gives the page its
        figures; with `slack_socket_mode` the bot reaches Slack without a public address. `built` is
        another world than the demonstration's with its directory, `history_granted` the keys of the
        Slack workspaces that let their channels be read. Raises
        SettingsError for a host or bot that is not on this machine or a port that is taken,
        InputError for too few members."""
        require_loopback(urlsplit(bot_url).hostname or "")
        self.world, self.directory_yaml = built or build_world(members)
        listening = bind(port, host)
        self.url = f"http://{HOST}:{listening.getsockname()[1]}"
        self.faces: dict[str, Face] = {
            "slack": SlackFace(
                self.world,
                bot_url=bot_url,
                base_url=self.url,
                now=now,
                history_granted=history_granted,
                socket_mode=slack_socket_mode,
            ),
            "teams": TeamsFace(self.world, bot_url=bot_url, base_url=self.url, now=now),
        }
        self.page = Page(
            self.world,
            self.faces,
            agencies=AGENCY_NAMES,
            engagement=engagement,
            console_url=console_url,
        )
        routes = [*self.page.routes(), *(r for face in self.faces.values() for r in face.routes())]
        guard = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
        self._server = LocalServer(Starlette(routes=routes, middleware=[guard]), listening)

    @property
    def environ(self) -> dict[str, str]:
        """Return everything the bot needs to connect to this sandbox. Secrets of this run."""
        environ = {"SEVENBOT_MODE": "sandbox"}
        for face in self.faces.values():
            settings: Mapping[str, str] = face.environ()
            environ |= settings
        return environ

    async def start(self) -> None:
        """Serve. Idempotent."""
        for face in self.faces.values():
            await face.start()
        await self._server.start()

    async def stop(self) -> None:
        """Stop serving and give everything back. Idempotent."""
        await self._server.stop()
        for face in self.faces.values():
            await face.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
