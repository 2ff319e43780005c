"""Sends activities to the bot over HTTP, and keeps each person's last request byte for byte."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from bot.sandbox.teams.registration import NAME
from bot.sandbox.world import Json, Person

TIMED_OUT = 504
UNREACHABLE = 502


@dataclass(frozen=True, slots=True)
class Request:
    """What goes over the wire."""

    body: bytes
    headers: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, activity: Json, token: str) -> "Request":
        """Return the activity with its bearer token."""
        return cls(
            json.dumps(activity, ensure_ascii=False).encode(),
            {
                "Content-Type": "application/json; charset=utf-8",
                "Authorization": f"Bearer {token}",
            },
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status and a body, or how it failed in our words."""

    status: int
    body: bytes


class Sender:
    """Posts to the bot's messaging endpoint. An answer later than `patience` seconds is none.

    Teams itself waits some ten to fifteen seconds for an invoke; the sandbox holds the bot to
    Slack's three, so that both platforms feel alike.
    """

    def __init__(
        self, bot_url: str, *, patience: float, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        self._address = f"{bot_url.rstrip('/')}/teams/{NAME}/messages"
        self._patience = patience
        self._transport = transport
        self._client: httpx.AsyncClient | None = None
        self._last: dict[tuple[str, str], tuple[Request, Answer]] = {}

    def last(self, person: Person) -> tuple[Request, Answer] | None:
        """Return this person's last request and what the bot answered."""
        return self._last.get((person.workspace, person.account))

    async def send(self, request: Request, person: Person | None = None) -> Answer:
        """Send it; with `person` it is kept as theirs. Raises nothing for what the bot does."""
        answer = await self._post(request)
        if person is not None:
            self._last[person.workspace, person.account] = (request, answer)
        return answer

    async def _post(self, request: Request) -> Answer:
        if self._client is None:
            self._client = httpx.AsyncClient(
                transport=self._transport, timeout=self._patience, trust_env=False
            )
        try:
            response = await self._client.post(
                self._address, content=request.body, headers=dict(request.headers)
            )
        except httpx.TimeoutException:
            return Answer(TIMED_OUT, f"no answer within {self._patience:g} seconds".encode())
        except httpx.TransportError as error:
            return Answer(
                UNREACHABLE, f"the bot cannot be reached ({type(error).__name__})".encode()
            )
        return Answer(response.status_code, response.content)

    async def close(self) -> None:
        """Close the connections. Idempotent."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
