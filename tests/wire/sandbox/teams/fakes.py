"""A world, a card, a hand-written bot that verifies what it gets, and a clock that can be set."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import Json, Person, SandboxChannel, SandboxWorkspace, World
from content.actions import Action, ActionName

BASE = "http://sandbox.test"
BOT = "http://bot.test"
DELIVERY = UUID("11111111-2222-4333-8444-555555555555")
TENANT = "aaaaaaaa-0000-4000-8000-000000000001"
POLICE = "19:police@thread.tacv2"
HEALTH = "19:health@thread.tacv2"
ANNA = "bbbbbbbb-0000-4000-8000-000000000001"
BEN = "bbbbbbbb-0000-4000-8000-000000000002"
GUEST = "bbbbbbbb-0000-4000-8000-000000000003"
ADAPTIVE = "application/vnd.microsoft.card.adaptive"


@dataclass
class Clock:
    """Stands still unless told to move."""

    at: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def make_world(extra_members: int = 0) -> World:
    people = [
        Person("north-teams", ANNA, "Anna Archer"),
        Person("north-teams", BEN, "Ben Brook"),
        Person("north-teams", GUEST, "Gwen Guest", outsider=True),
        *(Person("north-teams", f"29:extra-{n}", f"Extra {n}") for n in range(extra_members)),
        Person("south-teams", "south-person", "Sam South"),
        Person("north-teams", "robot", "Robot", bot=True),
        Person("slack", "U1", "Slack Person"),
    ]
    extra = tuple(p.account for p in people if p.account.startswith("29:"))
    return World(
        workspaces={
            "north-teams": SandboxWorkspace("north-teams", "teams", TENANT, "North"),
            "south-teams": SandboxWorkspace("south-teams", "teams", TENANT[:-1] + "2", "South"),
            "slack": SandboxWorkspace("slack", "slack", "T1", "Slack"),
        },
        channels={
            POLICE: SandboxChannel(
                "north-teams", POLICE, "Learning", "police", (ANNA, BEN, GUEST, "robot", *extra)
            ),
            HEALTH: SandboxChannel("south-teams", HEALTH, "Learning", "health", ("south-person",)),
            "C1": SandboxChannel("slack", "C1", "learning", "school", ("U1",)),
        },
        people={(p.workspace, p.account): p for p in people},
    )


def action(name: ActionName, step: int = 0) -> str:
    return Action(name, DELIVERY, step).encode()


def fetch(title: str, name: ActionName, **more: Any) -> Json:
    data = {"action": action(name), "msteams": {"type": "task/fetch"}}
    return {"type": "Action.Submit", "title": title, "data": data, **more}


def card(*body: Json, actions: list[Json] | None = None, **more: Any) -> Json:
    made: Json = {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **more}
    if actions is not None:
        made["actions"] = actions
    return made


def words(text: str, **more: Any) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, **more}


def post_card() -> Json:
    return card(
        words("Seeing the whole child", style="heading", size="large", weight="bolder"),
        {
            "type": "ActionSet",
            "actions": [
                fetch("Read it (6 min)", ActionName.READ, style="positive"),
                fetch("Ask a question", ActionName.ASK, mode="secondary"),
                fetch("Check my understanding", ActionName.CHECK),
            ],
        },
    )


def attached(content: Json) -> Json:
    return {"contentType": ADAPTIVE, "content": content}


def message(content: Json | None = None) -> Json:
    return {
        "type": "message",
        "summary": "A briefing",
        "attachments": [attached(content or post_card())],
    }


def channel_post(channel: str = POLICE, activity: Json | None = None, **more: Any) -> Json:
    return {
        "isGroup": True,
        "channelData": {"channel": {"id": channel}, "tenant": {"id": TENANT}},
        "activity": activity or message(),
        **more,
    }


def continued(content: Json, title: str = "Briefing") -> Json:
    value = {"title": title, "height": "large", "width": "medium", "card": attached(content)}
    return {"task": {"type": "continue", "value": value}}


def said(text: str) -> Json:
    return {"task": {"type": "message", "value": text}}


Check = Callable[[str, Json], None]


@dataclass
class FakeBot:
    """Verifies every request as the documentation asks, and answers what it is told to."""

    reply: Callable[[Json], Response | Json] = field(default=lambda _: {})
    strict: bool = True
    face: TeamsFace | None = None
    heard: list[Json] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def transport(self) -> httpx.ASGITransport:
        route = Route("/teams/main/messages", self._messages, methods=["POST"])
        return httpx.ASGITransport(Starlette(routes=[route]))

    async def _messages(self, request: Request) -> Response:
        body = await request.body()
        activity = json.loads(body)
        try:
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            await self._verify(token, activity)
        except (jwt.PyJWTError, KeyError, ValueError):
            return Response(status_code=401)
        self.tokens.append(token)
        self.bodies.append(body)
        self.heard.append(activity)
        answer = self.reply(activity)
        return answer if isinstance(answer, Response) else JSONResponse(answer)

    async def _verify(self, token: str, activity: Json) -> None:
        assert self.face is not None
        sandbox = httpx.ASGITransport(Starlette(routes=list(self.face.routes())))
        async with httpx.AsyncClient(transport=sandbox) as client:
            metadata = (await client.get(self.face.issuer.metadata_url)).json()
            keys = (await client.get(metadata["jwks_uri"])).json()["keys"]
        header = jwt.get_unverified_header(token)
        key = next(k for k in [*keys, {}] if k.get("kid") == header.get("kid") or not k)
        if not self.strict:
            jwt.decode(
                token,
                jwt.PyJWK(key).key,
                algorithms=["RS256"],
                options={"verify_aud": False, "verify_exp": False, "verify_nbf": False},
            )
            return
        claims = jwt.decode(
            token,
            jwt.PyJWK(key).key,
            algorithms=["RS256"],
            audience=self.face.registration.app_id,
            issuer=metadata["issuer"],
            leeway=300,
            options={"require": ["exp", "nbf", "iss", "aud", "serviceurl"]},
        )
        tenant = activity["channelData"]["tenant"]["id"]
        if (
            claims["serviceurl"] != activity["serviceUrl"]
            or "msteams" not in key["endorsements"]
            or self.face.tenants.by_id(tenant) is None
        ):
            raise ValueError
