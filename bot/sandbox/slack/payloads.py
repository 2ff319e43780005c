"""What Slack sends to an app when somebody acts, and how it signs it."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from urllib.parse import quote_plus, urlencode

from bot.sandbox.slack.chat import message_of
from bot.sandbox.slack.filling import interactive, with_ids
from bot.sandbox.slack.memory import APP_ID, Memory, Modal, Trigger, chat_of
from bot.sandbox.world import Control, Json, Note, Person, Post

Way = Literal["interactive", "slash_commands", "events_api"]
"""The three ways in which Slack speaks to apps, by their names in Socket Mode."""
COMMAND = "/learning"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

_RETIRED = "retired-verification-token"
_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def block_actions(
    memory: Memory, person: Person, pressed: Post | Note, control: Control, trigger: Trigger
) -> Json:
    """Return the payload of a press on a button or menu of a post, of a note that only this
    person sees, or of their own page."""
    if pressed.body.get("type") == "home":
        where = _within(pressed.body)
        blocks: Sequence[Json] = pressed.body["blocks"]
    else:
        where = _on_message(memory, pressed, trigger)
        blocks = with_ids(pressed.body.get("blocks", []))
    return _pressed(memory, person, where, blocks, control, trigger)


def view_actions(memory: Memory, modal: Modal, control: Control, trigger: Trigger) -> Json:
    """Return the payload of a press on a button or menu within a modal."""
    where = _within(modal.body)
    return _pressed(memory, modal.person, where, modal.body["blocks"], control, trigger)


def view_submission(memory: Memory, modal: Modal, view: Json, trigger: Trigger) -> Json:
    """Return the payload of a modal that is sent. `view` is what the person has before them,
    with their answers in its state."""
    return {
        "type": "view_submission",
        **_common(memory, modal.person, trigger),
        "view": view,
        "response_urls": [],
    }


def slash_command(
    memory: Memory, person: Person, channel: str, text: str, trigger: Trigger
) -> Json:
    """Return the fields of a command that this person writes in a channel or chat."""
    workspace = memory.world.workspaces[person.workspace]
    place = memory.world.channels.get(channel)
    return {
        "token": _RETIRED,
        "team_id": workspace.id,
        "team_domain": workspace.key,
        "channel_id": channel,
        "channel_name": place.name if place else "directmessage",
        "user_id": person.account,
        "user_name": _username(person),
        "command": COMMAND,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": memory.response_url(trigger),
        "trigger_id": trigger.id,
    }


def home_opened(memory: Memory, person: Person) -> Json:
    """Return the event of a person who comes to their own page with the app."""
    workspace = memory.world.workspaces[person.workspace]
    home = memory.world.homes.get((person.workspace, person.account))
    event: Json = {
        "type": "app_home_opened",
        "user": person.account,
        "channel": chat_of(person),
        "tab": "home",
        "event_ts": memory.timestamp(),
        **({"view": home.body} if home else {}),
    }
    bot = memory.bot(workspace)
    installed = {"team_id": workspace.id, "user_id": bot.account, "is_bot": True}
    return {
        "type": "event_callback",
        "token": _RETIRED,
        "team_id": workspace.id,
        "api_app_id": APP_ID,
        "event": event,
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(memory.now().timestamp()),
        "authorizations": [
            {**installed, "enterprise_id": None, "is_enterprise_install": False},
        ],
        "is_ext_shared_channel": False,
    }


def encoded(payload: Json, way: Way = "interactive") -> bytes:
    """Return the payload as a request's body."""
    match way:
        case "interactive":
            return urlencode({"payload": json.dumps(payload)}, quote_via=quote_plus).encode()
        case "slash_commands":
            return urlencode(payload, quote_via=quote_plus).encode()
        case "events_api":
            return json.dumps(payload).encode()


def signature(secret: str, timestamp: str, body: bytes, version: str = "v0") -> str:
    """Return Slack's signature of a body: HMAC-SHA256 over version, time and body."""
    base = f"{version}:{timestamp}:".encode() + body
    return f"{version}={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}"


def signed(secret: str, body: bytes, at: datetime, way: Way = "interactive") -> Mapping[str, str]:
    """Return the headers of a request that Slack signs at this moment."""
    timestamp = str(int(at.timestamp()))
    return {
        "Content-Type": JSON if way == "events_api" else FORM,
        "User-Agent": _AGENT,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
    }


def _on_message(memory: Memory, pressed: Post | Note, trigger: Trigger) -> Json:
    channel = pressed.channel or chat_of(trigger.person)
    place = memory.world.channels.get(channel)
    return {
        "container": {
            "type": "message",
            "message_ts": pressed.id,
            "channel_id": channel,
            "is_ephemeral": isinstance(pressed, Note),
        },
        "channel": {"id": channel, "name": place.name if place else "directmessage"},
        **({"message": message_of(memory, pressed)} if isinstance(pressed, Post) else {}),
        "state": {"values": {}},
        "response_url": memory.response_url(trigger),
    }


def _within(view: Json) -> Json:
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def _common(memory: Memory, person: Person, trigger: Trigger) -> Json:
    workspace = memory.world.workspaces[person.workspace]
    username = _username(person)
    return {
        "team": {"id": workspace.id, "domain": workspace.key},
        "user": {
            "id": person.account,
            "username": username,
            "name": username,
            "team_id": workspace.id,
        },
        "api_app_id": APP_ID,
        "token": _RETIRED,
        "trigger_id": trigger.id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _username(person: Person) -> str:
    return person.name.lower().replace(" ", ".")


def _pressed(  # noqa: PLR0917 - all that one press consists of
    memory: Memory,
    person: Person,
    where: Json,
    blocks: Sequence[Json],
    control: Control,
    trigger: Trigger,
) -> Json:
    block, element = next(
        (block, element)
        for block, element in interactive(blocks)
        if element["action_id"] == control.name
    )
    return {
        "type": "block_actions",
        **_common(memory, person, trigger),
        **where,
        "actions": [_action(block, element, control, trigger)],
    }


def _action(block: Json, element: Json, control: Control, trigger: Trigger) -> Json:
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": f"{trigger.at.timestamp():.6f}",
    }
    if element["type"] == "overflow":
        chosen = next(o for o in element["options"] if o["value"] == control.value)
        return {**action, "selected_option": chosen}
    parts = ("text", "value", "style", "url")
    return {**action, **{name: element[name] for name in parts if name in element}}
