"""Reads accepted activities and cards: their actions, inputs and the delivery they carry."""

import base64
import re
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from bot.sandbox.world import Control, Json

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
_INSIDE = ("body", "items", "columns", "rows", "cells", "card", "actions")
"""Where further parts stand, in the order in which a person meets them."""
_OPAQUE = re.compile(r"1\.[a-z]+\.([A-Za-z0-9_-]{22})\.\d+")
"""An opaque action id of version 1: name, packed delivery id, step."""


def cards_of(body: Json) -> list[Json]:
    """Return the Adaptive Cards of an activity, or the card itself."""
    if body.get("type") == "AdaptiveCard":
        return [body]
    attachments = cast("list[Json]", body.get("attachments") or [])
    return [part["content"] for part in attachments if part.get("contentType") == ADAPTIVE]


def parts_of(part: Any) -> Iterator[Json]:
    """Yield the part and everything within it, in reading order."""
    if isinstance(part, list):
        for item in cast("list[Any]", part):
            yield from parts_of(item)
    elif isinstance(part, dict):
        node = cast("Json", part)
        yield node
        for name in _INSIDE:
            yield from parts_of(node.get(name))


def actions_of(body: Json) -> list[tuple[str, Json]]:
    """Return the actions with their names: the action's own id, or its place among all."""
    found = [
        part
        for card in cards_of(body)
        for part in parts_of(card)
        if str(part.get("type")).startswith("Action.")
    ]
    return [
        (str(action.get("id", f"action-{index}")), action)
        for index, action in enumerate(found, start=1)
    ]


def is_secondary(action: Json) -> bool:
    """Tell whether the action waits behind "…"."""
    return str(action.get("mode", "")).lower() == "secondary"


def inputs_of(card: Json) -> list[Json]:
    """Return the card's inputs in reading order."""
    return [
        part
        for part in parts_of(card)
        if str(part.get("type")).startswith("Input.") and part.get("type") != "Input.Choice"
    ]


def standing(part: Json) -> tuple[str, ...]:
    """Return what stands in an input before anybody touches it: words, or what is chosen."""
    value = str(part.get("value", ""))
    if part["type"] != "Input.ChoiceSet":
        return (value,) if value else ()
    chosen = value.split(",") if part.get("isMultiSelect") is True else [value]
    offered = {str(choice["value"]) for choice in cast("list[Json]", part["choices"])}
    return tuple(one for one in chosen if one in offered)


def opaque(action: Json) -> str:
    """Return the opaque id that the action carries, or empty text."""
    data: object = action.get("data")
    found = cast("Json", data).get("action") if isinstance(data, dict) else None
    return found if isinstance(found, str) else ""


def deliveries_of(body: Json) -> set[UUID]:
    """Return the deliveries that the activity's buttons speak of, read from their opaque ids."""
    return {
        delivery
        for _, action in actions_of(body)
        if (delivery := _delivery(opaque(action))) is not None
    }


def _delivery(value: str) -> UUID | None:
    match = _OPAQUE.fullmatch(value)
    return UUID(bytes=base64.urlsafe_b64decode(match[1] + "==")) if match else None


def submit_of(card: Json) -> Json | None:
    """Return the action that sends a dialog: the first Action.Submit of the card's own row. Those
    within the card stay where they stand, in their order."""
    row = cast("list[Json]", card.get("actions") or [])
    return next((action for action in row if action.get("type") == "Action.Submit"), None)


def title_of(card: Json, otherwise: str) -> str:
    """Return the card's first heading, or `otherwise`."""
    for part in parts_of(card):
        if part.get("type") == "TextBlock" and str(part.get("style", "")).lower() == "heading":
            return str(part["text"])
    return otherwise


def pressable(body: Json) -> list[tuple[str, Json]]:
    """Return the actions that reach the bot, with their names, those behind "…" last."""
    found = [
        (name, action)
        for name, action in actions_of(body)
        if action["type"] in ("Action.Submit", "Action.Execute")
    ]
    return sorted(found, key=lambda pair: is_secondary(pair[1]))


def buttons(body: Json, *, without: Json | None = None) -> list[Control]:
    """Return the actions that reach the bot as controls, without the one given."""
    return [
        Control("button", name, str(action["title"]), value=opaque(action))
        for name, action in pressable(body)
        if action is not without
    ]


def fields(card: Json) -> list[Control]:
    """Return the card's inputs as controls."""
    return [_field(part) for part in inputs_of(card)]


def _field(part: Json) -> Control:
    label = str(part.get("label") or part.get("title") or part["id"])
    optional = part.get("isRequired") is not True
    name = str(part["id"])
    if part["type"] == "Input.ChoiceSet":
        options = tuple((str(c["value"]), str(c["title"])) for c in part["choices"])
        several = part.get("isMultiSelect") is True
        kind = "several of" if several else "one of"
        return Control(kind, name, label, options=options, optional=optional)
    if part["type"] == "Input.Toggle":
        on, off = str(part.get("valueOn", "true")), str(part.get("valueOff", "false"))
        options = ((on, str(part["title"])), (off, ""))
        return Control("one of", name, label, options=options, optional=optional)
    return Control("text", name, label, optional=optional)
