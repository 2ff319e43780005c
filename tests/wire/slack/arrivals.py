"""What comes in beside presses and submissions: a command, and somebody at their own page."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.wire.slack.standin import Rig, signed


def command(text: str = "", **further: str) -> dict[str, str]:
    """Return a command's fields as Slack sends them."""
    return {
        "token": "retired",
        "team_id": "T0NORTH",
        "team_domain": "north",
        "channel_id": "C0NORTH",
        "channel_name": "north",
        "user_id": "U0MEMBER",
        "user_name": "somebody",
        "command": "/learning",
        "text": text,
        "api_app_id": "A0APP",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.example/commands/1",
        "trigger_id": "1.2.abc",
        **further,
    }


def visit(event_id: str = "Ev0ONE", **further: Any) -> dict[str, Any]:
    """Return the event of somebody who looks at their own page."""
    entered = {"type": "app_home_opened", "user": "U0MEMBER", "channel": "D0MEMBER", "tab": "home"}
    return {
        "type": "event_callback",
        "team_id": "T0NORTH",
        "api_app_id": "A0APP",
        "event_id": event_id,
        "event_time": 1_782_900_000,
        "authorizations": [{"team_id": "T0NORTH", "user_id": "U0BOT", "is_bot": True}],
        "is_ext_shared_channel": False,
        "event": {**entered, "event_ts": "1782900000.000100", **further},
    }


async def write(rig: Rig, fields: Mapping[str, str]) -> httpx.Response:
    """Send a command, signed, as a form."""
    body = urlencode(fields).encode()
    return await rig.raw(body, signed(body, rig.clock.now().timestamp()))


async def enter(rig: Rig, event: Mapping[str, Any]) -> httpx.Response:
    """Send an event, signed, as JSON."""
    body = json.dumps(event).encode()
    headers = signed(body, rig.clock.now().timestamp())
    return await rig.raw(body, {**headers, "content-type": "application/json"})
