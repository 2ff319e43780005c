"""What comes in from Slack: verified on its raw bytes, typed, handled, and only then acked.

Each registration is one Bolt app, fed by our HTTP route or by Socket Mode. Signatures are checked
before Bolt sees anything, since Bolt decodes the body first and logs it when a signature is
wrong. Of its other middleware only `url_verification` is used: `ssl_check` would answer unsigned
requests, and the rest serve features that we do not have.
"""

import asyncio
import logging
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

from bot.platforms.base import Inbound
from bot.platforms.slack.client import QUIET, Web
from bot.platforms.slack.errors import Failure
from bot.platforms.slack.payload import KINDS, PAYLOAD, BlockActions, User, ViewSubmission
from bot.platforms.slack.replies import Replies, taken, words
from bot.platforms.slack.settings import Registration
from bot.platforms.slack.vouching import Vouching
from config.directory import Workspace
from config.now import Now
from content.actions import Action, UnknownAction
from handlers.interaction import Interaction, PrivateNote, Reply, Respondent

_WORKSPACE = "sevenbot_workspace"
_log = logging.getLogger(__name__)

OLD_BUTTON = words(
    "This button no longer works, and nothing was changed. Please use the newest post; your "
    "agency's lead can tell you where it is."
)
NOT_VOUCHED = (
    "Slack could not tell us just now whether this account is a member's. Nothing was lost: "
    "please try again in a minute."
)
NOT_SAVED = "This could not be saved just now. Please try again in a minute."

_Next = Callable[[], Awaitable[BoltResponse]]


def bolt_app(
    registration: Registration, tokens: dict[str, str], web: Web, desk: "Desk"
) -> AsyncApp:
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
    """Refuses what comes from a workspace that this registration does not serve."""

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
        req.context[_WORKSPACE] = workspace
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
    """Types what was let in, and has it answered."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    @override
    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: _Next,
    ) -> BoltResponse:
        kind: object = req.body.get("type")
        if not isinstance(kind, str) or kind not in KINDS:
            return taken()
        try:
            payload = PAYLOAD.validate_python(req.body)
        except ValidationError as error:
            wrong = [".".join(str(part) for part in e["loc"][1:]) for e in error.errors()]
            return BoltResponse(
                status=400, body={"error": "The payload is malformed.", "fields": wrong[:10]}
            )
        return await self._desk.answer(cast("Workspace", req.context[_WORKSPACE]), payload)


class Desk:
    """Turns what Slack sent into an Interaction, has it handled, and says the reply."""

    def __init__(self, inbound: Inbound, web: Web, now: Now) -> None:
        """Hand over to `inbound`, and answer through this client."""
        self._inbound = inbound
        self._vouching = Vouching(web, inbound.known, now)
        self._replies = Replies(web, inbound.shown)
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def answer(
        self, workspace: Workspace, payload: BlockActions | ViewSubmission
    ) -> BoltResponse:
        """Return the ack. By then everything that it says is durable."""
        self._busy += 1
        self._idle.clear()
        try:
            if isinstance(payload, BlockActions):
                return await self._press(workspace, payload)
            return await self._submission(workspace, payload)
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is being answered, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            _log.warning("Stopped while Slack still waited for an answer.")

    async def _press(self, workspace: Workspace, press: BlockActions) -> BoltResponse:
        try:
            reply = await self._handled(
                workspace,
                press.user,
                press.actions[0].action,
                lambda respondent, action: Interaction(
                    respondent,
                    action,
                    channel=press.channel.id if press.channel and not press.view else None,
                ),
            )
            if isinstance(reply, str):
                reply = PrivateNote(words(reply))
            return await self._replies.to_press(workspace, press, reply)
        except Exception as error:  # noqa: BLE001 - whatever failed, the person is told
            _report(error)
            note = PrivateNote(words(NOT_SAVED))
            return await self._replies.to_press(workspace, press, note)

    async def _submission(self, workspace: Workspace, sent: ViewSubmission) -> BoltResponse:
        try:
            reply = await self._handled(
                workspace,
                sent.user,
                sent.view.private_metadata,
                lambda respondent, action: Interaction(
                    respondent,
                    action,
                    chosen=sent.chosen,
                    written=sent.written,
                    submitted=True,
                ),
            )
            if isinstance(reply, str):
                return _kept_open(sent, reply)
            return await self._replies.to_submission(sent, reply)
        except Exception as error:  # noqa: BLE001 - whatever failed, the person is told
            _report(error)
            return _kept_open(sent, NOT_SAVED)

    async def _handled(
        self,
        workspace: Workspace,
        user: User,
        encoded: str,
        interaction: Callable[[Respondent, Action], Interaction],
    ) -> Reply | str:
        """Return the reply, or a sentence that says why it cannot be handled just now."""
        try:
            action = Action.decode(encoded)
        except UnknownAction:
            return PrivateNote(OLD_BUTTON)
        outsider = await self._vouching.outsider(workspace, user)
        if isinstance(outsider, Failure):
            return NOT_VOUCHED
        respondent = Respondent(workspace.key, user.id, outsider=outsider)
        return await self._inbound.handle(interaction(respondent, action))


def _kept_open(sent: ViewSubmission, trouble: str) -> BoltResponse:
    """Keep the view as it is, so that nothing written is lost. Where it has an input, the trouble
    stands there; else Slack's own words say that it did not work and offer to try again."""
    block = next(iter(sent.view.state.values), None)
    if block is None:
        return BoltResponse(status=500, body="")
    return taken({"response_action": "errors", "errors": {block: trouble}})


def _report(error: Exception) -> None:
    """Log what failed and where, without its words: they may hold what a person wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    _log.error("An interaction failed: %s at %s.", type(error).__name__, where)
