"""Checks an activity that a bot sends, as the connector does before it takes it."""

import json
from typing import Any, cast

from bot.sandbox.teams.cards import Use, card_faults
from bot.sandbox.teams.errors import MAX_BYTES, ConnectorError, bad_syntax
from bot.sandbox.teams.reading import ADAPTIVE
from bot.sandbox.world import Json

_KNOWN = frozenset(
    [
        "attachmentLayout",
        "attachments",
        "channelData",
        "channelId",
        "code",
        "conversation",
        "deliveryMode",
        "entities",
        "expiration",
        "from",
        "id",
        "importance",
        "inputHint",
        "listenFor",
        "locale",
        "localTimestamp",
        "name",
        "recipient",
        "relatesTo",
        "replyToId",
        "semanticAction",
        "serviceUrl",
        "speak",
        "suggestedActions",
        "summary",
        "text",
        "textFormat",
        "textHighlights",
        "timestamp",
        "topicName",
        "type",
        "value",
        "valueType",
    ]
)
"""An activity's properties. Source: "API reference", Activity object."""


def check_activity(activity: object) -> Json:
    """Return the activity if Teams would show it. Raises ConnectorError with what and where."""
    if not isinstance(activity, dict):
        raise bad_syntax("activity: must be an object")
    body = cast("Json", activity)
    _size(body)
    unknown = sorted(body.keys() - _KNOWN)
    if unknown:
        raise bad_syntax(f"activity.{unknown[0]}: is no property of an activity")
    if body.get("type") != "message":
        raise bad_syntax("activity.type: must be 'message'")
    for name in ("text", "summary"):
        if not isinstance(body.get(name, ""), str):
            raise bad_syntax(f"activity.{name}: must be text")
    attachments = _attachments(body)
    if body.get("text") and attachments:
        raise bad_syntax(
            "activity: holds text and a card, which Teams may show as two messages; put the plain "
            "text in summary"
        )
    if not body.get("text") and not attachments:
        raise bad_syntax("activity: has neither text nor a card")
    for index, attachment in enumerate(attachments):
        _attachment(attachment, f"activity.attachments[{index}]")
    return body


def _size(body: Json) -> None:
    size = len(json.dumps(body, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))
    if size > MAX_BYTES:
        raise ConnectorError(413, "MessageSizeTooBig", f"Message size too large: {size} bytes.")


def _attachments(body: Json) -> list[Any]:
    attachments = body.get("attachments", [])
    if not isinstance(attachments, list):
        raise bad_syntax("activity.attachments: must be a list")
    return cast("list[Any]", attachments)


def _attachment(attachment: object, where: str) -> None:
    if not isinstance(attachment, dict):
        raise bad_syntax(f"{where}: must be an object")
    given = cast("Json", attachment)
    if given.get("contentType") != ADAPTIVE:
        raise bad_syntax(f"{where}.contentType: must be '{ADAPTIVE}'")
    faults = card_faults(given.get("content"), Use.POST)
    if faults:
        listed = "; ".join(f"{where}.content.{fault}" for fault in faults)
        raise bad_syntax(f"The card is not valid: {listed}")
