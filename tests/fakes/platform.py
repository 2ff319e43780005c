"""A platform that keeps what it is sent and does as it is told."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

from starlette.routing import BaseRoute

from bot.platforms.base import Json, Open, Place
from bot.platforms.limits import Limits
from bot.platforms.results import (
    Absent,
    CannotLook,
    Found,
    LookResult,
    Opening,
    Readiness,
    Ready,
    Receipt,
    Roster,
    RosterResult,
    SendResult,
    Sent,
)
from config.directory import Workspace
from config.now import system_now
from content.message import Message, View, plain_text


@dataclass(frozen=True, slots=True)
class Post:
    """A post that the platform accepted."""

    delivery: UUID
    workspace: str
    channel: str
    message: Message
    at: datetime


@dataclass(slots=True)
class FakePlatform:
    """Accepts everything, until told otherwise.

    `answers` holds what the next posts to a channel id are answered with, in place of `Sent`;
    an exception is raised. `accepts_unclear` makes an Unclear post stand all the same, as when
    the connection dies after the platform took it. `before_answer` runs once a post stands.
    `readiness` is what is said of a channel id or an account when it is asked about.
    """

    name: str = "fake"
    limits: Limits = field(default_factory=lambda: Limits((), ()))
    may_look: bool = True
    accepts_unclear: bool = False
    members: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    answers: defaultdict[str, deque[SendResult | Exception]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    rosters: defaultdict[str, deque[RosterResult | Exception]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    looks: deque[LookResult | Exception] = field(default_factory=deque)
    readiness: dict[str, Readiness | Exception] = field(
        default_factory=dict[str, Readiness | Exception]
    )
    openings: dict[str, Opening] = field(default_factory=dict[str, Opening])
    """What comes of opening the conversation with an account, which is to be done once."""
    opened: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])
    before_answer: Callable[[Post], object] | None = None
    slow: float = 0.0
    posts: list[Post] = field(default_factory=list[Post])
    edits: dict[str, list[Message]] = field(default_factory=dict[str, list[Message]])
    """What posts were edited to, by the receipt's message, the newest last."""
    edit_answers: deque[SendResult | Exception] = field(default_factory=deque)
    """What the next edits are answered with, in place of `Sent`. They are made all the same."""
    tried: list[UUID] = field(default_factory=list[UUID])
    looked: list[UUID] = field(default_factory=list[UUID])

    async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
        return await self._take(place.workspace, place.channel, message, delivery)

    async def post_private(
        self, workspace: Workspace, account: str, message: Message, *, delivery: UUID
    ) -> SendResult:
        return await self._take(workspace, account, message, delivery)

    def opening(self, workspace: Workspace, account: str) -> Open | None:
        if account not in self.openings:
            return None
        return partial(self._opens, account)

    async def _opens(self, account: str) -> Opening:
        self.opened.append(account)
        return self.openings.pop(account)

    async def update(self, place: Place, receipt: Receipt, message: Message) -> SendResult:
        return await self.update_private(place.workspace, receipt, message)

    async def update_private(
        self, workspace: Workspace, receipt: Receipt, message: Message
    ) -> SendResult:
        self.edits.setdefault(receipt.message, []).append(message)
        answer = self.edit_answers.popleft() if self.edit_answers else Sent(receipt)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def look(self, place: Place, *, delivery: UUID) -> LookResult:
        self.looked.append(delivery)
        if self.looks:
            answer = self.looks.popleft()
            if isinstance(answer, Exception):
                raise answer
            return answer
        if not self.may_look:
            return CannotLook("This workspace does not let the bot look.")
        standing = [post for post in self.posts if post.delivery == delivery]
        return Found(receipt_of(standing[0])) if standing else Absent()

    async def roster(self, place: Place) -> RosterResult:
        if self.rosters[place.channel]:
            answer = self.rosters[place.channel].popleft()
            if isinstance(answer, Exception):
                raise answer
            return answer
        return Roster(self.members.get(place.channel, frozenset()))

    async def ready(self, place: Place) -> Readiness:
        return self._asked(place.channel)

    async def ready_private(self, workspace: Workspace, account: str) -> Readiness:
        return self._asked(account)

    def render_message(self, message: Message) -> Json:
        return {"text": plain_text(message)}

    def render_view(self, view: View) -> Json:
        return {"text": plain_text(view.message)}

    def routes(self) -> Sequence[BaseRoute]:
        return ()

    async def start(self) -> None:
        """Nothing to open."""

    async def listen(self) -> None:
        """Nothing to listen to."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def check(self) -> Sequence[str]:
        return ()

    def _asked(self, where: str) -> Readiness:
        self.asked.append(where)
        answer = self.readiness.get(where, Ready())
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _take(
        self, workspace: Workspace, channel: str, message: Message, delivery: UUID
    ) -> SendResult:
        self.tried.append(delivery)
        if self.slow:
            await asyncio.sleep(self.slow)
        answer = self.answers[channel].popleft() if self.answers[channel] else None
        if isinstance(answer, Exception):
            raise answer
        post = Post(delivery, workspace.key, channel, message, system_now())
        if answer is None or isinstance(answer, Sent) or self.accepts_unclear:
            self.posts.append(post)
            if self.before_answer is not None:
                self.before_answer(post)
        return Sent(receipt_of(post)) if answer is None else answer


def receipt_of(post: Post) -> Receipt:
    """Return the receipt that the fake gives for a post."""
    return Receipt(conversation=post.channel, message=f"m-{post.delivery}")
