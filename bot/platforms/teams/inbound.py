"""The inbound route: verify, type, handle, answer. Facts are kept before the answer is given."""

import logging
from collections.abc import Mapping

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.platforms.base import Inbound
from bot.platforms.entrance import posted_to, read_body
from bot.platforms.teams import replies
from bot.platforms.teams.activity import (
    MAX_BODY,
    Activity,
    DialogValue,
    ExecuteValue,
    Pressed,
)
from bot.platforms.teams.notes import Notes
from bot.platforms.teams.personal import PersonalChats
from bot.platforms.teams.settings import TeamsConfiguration
from bot.platforms.teams.verify import Denied, Verifier, workspace_of
from bot.platforms.teams.vouch import Vouching
from config.directory import Workspace
from content.actions import UnknownAction
from handlers.interaction import (
    Interaction,
    OpenView,
    PrivateNote,
    Reply,
    Respondent,
    UpdateView,
)

FETCH = "task/fetch"
SUBMIT = "task/submit"
EXECUTE = "adaptiveCard/action"

_log = logging.getLogger(__name__)


class Door:
    """Where every activity of every tenant comes in."""

    def __init__(
        self,
        configuration: TeamsConfiguration,
        *,
        verifier: Verifier,
        inbound: Inbound,
        notes: Notes,
        vouching: Vouching,
        chats: PersonalChats,
    ) -> None:
        self._configuration = configuration
        self._verifier = verifier
        self._inbound = inbound
        self._notes = notes
        self._vouching = vouching
        self._chats = chats
        self._tenants: dict[str, dict[str, Workspace]] = {
            key: {} for key in configuration.registrations
        }
        for workspace in configuration.workspaces:
            self._tenants[workspace.registration][workspace.id.lower()] = workspace

    def route(self) -> Route:
        """Return the one route."""
        return posted_to("/teams/{registration}/messages", self.enter)

    async def enter(self, request: Request) -> Response:
        """Answer one request. 401 and 403 for who may not speak, 404 for a registration that is
        not ours, 413 and 400 for what cannot be read, 501 for an invoke that we do not know, 200
        for everything else, an unknown kind of activity included."""
        registration = self._configuration.registrations.get(request.path_params["registration"])
        if registration is None:
            return Response(status_code=404)
        passport = await self._verifier.passport(
            request.headers.getlist("Authorization"), registration.app_id
        )
        if isinstance(passport, Denied):
            return _denied(passport)
        body = await read_body(request, MAX_BODY)
        if body is None:
            return Response(status_code=413)
        try:
            activity = Activity.model_validate_json(body)
        except ValidationError:
            return Response(status_code=400)
        workspace = workspace_of(
            activity,
            passport,
            self._tenants[registration.key],
            sandbox=self._configuration.sandbox,
        )
        if isinstance(workspace, Denied):
            return _denied(workspace)
        await self._notes.keep(workspace, activity)
        bot = f"28:{registration.app_id}"
        match activity.type:
            case "invoke":
                return await self._invoke(workspace, activity)
            case "message":
                self._chats.hear(workspace, activity, bot)
            case "conversationUpdate" | "installationUpdate":
                self._chats.meet(workspace, activity, bot)
                if _let_in(activity, bot):
                    await self._inbound.mended(workspace.key, None)
            case _:
                pass
        return Response(status_code=200)

    async def _invoke(self, workspace: Workspace, activity: Activity) -> Response:
        if activity.name not in {FETCH, SUBMIT, EXECUTE}:
            return Response(status_code=501)
        try:
            pressed = _pressed(activity)
            action, inputs = pressed.decoded(), pressed.inputs()
        except (ValidationError, UnknownAction, ValueError):
            return Response(status_code=400)
        outsider = await self._vouching.outsider(workspace, activity)
        reply: Reply
        if isinstance(outsider, bool):
            reply = await self._inbound.handle(
                Interaction(
                    respondent=Respondent(workspace.key, activity.sender.known_as, outsider),
                    action=action,
                    channel=None if activity.name == SUBMIT else activity.conversation.thread,
                    chosen=_chosen(inputs, pressed.choices),
                    written=_written(inputs, pressed.choices),
                    submitted=activity.name == SUBMIT,
                )
            )
        else:
            _log.warning("An account could not be checked: %s", outsider.reason)
            reply = PrivateNote(replies.cannot_vouch())
        if activity.name == EXECUTE:
            return JSONResponse(replies.toast(reply))
        if isinstance(reply, UpdateView):
            return Response(replies.turned_to(reply.view), media_type="application/json")
        if isinstance(reply, OpenView) and reply.once_shown is not None:
            await self._inbound.shown(reply.once_shown)
        return JSONResponse(replies.dialog(reply))


def _let_in(activity: Activity, bot: str) -> bool:
    """Tell whether the app was added to a team or by a person, or a channel came back. Teams names
    the team and not its channels, so that it is a hint for the whole tenant."""
    added = activity.members_added or ()
    restored = activity.channel_data.event == "channelRestored"
    installed = activity.type == "installationUpdate" and activity.action in {"add", "add-upgrade"}
    return installed or restored or any(member.id == bot for member in added)


def _pressed(activity: Activity) -> Pressed:
    if activity.name == EXECUTE:
        return ExecuteValue.model_validate(activity.value).action.data
    return DialogValue.model_validate(activity.value).data


def _chosen(
    inputs: Mapping[str, str], choices: tuple[str, ...] | None
) -> Mapping[str, tuple[str, ...]]:
    """Return the choices; what was left open is not there. Several come as one string with commas
    between. Data without the list of choices (a hand-made card) has every input stand in both
    readings."""
    return {
        name: keys
        for name, value in inputs.items()
        if (choices is None or name in choices)
        and (keys := tuple(key for key in value.split(",") if key))
    }


def _written(inputs: Mapping[str, str], choices: tuple[str, ...] | None) -> Mapping[str, str]:
    """Return the words; an empty box is not there."""
    return {
        name: value
        for name, value in inputs.items()
        if value and (choices is None or name not in choices)
    }


def _denied(denied: Denied) -> Response:
    _log.warning("An inbound request was refused (%d): %s.", denied.status, denied.why)
    return Response(status_code=denied.status)
