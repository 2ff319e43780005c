"""What Sevenbot and the baselines ask of the world, on loopback."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks.setting import TEAM
from bot.sandbox.teams.issuer import Issuer
from bot.sandbox.teams.registration import Registration
from bot.serving.servers import WebServer, bind
from config.now import system_now


class Outside:
    """What the servers ask of the world: Slack's one call that Bolt makes, which asks whose token
    this is, and the keys of the issuer of Teams' tokens."""

    def __init__(self, port: int) -> None:
        """Take the port. Serves nothing yet."""
        self._port = port
        base = f"http://127.0.0.1:{port}"
        self.slack_api = f"{base}/api/"
        self.service_url = f"{base}/teams/"
        self.registration = Registration()
        self.issuer = Issuer(base_url=base, registration=self.registration, now=system_now)

    def teams_environ(self) -> Mapping[str, str]:
        """Return the settings of a Sevenbot that believes this issuer."""
        return {
            "TEAMS_REGISTRATIONS__MAIN__APP_ID": self.registration.app_id,
            "TEAMS_REGISTRATIONS__MAIN__APP_SECRET": self.registration.secret,
            "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT": self.registration.home_tenant,
            "TEAMS_ISSUER": self.issuer.address,
            "TEAMS_METADATA_URL": self.issuer.metadata_url,
            "TEAMS_SERVICE_URL": self.service_url,
        }

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator[None]:
        """Serve until the end of the block."""
        auth_test = Route("/api/auth.test", _auth_test, methods=["POST"])
        app = Starlette(routes=[auth_test, *self.issuer.routes()])
        server = WebServer(app, bind("127.0.0.1", self._port))
        await server.start()
        try:
            yield
        finally:
            await server.stop()


async def _auth_test(_: Request) -> Response:
    return JSONResponse(
        {"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BENCH", "url": ""}
    )
