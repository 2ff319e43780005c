"""What Slack sends to an app when somebody presses or submits, and how it signs it."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote_plus, urlencode

from bot.sandbox.slack.chat import message_of
from bot.sandbox.slack.filling import interactive
from bot.sandbox.slack.memory import APP_ID, Memory, Modal, Trigger
from bot.sandbox.world import Control, Json, Person, Post

_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def block_actions(
    memory: Memory, person: Person, post: Post, control: Control, trigger: Trigger
) -> Json:
    """Return the payload of a press on a post's button or menu."""
    message = message_of(memory, post)
    channel = memory.world.channels.get(post.channel)
    return {
        "type": "block_actions",
        **_common(memory, person, trigger),
        "container": {
            "type": "message",
            "message_ts": post.id,
            "channel_id": post.channel,
            "is_ephemeral": False,
        },
        "channel": {"id": post.channel, "name": channel.name if channel else "directmessage"},
        "message": message,
        "state": {"values": {}},
        "response_url": memory.response_url(trigger),
        "actions": [_pressed(message, control, trigger)],
    }


def view_submission(memory: Memory, modal: Modal, view: Json, trigger: Trigger) -> Json:
    """Return the payload of a modal that is sent. `view` is what the person has before them,
    with their answers in its state."""
    return {
        "type": "view_submission",
        **_common(memory, modal.person, trigger),
        "view": view,
        "response_urls": [],
    }


def encoded(payload: Json) -> bytes:
    """Return the payload as a request's body."""
    return urlencode({"payload": json.dumps(payload)}, quote_via=quote_plus).encode()


def signature(secret: str, timestamp: str, body: bytes, version: str = "v0") -> str:
    """Return Slack's signature of a body: HMAC-SHA256 over version, time and body."""
    base = f"{version}:{timestamp}:".encode() + body
    return f"{version}={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}"


def signed(secret: str, body: bytes, at: datetime) -> Mapping[str, str]:
    """Return the headers of a request that Slack signs at this moment."""
    timestamp = str(int(at.timestamp()))
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": _AGENT,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
    }


def _common(memory: Memory, person: Person, trigger: Trigger) -> Json:
    workspace = memory.world.workspaces[person.workspace]
    username = person.name.lower().replace(" ", ".")
    return {
        "team": {"id": workspace.id, "domain": workspace.key},
        "user": {
            "id": person.account,
            "username": username,
            "name": username,
            "team_id": workspace.id,
        },
        "api_app_id": APP_ID,
        "token": "retired-verification-token",
        "trigger_id": trigger.id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _pressed(message: Json, control: Control, trigger: Trigger) -> Json:
    block, element = next(
        (block, element)
        for block, element in interactive(message.get("blocks", []))
        if element["action_id"] == control.name
    )
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
