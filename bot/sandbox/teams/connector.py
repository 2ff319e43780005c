"""The Bot Connector's REST API, as far as a bot that posts, updates and reads rosters needs it.

Source: "API reference" of the Bot Connector service and "Send proactive messages" for Teams.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, assert_never, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.faults import Fault
from bot.sandbox.serving import cut
from bot.sandbox.teams.arrivals import Arrivals
from bot.sandbox.teams.errors import ConnectorError, bad_syntax, not_found, throttled
from bot.sandbox.teams.limits import READ, SEND, TENANT, Pace
from bot.sandbox.teams.people import Tenants, chat_id, member
from bot.sandbox.teams.posted import check_activity
from bot.sandbox.teams.reading import deliveries_of
from bot.sandbox.teams.threads import Threads, Where
from bot.sandbox.teams.tokens import BadToken, TokenEndpoint
from bot.sandbox.world import Json, Person, Post, SandboxWorkspace, World
from config.now import Now

_ROOT = "/teams/v3/conversations"
_PAGE = (50, 500)
"""Smallest and largest page of members. Source: "Get Teams specific context"."""

_Handler = Callable[[Request], Awaitable[Response]]


class Connector:
    """Takes what the bot sends."""

    def __init__(
        self,
        world: World,
        *,
        tokens: TokenEndpoint,
        threads: Threads,
        arrivals: Arrivals,
        now: Now,
    ) -> None:
        self._world = world
        self._tokens = tokens
        self._threads = threads
        self._tenants: Tenants = threads.tenants
        self._now = now
        self._send = Pace(SEND)
        self._read = Pace(READ)
        self._tenant = Pace(TENANT)
        self._arrivals = arrivals
        self._last_id = 0

    def routes(self) -> list[Route]:
        """Return the API. Every call needs a bearer token."""
        one = _ROOT + "/{conversation}"
        return [
            Route(_ROOT, self._guarded(self._create), methods=["POST"]),
            Route(one + "/activities", self._guarded(self._reply), methods=["POST"]),
            Route(one + "/activities/{activity}", self._guarded(self._update), methods=["PUT"]),
            Route(one + "/activities/{activity}", self._guarded(self._delete), methods=["DELETE"]),
            Route(one + "/pagedmembers", self._guarded(self._members), methods=["GET"]),
            Route(one + "/members/{member}", self._guarded(self._member), methods=["GET"]),
        ]

    def _guarded(self, handler: _Handler) -> _Handler:
        async def guarded(request: Request) -> Response:
            try:
                self._tokens.check(request.headers.get("authorization"))
                return await handler(request)
            except BadToken as refused:
                error = ConnectorError(401, "Unauthorized", str(refused))
            except ConnectorError as refused:
                error = refused
            # 429s beyond the limits are counted by channel, where they arise.
            if error.code != "Throttled":
                self._world.tally.refused[error.code] += 1
            return error.response()

        return guarded

    async def _create(self, request: Request) -> Response:
        body = await _object(request)
        channel_data = _part(body, "channelData")
        channel = _part(channel_data, "channel").get("id")
        if channel is None:
            return self._chat(body, channel_data)
        if body.get("isGroup") is not True:
            raise bad_syntax("isGroup: must be true for a post to a channel")
        where = self._reach(str(channel))
        tenant = _part(channel_data, "tenant").get("id", where.tenant.id)
        if where.channel is None or where.root is not None or tenant != where.tenant.id:
            raise not_found()
        activity = check_activity(body.get("activity"))
        self._hurry(self._send, where.channel.id, where.tenant)
        return await self._accept(request, where, activity, new_thread=True)

    def _chat(self, body: Json, channel_data: Json) -> Response:
        members = body.get("members")
        if not isinstance(members, list) or len(cast("list[Any]", members)) != 1:
            raise bad_syntax("members: must hold the one member of a one-to-one conversation")
        if "activity" in body:
            raise bad_syntax("activity: is sent to a one-to-one conversation once it is made")
        tenant = self._tenants.by_id(
            str(body.get("tenantId") or _part(channel_data, "tenant").get("id"))
        )
        if tenant is None:
            raise bad_syntax("tenantId: must name a tenant in which the bot is installed")
        if tenant.key in self._world.barriers.revoked:
            raise _blocked()
        given: object = cast("list[Any]", members)[0]
        identifier = cast("Json", given).get("id") if isinstance(given, dict) else None
        person = self._tenants.person(tenant.key, str(identifier))
        if person is None:
            raise ConnectorError(400, "BadArgument", "members[0].id: is nobody in this tenant")
        if not self._threads.reachable(person):
            raise _not_in_roster()
        self._hurry(self._send, chat_id(person), tenant)
        self._threads.open(person)
        return JSONResponse({"id": chat_id(person)}, 201)

    async def _reply(self, request: Request) -> Response:
        where = self._reach(request.path_params["conversation"])
        activity = check_activity(await _object(request))
        self._hurry(self._send, where.id, where.tenant)
        return await self._accept(request, where, activity, new_thread=where.root is None)

    async def _update(self, request: Request) -> Response:
        where = self._reach(request.path_params["conversation"])
        post = self._post(where, request.path_params["activity"])
        activity = check_activity(await _object(request))
        self._hurry(self._send, where.id, where.tenant)
        post.earlier.append(post.body)
        post.body = activity
        self._world.tally.updates[post.channel] += 1
        return JSONResponse({"id": post.id})

    async def _delete(self, request: Request) -> Response:
        where = self._reach(request.path_params["conversation"])
        post = self._post(where, request.path_params["activity"])
        self._hurry(self._send, where.id, where.tenant)
        self._world.posts.remove(post)
        return JSONResponse({})

    async def _members(self, request: Request) -> Response:
        where = self._reach(request.path_params["conversation"])
        self._hurry(self._read, where.id, where.tenant)
        people = self._people(where)
        size = _whole(request, "pageSize", _PAGE[1])
        start = _whole(request, "continuationToken", 0)
        end = start + min(max(size, _PAGE[0]), _PAGE[1])
        page: Json = {"members": [member(person, where.tenant) for person in people[start:end]]}
        if end < len(people):
            page["continuationToken"] = str(end)
        return JSONResponse(page)

    async def _member(self, request: Request) -> Response:
        where = self._reach(request.path_params["conversation"])
        self._hurry(self._read, where.id, where.tenant)
        person = self._tenants.person(where.tenant.key, request.path_params["member"])
        if person is None or person not in self._people(where):
            raise ConnectorError(404, "MemberNotFoundInConversation", "Member not found.")
        return JSONResponse(member(person, where.tenant))

    def _people(self, where: Where) -> list[Person]:
        if where.channel is not None:
            return self._tenants.members(where.channel)
        return [where.person] if where.person is not None else []

    def _reach(self, conversation: str) -> Where:
        where = self._threads.find(conversation)
        if where is None:
            raise not_found()
        barriers = self._world.barriers
        if where.tenant.key in barriers.revoked:
            raise _blocked()
        if where.id in barriers.archived:
            raise not_found()
        if where.id in barriers.without_bot:
            raise _not_in_roster()
        return where

    def _post(self, where: Where, activity: str) -> Post:
        for post in self._world.posts:
            if post.id == activity and post.channel == where.id:
                return post
        raise ConnectorError(404, "ActivityNotFoundInConversation", "Activity not found.")

    def _hurry(self, pace: Pace, thread: str, tenant: SandboxWorkspace) -> None:
        if not self._world.enforce_limits:
            return
        at = self._now().timestamp()
        wait = max(pace.wait(thread, at), self._tenant.wait(tenant.id, at))
        if wait > 0:
            self._world.tally.limited[thread] += 1
            raise throttled(wait)
        pace.note(thread, at)
        self._tenant.note(tenant.id, at)

    async def _accept(
        self, request: Request, where: Where, activity: Json, *, new_thread: bool
    ) -> Response:
        planned = self._world.fault_for(where.id)
        if planned is None:
            return self._keep(where, activity, new_thread=new_thread)
        match planned.fault:
            case Fault.RESET_AFTER_ACCEPT:
                answer = self._keep(where, activity, new_thread=new_thread)
                await cut(request)
                return answer
            case Fault.ERROR:
                raise ConnectorError(500, "ServiceError", "The service failed.")
            case Fault.SLOW:
                answer = self._keep(where, activity, new_thread=new_thread)
                await asyncio.sleep(planned.seconds)
                return answer
            case Fault.RATE_LIMITED:
                raise throttled(planned.seconds)
            case _:
                assert_never(planned.fault)

    def _keep(self, where: Where, activity: Json, *, new_thread: bool) -> Response:
        at = self._now()
        # Teams names a message by the moment of its sending, in milliseconds.
        self._last_id = max(self._last_id + 1, int(at.timestamp() * 1000))
        identity = str(self._last_id)
        post = Post(
            workspace=where.tenant.key,
            channel=where.id,
            id=identity,
            body=activity,
            at=at,
            private_to=where.person.account if where.person else None,
        )
        self._world.posts.append(post)
        self._arrivals.came(post)
        self._world.tally.posts[where.id] += 1
        for delivery in deliveries_of(activity):
            self._world.tally.deliveries[str(delivery)] += 1
        if not new_thread or where.channel is None:
            self._threads.note(identity, where)
            return JSONResponse({"id": identity}, 201)
        conversation = f"{where.id};messageid={identity}"
        return JSONResponse({"id": conversation, "activityId": identity}, 201)


def _not_in_roster() -> ConnectorError:
    return ConnectorError(
        403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
    )


def _blocked() -> ConnectorError:
    return ConnectorError(403, "BotDisabledByAdmin", "The tenant admin disabled this bot.")


async def _object(request: Request) -> Json:
    try:
        body: object = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise bad_syntax("The body is no JSON.") from None
    if not isinstance(body, dict):
        raise bad_syntax("The body must be an object.")
    return cast("Json", body)


def _part(body: Json, name: str) -> Json:
    value: object = body.get(name)
    return cast("Json", value) if isinstance(value, dict) else {}


def _whole(request: Request, name: str, otherwise: int) -> int:
    value = request.query_params.get(name)
    if value is None:
        return otherwise
    if not value.isdecimal():
        raise bad_syntax(f"{name}: is not one of ours")
    return int(value)
