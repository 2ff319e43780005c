"""The platform, wired to what stands in for Microsoft in these tests. Written by hand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.platforms.base import Inbound
from bot.platforms.teams.platform import Teams, connect
from config.settings import Settings
from content.message import Message, Plain, Text
from handlers.events import EngagementEvent
from handlers.interaction import Command, Interaction, PrivateNote, Reply, Respondent
from tests.fakes.clock import FakeClock
from tests.wire.teams.entra import TokenEndpoint
from tests.wire.teams.issuer import Issuer
from tests.wire.teams.names import (
    APP_ID,
    CHANNEL,
    DIRECTORY,
    HOME,
    ISSUER,
    METADATA,
    PERSON,
    TENANT,
    WORKSPACE,
    Json,
)
from tests.wire.teams.server import StandIn


class PocketNotebook:
    """A notebook in memory that counts what is written, and refuses what PostgreSQL does."""

    def __init__(self) -> None:
        self.pages: dict[str, dict[str, str]] = {}
        self.writes = 0

    async def read(self, workspace: str) -> Mapping[str, str]:
        return self.pages.get(workspace, {})

    async def write(self, workspace: str, entries: Mapping[str, str]) -> None:
        assert "\0" not in "".join([*entries, *entries.values()])
        self.writes += 1
        self.pages.setdefault(workspace, {}).update(entries)


NOTE = PrivateNote(Message("Thank you.", (Text((Plain("Thank you."),)),)))


@dataclass
class House:
    """What stands behind the platform: keeps what it was told, gives the reply it is set to."""

    reply: Reply = NOTE
    known: set[str] = field(default_factory=lambda: {PERSON})
    handled: list[Interaction] = field(default_factory=list)
    events: list[EngagementEvent] = field(default_factory=list)
    answer: Message = NOTE.message
    """What it says to a command, and on a person's own page."""
    obeyed: list[Command] = field(default_factory=list)
    visited: list[Respondent] = field(default_factory=list)
    mended: list[tuple[str, str | None]] = field(default_factory=list)

    def inbound(self) -> Inbound:
        return Inbound(
            handle=self._handle,
            shown=self._shown,
            known=self._known,
            obey=self._obey,
            home=self._home,
            mended=self._mended,
        )

    async def _mended(self, workspace: str, channel: str | None) -> None:
        self.mended.append((workspace, channel))

    async def _obey(self, command: Command) -> Message:
        self.obeyed.append(command)
        return self.answer

    async def _home(self, respondent: Respondent) -> Message:
        self.visited.append(respondent)
        return self.answer

    async def _handle(self, interaction: Interaction) -> Reply:
        self.handled.append(interaction)
        return self.reply

    async def _shown(self, event: EngagementEvent) -> None:
        self.events.append(event)

    async def _known(self, workspace: str, account: str) -> bool:
        return workspace == WORKSPACE.key and account in self.known


@dataclass
class Rig:
    """All of it together."""

    teams: Teams
    house: House
    notebook: PocketNotebook
    issuer: Issuer
    clock: FakeClock
    connector: StandIn
    tokens: TokenEndpoint
    web: httpx.AsyncClient

    def activity(self, **changes: Any) -> Json:
        base: Json = {
            "type": "invoke",
            "id": "f:1",
            "name": "task/fetch",
            "channelId": "msteams",
            "serviceUrl": self.connector.address,
            "from": {"id": "29:person", "name": "Pat", "aadObjectId": PERSON},
            "recipient": {"id": f"28:{APP_ID}", "name": "Sevenbot"},
            "conversation": {
                "id": f"{CHANNEL};messageid=171",
                "conversationType": "channel",
                "tenantId": TENANT,
            },
            "channelData": {
                "tenant": {"id": TENANT},
                "channel": {"id": CHANNEL},
                "team": {"id": "19:team@thread.tacv2"},
            },
        } | changes
        return {name: value for name, value in base.items() if value is not None}

    def bearer(self, **changes: Any) -> str:
        return "Bearer " + self.issuer.sign(
            self.issuer.claims(self.clock, self.connector.address, **changes)
        )

    async def send(
        self,
        activity: Json | bytes,
        *,
        authorization: str | None = None,
        registration: str = "main",
    ) -> httpx.Response:
        content = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        headers = {"Authorization": self.bearer() if authorization is None else authorization}
        return await self.web.post(
            f"/teams/{registration}/messages", content=content, headers=headers
        )


def environment(service: str, authority_url: str, ca_file: Path) -> dict[str, str]:
    return {
        "SEVENBOT_MODE": "sandbox",
        "TEAMS_REGISTRATIONS__MAIN__APP_ID": APP_ID,
        "TEAMS_REGISTRATIONS__MAIN__APP_SECRET": "s3cret",
        "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT": HOME,
        "TEAMS_AUTHORITY": authority_url,
        "TEAMS_ISSUER": ISSUER,
        "TEAMS_METADATA_URL": METADATA,
        "TEAMS_SERVICE_URL": service,
        "TEAMS_CA_FILE": str(ca_file),
    }


def build(
    environ: dict[str, str], house: House, notebook: PocketNotebook, clock: FakeClock
) -> Teams:
    return connect(
        settings=Settings.load(environ),
        directory=DIRECTORY,
        inbound=house.inbound(),
        notebook=notebook,
        now=clock.now,
    )


def web(teams: Teams) -> httpx.AsyncClient:
    app = Starlette(routes=list(teams.routes()))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://bot.example")
