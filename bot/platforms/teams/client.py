"""The Bot Connector REST API: every call that the bot makes, and what its answer means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote

import aiohttp
from pydantic import BaseModel, Field, StrictStr, ValidationError
from yarl import URL

from bot.platforms.results import (
    Broken,
    Opening,
    Ready,
    Receipt,
    Roster,
    SendResult,
    Sent,
    Stopped,
    TryLater,
    Unclear,
)
from bot.platforms.teams.chats import KnownChats
from bot.platforms.teams.errors import Failure, Refusal, died, failed, harmless, wrong_address
from bot.platforms.teams.fit import encode
from bot.platforms.teams.http import Http, Response
from bot.platforms.teams.notes import Notes
from bot.platforms.teams.settings import TeamsConfiguration, unsafe_address
from bot.platforms.teams.tokens import BotTokens
from config.directory import Workspace
from config.now import Now

Json = dict[str, Any]

PAGE = 500
"""Members a page: the most that the roster gives."""
MAX_PAGES = 200
"""A roster that pages on for ever is given up."""
_UNAUTHORIZED = 401

_Answer = TypeVar("_Answer", bound=BaseModel)


class Member(BaseModel):
    """A member of a conversation as the connector lists them."""

    id: StrictStr
    aad_object_id: StrictStr | None = Field(default=None, alias="aadObjectId")
    tenant_id: StrictStr | None = Field(default=None, alias="tenantId")
    role: StrictStr = Field(default="user", alias="userRole")
    principal: StrictStr = Field(default="", alias="userPrincipalName")

    @property
    def known_as(self) -> str:
        """Return the id that stands for the person everywhere in the house."""
        return self.aad_object_id or self.id

    def belongs(self, tenant: str) -> bool:
        """Tell whether this is a person of the tenant itself: no guest, no bot."""
        guest = self.role.lower() in {"guest", "anonymous"} or "#EXT#" in self.principal.upper()
        elsewhere = self.tenant_id is not None and self.tenant_id.lower() != tenant.lower()
        return not guest and not elsewhere and not self.id.startswith("28:")


class _Page(BaseModel):
    members: list[Member] = Field(default_factory=list[Member])
    continuation: StrictStr | None = Field(default=None, alias="continuationToken")


class _Created(BaseModel):
    id: Annotated[StrictStr, Field(min_length=1)]
    activity: StrictStr | None = Field(default=None, alias="activityId")


@dataclass(frozen=True, slots=True)
class _Call:
    method: Literal["GET", "POST", "PUT"]
    path: tuple[str, ...] = ()
    """Beneath the conversations, part by part."""
    body: Mapping[str, object] | None = None
    query: Mapping[str, str] | None = None
    alone: bool = False
    """Whether it concerns one person rather than a channel."""
    posts: bool = False
    """Whether it posts something new: made twice, it would stand twice."""


class Connector:
    """One HTTP client for all tenants. `open` before the first call, `close` at the end."""

    def __init__(
        self, configuration: TeamsConfiguration, tokens: BotTokens, notes: Notes, now: Now
    ) -> None:
        self._configuration = configuration
        self._tokens = tokens
        self._notes = notes
        self._now = now
        self._http = Http(sandbox=configuration.sandbox)
        self.chats = KnownChats()
        self._opened = KnownChats()
        """Those that were just opened, and of which the next message will show whether it is taken
        there."""

    def open(self) -> None:
        """Open the HTTP session. Idempotent."""
        self._http.open()

    async def close(self) -> None:
        """Close the HTTP clients. Idempotent."""
        self._tokens.close()
        await self._http.close()

    async def fetch(self, address: str) -> bytes:
        """Get a public document. Raises aiohttp.ClientError, TimeoutError or ValueError."""
        response = await self._http.request("GET", URL(address))
        if not response.is_success:
            raise aiohttp.ClientError(response.status)
        return response.content

    async def post(self, workspace: Workspace, channel: str, activity: Json) -> SendResult:
        """Start a new thread in a channel with this activity."""
        body = {
            "isGroup": True,
            "bot": {"id": self._bot(workspace)},
            "tenantId": workspace.id,
            "channelData": {"channel": {"id": channel}, "tenant": {"id": workspace.id}},
            "activity": activity,
        }
        created = await self._call(workspace, _Call("POST", body=body, posts=True), _Created)
        if not isinstance(created, _Created):
            return created
        return Sent(Receipt(created.id, created.activity or created.id.rpartition("=")[2]))

    async def post_private(self, workspace: Workspace, account: str, activity: Json) -> SendResult:
        """Send to one person, whose account is their directory object id or Teams' own id."""
        known = self.chats.find(workspace, account)
        if known is not None:
            result = await self.say(workspace, known, activity)
            if not isinstance(result, Stopped):
                return result
            # Surely not posted: the chat may be another by now.
            self.chats.forget(workspace, account)
        if (chat := self._opened.find(workspace, account)) is None:
            asked = await self._chat(workspace, account)
            if not isinstance(asked, _Created):
                return asked
            chat = asked.id
        result = await self.say(workspace, chat, activity)
        if isinstance(result, Sent):
            self.chats.note(workspace, account, chat)
        if isinstance(result, Sent | Stopped):
            self._opened.forget(workspace, account)
        return result

    def has_chat(self, workspace: Workspace, account: str) -> bool:
        """Tell whether the chat with one person is known, so that a message is one call."""
        return any(it.find(workspace, account) for it in (self.chats, self._opened))

    async def open_chat(self, workspace: Workspace, account: str) -> Opening:
        """Ask for the chat with one person, for the message that follows."""
        chat = await self._chat(workspace, account)
        if not isinstance(chat, _Created):
            return chat
        self._opened.note(workspace, account, chat.id)
        return Ready()

    async def _chat(self, workspace: Workspace, account: str) -> _Created | Refusal | Broken:
        """Ask for the chat with one person; Teams makes it where there is none."""
        body = {
            "isGroup": False,
            "bot": {"id": self._bot(workspace)},
            "members": [{"id": account}],
            "tenantId": workspace.id,
            "channelData": {"tenant": {"id": workspace.id}},
        }
        chat = await self._call(workspace, _Call("POST", body=body, alone=True), _Created)
        # Opening a chat posts nothing: its loss may be repeated.
        return TryLater(chat.reason) if isinstance(chat, Unclear) else chat

    async def say(self, workspace: Workspace, chat: str, activity: Json) -> SendResult:
        """Send to a chat with one person that exists."""
        call = _Call("POST", (chat, "activities"), activity, alone=True, posts=True)
        created = await self._call(workspace, call, _Created)
        if not isinstance(created, _Created):
            return created
        return Sent(Receipt(chat, created.id))

    async def update(
        self, workspace: Workspace, receipt: Receipt, activity: Json, *, alone: bool = False
    ) -> SendResult:
        """Replace an activity; `alone` where it stands in a chat with one person."""
        path = (receipt.conversation, "activities", receipt.message)
        body = {**activity, "id": receipt.message}
        answer = await self._request(workspace, _Call("PUT", path, body, alone=alone))
        return Sent(receipt) if isinstance(answer, Response) else answer

    async def roster(self, workspace: Workspace, channel: str) -> Roster | Refusal:
        """Return the accounts of the tenant's own people in a channel."""
        accounts: set[str] = set()
        continuation: str | None = None
        for asked in range(MAX_PAGES):
            page = await self._page(workspace, channel, continuation)
            if not isinstance(page, _Page):
                return page
            accounts |= {m.known_as for m in page.members if m.belongs(workspace.id)}
            continuation = page.continuation
            if not continuation:
                return Roster(frozenset(accounts), calls=asked + 1)
        return Stopped("Teams lists the members of this channel without an end.")

    async def reachable(self, workspace: Workspace, channel: str) -> Refusal | None:
        """Return why the channel cannot be reached, or None."""
        page = await self._page(workspace, channel, None)
        return None if isinstance(page, _Page) else page

    async def reachable_alone(self, workspace: Workspace, account: str) -> Refusal | None:
        """Return why this person cannot be written to, or None."""
        chat = await self._chat(workspace, account)
        return None if isinstance(chat, _Created) else harmless(chat)

    async def member(
        self, workspace: Workspace, conversation: str, account: str
    ) -> Member | Refusal:
        """Return what the tenant says of one member of a conversation."""
        call = _Call("GET", (conversation, "members", account))
        found = await self._call(workspace, call, Member)
        return found if isinstance(found, Member) else harmless(found)

    async def token(self, workspace: Workspace) -> str | Refusal:
        """Return a token with which the tenant may be called."""
        return await self._tokens.token(workspace.registration)

    async def _page(
        self, workspace: Workspace, channel: str, continuation: str | None
    ) -> _Page | Refusal:
        query = {"pageSize": str(PAGE)}
        if continuation is not None:
            query["continuationToken"] = continuation
        call = _Call("GET", (channel, "pagedmembers"), query=query)
        page = await self._call(workspace, call, _Page)
        return page if isinstance(page, _Page) else harmless(page)

    async def _call(
        self, workspace: Workspace, call: _Call, kind: type[_Answer]
    ) -> _Answer | Failure:
        answer = await self._request(workspace, call)
        if not isinstance(answer, Response):
            return answer
        try:
            return kind.model_validate_json(answer.content)
        except ValidationError:
            return Unclear(f"Teams took the request ({answer.status}) and gave no id for it.")

    async def _request(self, workspace: Workspace, call: _Call) -> Response | Failure:
        base = await self._notes.service_url(workspace)
        if (why := unsafe_address(base, sandbox=self._configuration.sandbox)) is not None:
            return Stopped(f"The address of the tenant '{workspace.key}' must not be used: {why}")
        token = await self._tokens.token(workspace.registration)
        if not isinstance(token, str):
            return token
        answer = await self._once(base, call, token)
        if isinstance(answer, Response) and answer.status == _UNAUTHORIZED:
            token = await self._tokens.token(workspace.registration, instead_of=token)
            if not isinstance(token, str):
                return token
            answer = await self._once(base, call, token)
        if isinstance(answer, Response) and not answer.is_success:
            return failed(answer, self._now(), posts=call.posts, alone=call.alone)
        return answer

    async def _once(self, base: str, call: _Call, token: str) -> Response | Failure:
        content = None if call.body is None else encode(call.body).encode()
        headers = {"Authorization": f"Bearer {token}"}
        if content is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            url = _address(base, call)
        except ValueError:
            return wrong_address()
        try:
            return await self._http.request(call.method, url, content=content, headers=headers)
        except (aiohttp.ClientError, TimeoutError) as error:
            return died(error)

    def _bot(self, workspace: Workspace) -> str:
        return f"28:{self._configuration.registrations[workspace.registration].app_id}"


def _address(base: str, call: _Call) -> URL:
    # Quoted here, since URL would leave a ";" of an id as it is, which some servers read otherwise.
    parts = (quote(part, safe="") for part in call.path)
    url = URL(base).joinpath("v3", "conversations", *parts, encoded=True)
    return url.with_query(call.query)
