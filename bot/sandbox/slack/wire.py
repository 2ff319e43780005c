"""How a call to the local Slack is read from the wire, and how it is answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox.slack.memory import SlackError
from bot.sandbox.world import Json, SandboxChannel, SandboxWorkspace

_ENCODED = ("blocks", "view", "metadata")
"""Arguments that may come as JSON within a string."""


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated call of a method."""

    workspace: SandboxWorkspace
    arguments: Json

    def text(self, name: str) -> str:
        """Return a string argument, empty where it is missing."""
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Return a yes-or-no argument, however it was written."""
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number from 1 to `most`. Raises SlackError."""
        given = self.text(name) or str(default)
        if not given.isdecimal() or not 1 <= int(given) <= most:
            raise SlackError("invalid_limit" if name == "limit" else "invalid_arguments")
        return int(given)


async def read_arguments(request: Request) -> Json:
    """Return the arguments of a call, from its query, form or JSON body. Raises SlackError."""
    arguments: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        arguments |= _json_object(await request.body())
    elif kind:
        form = await request.form()
        arguments |= {name: value for name, value in form.items() if isinstance(value, str)}
    for name in _ENCODED:
        if isinstance(arguments.get(name), str):
            arguments[name] = _decoded(name, arguments[name])
    return arguments


def _json_object(body: bytes) -> Json:
    try:
        parsed: Any = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed  # pyright: ignore[reportUnknownVariableType] - JSON keys are strings


def _decoded(name: str, value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        words = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise SlackError(words.get(name, "invalid_arguments")) from None


def bearer(request: Request, arguments: Mapping[str, object]) -> str:
    """Return the token of a call; empty when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else str(arguments.get("token", ""))


def accepted(further: Json) -> Response:
    """Answer a call that did what it asked."""
    return JSONResponse({"ok": True, **further})


def refused(error: SlackError) -> Response:
    """Answer a call that Slack does not do. The status stays 200: the word says it."""
    return JSONResponse({"ok": False, "error": error.word, **error.further})


def too_fast(seconds: int) -> Response:
    """Answer a call beyond the limits."""
    return JSONResponse(
        {"ok": False, "error": "ratelimited"},
        status_code=429,
        headers={"Retry-After": str(max(1, seconds))},
    )


def broken() -> Response:
    """Answer as Slack's edge does when what lies behind it fails: not in JSON."""
    return PlainTextResponse("Internal Server Error", status_code=500)


def channel_answer(
    channel: SandboxChannel, workspace: SandboxWorkspace, *, archived: bool, has_bot: bool
) -> Json:
    """Return a channel as Slack describes it to the bot."""
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": False,
        "is_archived": archived,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": has_bot,
        "context_team_id": workspace.id,
        "num_members": len(channel.members),
    }
