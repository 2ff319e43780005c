"""A face that a test plays, and the page that shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any

import httpx

from bot.sandbox.page import EngagementRow
from bot.sandbox.world import (
    Answer,
    Attempt,
    Control,
    Json,
    Note,
    Nothing,
    Person,
    Post,
    Screen,
    Shown,
    World,
)

HEADERS = {"X-Sandbox-Page": "1"}
NOON = datetime(2026, 7, 1, 11, 0, tzinfo=UTC)


@dataclass
class PlayedFace:
    """Answers as a test tells it, and keeps what was asked."""

    platform: str = "slack"
    answer: Shown = field(default_factory=Nothing)
    said: Answer = field(default_factory=Nothing)
    asked: list[Any] = field(default_factory=list)

    def routes(self) -> Sequence[Any]:
        return ()

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def environ(self) -> Mapping[str, str]:
        return {}

    def controls(self, post: Post | Note) -> Sequence[Control]:
        return [Control("button", "read", "Read", "1.read")]

    def html(self, body: Json) -> str:
        return f"<p>{escape(body['text'])}</p>"

    async def press(self, person: Person, post: Post | Note, control: Control) -> Shown:
        self.asked.append((person.account, post.id, control.label))
        return self.answer

    async def command(self, person: Person, text: str, channel: str | None = None) -> Answer:
        self.asked.append((person.account, text, channel))
        return self.said

    async def home(self, person: Person) -> Answer:
        self.asked.append((person.account, "home"))
        return self.said

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        self.asked.append((screen.id, dict(filled)))
        if filled.get("answer") == ["z"]:
            raise ValueError("'z' is not an option.")
        return self.answer

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        return b"", b""

    async def attack(self) -> Sequence[Attempt]:
        return ()


@dataclass
class Rig:
    world: World
    face: PlayedFace
    http: httpx.AsyncClient
    figures: list[EngagementRow]

    @property
    def amina(self) -> Person:
        return self.world.people["north", "U1"]

    def post(self, text: str = "Hello", **further: Any) -> Post:
        whole = {
            "workspace": "north",
            "channel": "C1",
            "id": f"{len(self.world.posts)}.1",
        } | further
        post = Post(body={"text": text}, at=NOON, **whole)
        self.world.posts.append(post)
        return post

    def screen(self) -> Screen:
        choices = (("a", "One"), ("b", "Two"))
        return Screen(
            person=self.amina,
            id="V1",
            title="Learning <1>",
            body={"text": "Which?"},
            controls=(
                Control("one of", "answer", "Which?", options=choices),
                Control("text", "why", "Why?", optional=True),
                Control("button", "other", "Something else", value="x"),
            ),
            submit="Send",
        )

    async def press(self, **further: str) -> httpx.Response:
        given = {"channel": "C1", "as": "U1", "post": "0.1", "name": "read", "value": "1.read"}
        return await self.http.post("/page/press", data=given | further, headers=HEADERS)

    async def open(self) -> str:
        """Open a screen and return the key by which the page knows it."""
        self.post()
        self.face.answer = self.screen()
        html = (await self.press()).json()["html"]
        return html.split('data-screen="')[1].split('"')[0]
