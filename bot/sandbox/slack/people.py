"""The methods that tell who and where: auth.test, users.*, conversations.*."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.sandbox.slack.chat import message_of
from bot.sandbox.slack.memory import Memory, SlackError, bot_id, chat_of
from bot.sandbox.slack.wire import Call, channel_answer
from bot.sandbox.world import Json, Person, SandboxChannel

_Item = TypeVar("_Item")


def auth_test(memory: Memory, call: Call) -> Json:
    """auth.test: say whose token this is."""
    bot = memory.bot(call.workspace)
    return {
        "url": f"{memory.base_url}/",
        "team": call.workspace.name,
        "user": bot.name.lower(),
        "team_id": call.workspace.id,
        "user_id": bot.account,
        "bot_id": bot_id(bot),
        "is_enterprise_install": False,
    }


def users_info(memory: Memory, call: Call) -> Json:
    """users.info: describe one account."""
    return {"user": _user(call, memory.person(call.workspace, call.text("user")))}


def users_list(memory: Memory, call: Call) -> Json:
    """users.list: describe every account, page by page."""
    everybody = [p for (key, _), p in memory.world.people.items() if key == call.workspace.key]
    page, cursor = _page(everybody, call, default=200)
    return {
        "members": [_user(call, person) for person in page],
        "response_metadata": {"next_cursor": cursor},
    }


def conversations_members(memory: Memory, call: Call) -> Json:
    """conversations.members: the accounts in a channel, bots and guests among them."""
    page, cursor = _page(_channel(memory, call).members, call, default=100)
    return {"members": list(page), "response_metadata": {"next_cursor": cursor}}


def conversations_info(memory: Memory, call: Call) -> Json:
    """conversations.info: describe a channel."""
    channel = _channel(memory, call)
    archived = channel.id in memory.world.barriers.archived
    has_bot = memory.has_bot(channel)
    return {"channel": channel_answer(channel, call.workspace, archived=archived, has_bot=has_bot)}


def conversations_open(memory: Memory, call: Call) -> Json:
    """conversations.open: give the one-to-one chat with somebody."""
    accounts = call.text("users").split(",")
    if len(accounts) != 1:
        raise SlackError("invalid_arguments")
    person = memory.person(call.workspace, accounts[0])
    return {"channel": {"id": chat_of(person), "is_im": True, "user": person.account}}


def conversations_history(memory: Memory, call: Call) -> Json:
    """conversations.history: the channel's posts, newest first. Only where the workspace granted
    the scope; metadata comes when it is asked for."""
    if call.workspace.key not in memory.history_granted:
        raise SlackError(
            "missing_scope", needed="channels:history", provided="chat:write,users:read"
        )
    channel = _channel(memory, call)
    oldest = float(call.text("oldest") or 0)
    latest = float(call.text("latest") or "inf")
    found: list[Json] = []
    for post in reversed(memory.world.posts):
        if post.channel == channel.id and oldest <= float(post.id) <= latest:
            message = message_of(memory, post)
            if call.flag("include_all_metadata") and "metadata" in post.body:
                message["metadata"] = post.body["metadata"]
            found.append(message)
    page, cursor = _page(found, call, default=100)
    return {
        "messages": list(page),
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _channel(memory: Memory, call: Call) -> SandboxChannel:
    channel = memory.world.channels.get(call.text("channel"))
    if channel is None or channel.workspace != call.workspace.key:
        raise SlackError("channel_not_found")
    return channel


def _user(call: Call, person: Person) -> Json:
    return {
        "id": person.account,
        "team_id": call.workspace.id,
        "name": person.name.lower().replace(" ", "."),
        "real_name": person.name,
        "deleted": False,
        "tz": "Europe/London",
        "is_bot": person.bot,
        "is_app_user": person.bot,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": person.outsider,
        "is_ultra_restricted": False,
        "is_stranger": False,
        "profile": {"real_name": person.name, "display_name": person.name},
    }


def _page(everything: Sequence[_Item], call: Call, *, default: int) -> tuple[Sequence[_Item], str]:
    """Return the asked page and the cursor of the next, empty after the last."""
    limit = call.number("limit", default, 1000)
    start = 0
    if call.text("cursor"):
        try:
            start = int(base64.b64decode(call.text("cursor"), validate=True).decode())
        except (ValueError, binascii.Error):
            raise SlackError("invalid_cursor") from None
    end = start + limit
    more = end < len(everything)
    cursor = base64.b64encode(str(end).encode()).decode() if more else ""
    return everything[start:end], cursor
