"""The local Slack Web API: authentication, limits, faults, and the methods behind them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from math import ceil

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.faults import Fault
from bot.sandbox.serving import cut
from bot.sandbox.slack import chat, people, views
from bot.sandbox.slack.limits import (
    ONE_CHANNEL,
    POSTS_AT_ONCE,
    SPECIAL,
    TIER_2,
    TIER_3,
    TIER_4,
    Limiter,
    Rate,
)
from bot.sandbox.slack.memory import Memory, SlackError
from bot.sandbox.slack.sockets import SocketMode
from bot.sandbox.slack.wire import (
    Call,
    accepted,
    bearer,
    broken,
    read_arguments,
    refused,
    too_fast,
)
from bot.sandbox.world import Json, SandboxWorkspace

SCOPES = "chat:write,users:read,channels:read,groups:read,im:write,commands"
Method = Callable[[Memory, Call], Json]
POST = "chat.postMessage"
METHODS: Mapping[str, tuple[Rate, Method]] = {
    "auth.test": (SPECIAL, people.auth_test),
    POST: (SPECIAL, chat.post_message),
    "chat.update": (TIER_3, chat.update),
    "chat.postEphemeral": (TIER_4, chat.post_ephemeral),
    "views.open": (TIER_4, views.views_open),
    "views.push": (TIER_4, views.views_push),
    "views.update": (TIER_4, views.views_update),
    "views.publish": (TIER_4, views.views_publish),
    "conversations.history": (TIER_3, people.conversations_history),
    "conversations.info": (TIER_3, people.conversations_info),
    "conversations.members": (TIER_4, people.conversations_members),
    "conversations.open": (TIER_3, people.conversations_open),
    "users.info": (TIER_4, people.users_info),
    "users.list": (TIER_2, people.users_list),
}


class SlackApi:
    """Answers the bot's calls."""

    def __init__(self, memory: Memory, sockets: SocketMode | None = None) -> None:
        self._memory = memory
        self._sockets = sockets
        self._world = memory.world
        self._limiter = Limiter(memory.now)

    def routes(self) -> Sequence[BaseRoute]:
        """Return the Web API's methods and the response addresses."""
        return (
            Route("/slack/api/apps.connections.open", self._connect, methods=["POST"]),
            Route("/slack/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/slack/actions/{key}", self._respond, methods=["POST"]),
        )

    async def _call(self, request: Request) -> Response:
        try:
            arguments = await read_arguments(request)
            call = Call(self._workspace(bearer(request, arguments)), arguments)
            response = await self._carry_out(request, request.path_params["method"], call)
        except SlackError as error:
            self._world.tally.refused[error.word] += 1
            response = refused(error)
        response.headers["X-OAuth-Scopes"] = SCOPES
        return response

    async def _connect(self, request: Request) -> Response:
        """apps.connections.open: give the app an address for its socket."""
        token = bearer(request, {})
        if self._sockets is None or token != self._sockets.app_token:
            word = "invalid_auth" if token else "not_authed"
            self._world.tally.refused[word] += 1
            return refused(SlackError(word))
        return accepted({"url": self._sockets.ticket()})

    async def _carry_out(self, request: Request, name: str, call: Call) -> Response:
        if name not in METHODS:
            raise SlackError("unknown_method", req_method=name)
        rate, method = METHODS[name]
        channel = call.text("channel")
        if self._world.enforce_limits:
            asked = [((call.workspace.key, name), rate)]
            if name == POST:
                posts = Rate(self._world.slack_posts_per_minute, POSTS_AT_ONCE)
                asked = [(asked[0][0], posts), (("channel", channel), ONE_CHANNEL)]
            wait = self._limiter.refuse_for(*asked)
            if wait:
                self._world.tally.limited[channel] += 1
                return too_fast(wait)
        planned = self._world.fault_for(channel) if name == POST else None
        if planned is None:
            return accepted(method(self._memory, call))
        match planned.fault:
            case Fault.ERROR:
                return broken()
            case Fault.RATE_LIMITED:
                return too_fast(ceil(planned.seconds))
            case Fault.SLOW:
                answer = accepted(method(self._memory, call))
                await asyncio.sleep(planned.seconds)
                return answer
            case Fault.RESET_AFTER_ACCEPT:
                answer = accepted(method(self._memory, call))
                await cut(request)
                return answer

    async def _respond(self, request: Request) -> Response:
        try:
            said = await read_arguments(request)
            chat.respond(self._memory, request.path_params["key"], said)
        except SlackError as error:
            self._world.tally.refused[error.word] += 1
            gone = error.word in ("expired_url", "used_url")
            return PlainTextResponse(error.word, status_code=404 if gone else 400)
        return PlainTextResponse("ok")

    def _workspace(self, token: str) -> SandboxWorkspace:
        if not token:
            raise SlackError("not_authed")
        if token not in self._memory.tokens:
            raise SlackError("invalid_auth")
        workspace = self._memory.tokens[token]
        if workspace.key in self._world.barriers.revoked:
            raise SlackError("token_revoked")
        return workspace
