"""People who write to the bot: in their chat with it, or in a channel where they mention it."""

import asyncio

from bot.sandbox.teams.activities import Activities
from bot.sandbox.teams.answers import Failed, read_answer
from bot.sandbox.teams.arrivals import Arrivals
from bot.sandbox.teams.issuer import Issuer
from bot.sandbox.teams.people import Tenants, chat_id
from bot.sandbox.teams.sender import Request, Sender
from bot.sandbox.teams.threads import Threads, Where
from bot.sandbox.world import Answer, Json, Nothing, Person, Refusal
from config.now import Now

MENU = "what is open"
"""The first command of the app's menu: who has nothing to say picks it, since the client sends no
empty message."""


class Writer:
    """Writes for every person, and waits at most `patience` seconds for what the bot says back
    to that person alone. The bot answers beside the request, so the answer is a message."""

    def __init__(
        self,
        *,
        activities: Activities,
        issuer: Issuer,
        sender: Sender,
        threads: Threads,
        arrivals: Arrivals,
        patience: float,
        now: Now,
    ) -> None:
        self._activities = activities
        self._issuer = issuer
        self._sender = sender
        self._threads = threads
        self._tenants: Tenants = threads.tenants
        self._arrivals = arrivals
        self._patience = patience
        self._now = now
        self._last_root = 0

    async def write(self, person: Person, text: str, channel: str | None) -> Answer:
        """Write in the person's chat with the bot, which they add first where they never did, or
        mention it in a channel, where the mention alone is a message. Raises KeyError for a
        channel that they are not in."""
        if channel is not None:
            where, words = self._in_channel(person, channel), text
        else:
            where = self._threads.find(chat_id(person)) or await self._added(person)
            words = text if text.strip() else MENU
            if isinstance(where, Refusal):
                return where
        return await self._send(person, [self._activities.written(person, where, words)])

    async def home(self, person: Person) -> Answer:
        """Come to the chat with the bot: the first time by adding the app, later by asking."""
        if self._threads.find(chat_id(person)) is None:
            return await self._send(person, self._activities.added(person, self._opened(person)))
        return await self.write(person, "", None)

    async def _added(self, person: Person) -> Where | Refusal:
        """Let the person add the app for themselves; what the bot says to that comes first."""
        where = self._opened(person)
        answer = await self._send(person, self._activities.added(person, where))
        return answer if isinstance(answer, Refusal) else where

    def _opened(self, person: Person) -> Where:
        self._threads.open(person)
        return Where(self._tenants.of(person.workspace), chat_id(person), person=person)

    def _in_channel(self, person: Person, channel: str) -> Where:
        found = self._tenants.channel(channel)
        if found is None or person not in self._tenants.members(found):
            raise KeyError(channel)
        # A new thread is named by its first message, and that by the moment it was sent.
        self._last_root = max(self._last_root + 1, int(self._now().timestamp() * 1000))
        tenant = self._tenants.of(found.workspace)
        return Where(tenant, found.id, channel=found, root=str(self._last_root))

    async def _send(self, person: Person, activities: list[Json]) -> Answer:
        async with self._arrivals.expect(chat_id(person)) as coming:
            for activity in activities:
                token = self._issuer.token(self._activities.service_url)
                answer = await self._sender.send(Request.of(activity, token), person)
                if isinstance(outcome := read_answer(answer), Failed):
                    return Refusal(outcome.status, outcome.detail)
            try:
                async with asyncio.timeout(self._patience):
                    return await coming
            except TimeoutError:
                return Nothing()
