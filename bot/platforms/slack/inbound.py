"""What comes in from Slack: verified on its raw bytes, typed, handled, and only then acked.

Each registration is one Bolt app, fed by our HTTP route or by Socket Mode. Signatures are checked
before Bolt sees anything, since Bolt decodes the body first and logs it when a signature is
wrong. Of its other middleware only `url_verification` is used: `ssl_check` would answer unsigned
requests, and the rest serve features that we do not have.
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from pydantic import ValidationError
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse
from typing_extensions import override

from bot.platforms.slack.client import QUIET, Web
from bot.platforms.slack.desk import Desk
from bot.platforms.slack.payload import Payload, read
from bot.platforms.slack.replies import taken
from bot.platforms.slack.settings import Registration
from config.directory import Workspace

_WORKSPACE = "sevenbot_workspace"
_PAYLOAD = "sevenbot_payload"

_Next = Callable[[], Awaitable[BoltResponse]]


def bolt_app(registration: Registration, tokens: dict[str, str], web: Web, desk: Desk) -> AsyncApp:
    """Return the registration's Bolt app. `tokens` are bot tokens by the workspace's key."""
    app = AsyncApp(
        name=f"sevenbot-{registration.key}",
        logger=QUIET,
        client=web.client(),
        authorize=_OurTokens(tokens),
        before_authorize=_Gate(registration),
        # No listener is registered: everything is answered by the last middleware, within the
        # request. The flag holds the same for any listener that comes to be added.
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        # Never used, for verification stands before Bolt; Bolt would read it from the environment.
        signing_secret="",
    )
    # Cast, since Bolt leaves this method's types open.
    cast("Any", app).use(_Inlet(desk))
    return app


class _Gate(AsyncMiddleware):
    """Refuses what comes from a workspace that this registration does not serve, and what is not
    shaped as it should be, before Bolt takes it apart; takes and leaves alone what we do not
    use."""

    def __init__(self, registration: Registration) -> None:
        self._teams = registration.teams

    @override
    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: _Next,
    ) -> BoltResponse | None:
        if req.body.get("type") == "url_verification":
            return await next()
        team = req.context.team_id
        workspace = self._teams.get(team) if isinstance(team, str) else None
        if workspace is None:
            return BoltResponse(
                status=403, body={"error": "This workspace is not in the bot's directory."}
            )
        try:
            payload = read(req.body)
        except ValidationError as error:
            wrong = [".".join(str(part) for part in e["loc"]) for e in error.errors()]
            return BoltResponse(
                status=400, body={"error": "The payload is malformed.", "fields": wrong[:10]}
            )
        if payload is None:
            return taken()
        req.context[_WORKSPACE], req.context[_PAYLOAD] = workspace, payload
        return await next()


class _OurTokens(AsyncAuthorize):
    """Knows each workspace's token already: no request asks Slack about it."""

    def __init__(self, tokens: dict[str, str]) -> None:
        super().__init__()
        self._tokens = tokens

    @override
    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult:
        workspace = cast("Workspace", context[_WORKSPACE])
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=self._tokens[workspace.key]
        )


class _Inlet(AsyncMiddleware):
    """Has what was let in answered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @override
    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: _Next,
    ) -> BoltResponse:
        return await self._desk.answer(
            cast("Workspace", req.context[_WORKSPACE]), cast("Payload", req.context[_PAYLOAD])
        )
