"""Checks Adaptive Cards as Teams takes them, and says what is wrong and where."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any, cast

from bot.sandbox.teams.card_schema import NEWEST, SHAPES, UNNAMED, Child, Shape, Version

MAX_CHOICES = 100
"""The sandbox's own ceiling: Teams states none, and a longer list is no longer a choice."""
MAX_PRIMARY = 6
"""Buttons in a row before Teams moves the rest out of sight."""
MAX_DEPTH = 20
"""The sandbox's own ceiling on how deep parts may nest."""
_TEAMS_TYPES = ("task/fetch", "messageBack", "imBack", "invoke", "signin")
"""What `data.msteams.type` may say. Source: "Card actions" for Teams."""
_IN_DIALOG = ("Action.Submit", "Action.OpenUrl")
"""A dialog sends with Action.Submit alone; a link works everywhere."""


class Use(Enum):
    """Where a card is shown: it decides which actions work."""

    POST = "post"
    DIALOG = "dialog"


@dataclass(frozen=True, slots=True)
class CardFault:
    """One thing that is wrong. `where` is the path within the card."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def card_faults(card: object, use: Use) -> tuple[CardFault, ...]:
    """Return everything that Teams would refuse, or silently not show, in this card."""
    walk = _Walk(use)
    walk.card(card)
    return tuple(walk.faults)


class _Walk:
    def __init__(self, use: Use) -> None:
        self.faults: list[CardFault] = []
        self._use = use
        self._version: Version = NEWEST
        self._ids: dict[str, str] = {}

    def card(self, card: object) -> None:
        if not isinstance(card, dict):
            self._say("card", "must be an object")
            return
        node = cast("dict[str, Any]", card)
        if node.get("type") != "AdaptiveCard":
            self._say("type", "must be 'AdaptiveCard'")
            return
        self._read_version(node.get("version"))
        self._part(node, "card", "", 0)
        if not node.get("body") and not node.get("actions"):
            self._say("body", "is empty: the card shows nothing")

    def _say(self, where: str, what: str) -> None:
        self.faults.append(CardFault(where.lstrip(".") or "card", what))

    def _read_version(self, value: object) -> None:
        match = re.fullmatch(r"(\d+)\.(\d+)", value) if isinstance(value, str) else None
        if match is None:
            self._say("version", 'is missing: it must be text such as "1.5"')
            return
        version = (int(match[1]), int(match[2]))
        if not (1, 0) <= version <= NEWEST:
            self._say("version", f"must be 1.0 to {NEWEST[0]}.{NEWEST[1]}, which Teams shows")
            return
        self._version = version

    def _part(self, node: dict[str, Any], group: str, where: str, depth: int) -> None:
        kind = node.get("type", UNNAMED.get(group))
        shape = SHAPES.get(kind) if isinstance(kind, str) else None
        if kind is None:
            self._say(f"{where}.type", f"is missing: it must name the kind of {group}")
            return
        if shape is None or shape.group != group:
            known = [name for name, other in SHAPES.items() if other.group == group]
            self._say(f"{where}.type", f"'{kind}' is no {group}{_hint(str(kind), known)}")
            return
        if shape.since > self._version:
            self._say(where, f"{kind} needs version {shape.since[0]}.{shape.since[1]}")
        self._values(node, str(kind), shape, where)
        self._children(node, shape, where, depth)
        self._special(node, str(kind), where)

    def _values(self, node: dict[str, Any], kind: str, shape: Shape, where: str) -> None:
        # A missing version was said already; a click on a part needs no title to show.
        spared = {"version", "title"} if where.endswith("selectAction") else {"version"}
        for name in sorted(shape.required - node.keys() - spared):
            self._say(f"{where}.{name}", f"is missing: {kind} needs it")
        for name, value in node.items():
            check = shape.values.get(name)
            if check is not None:
                trouble = check(value)
                if trouble:
                    self._say(f"{where}.{name}", trouble)
            elif name not in shape.children and name != "type":
                known = [*shape.values, *shape.children]
                self._say(f"{where}.{name}", f"is no property of {kind}{_hint(name, known)}")
            since = shape.newer.get(name)
            if since is not None and since > self._version:
                self._say(f"{where}.{name}", f"needs version {since[0]}.{since[1]}")

    def _children(self, node: dict[str, Any], shape: Shape, where: str, depth: int) -> None:
        if depth >= MAX_DEPTH:
            self._say(where, f"nests deeper than {MAX_DEPTH} levels")
            return
        for name, child in shape.children.items():
            if name not in node:
                continue
            place = f"{where}.{name}"
            if child.many:
                self._list(node[name], child, place, depth)
            else:
                self._child(node[name], child, place, depth)

    def _list(self, value: object, child: Child, place: str, depth: int) -> None:
        if not isinstance(value, list):
            self._say(place, "must be a list")
            return
        parts = cast("list[object]", value)
        if len(parts) < child.least:
            self._say(place, f"must hold at least one {child.group}")
        for index, part in enumerate(parts):
            self._child(part, child, f"{place}[{index}]", depth)
        if child.group == "action":
            self._row(parts, place)

    def _child(self, value: object, child: Child, place: str, depth: int) -> None:
        if isinstance(value, dict):
            self._part(cast("dict[str, Any]", value), child.group, place, depth + 1)
        elif not (child.plain_text and isinstance(value, str)):
            self._say(place, f"must be a {child.group}")

    def _row(self, actions: Sequence[object], place: str) -> None:
        modes = [
            str(cast("dict[str, Any]", action).get("mode", "primary")).lower()
            for action in actions
            if isinstance(action, dict)
        ]
        if modes.count("primary") > MAX_PRIMARY:
            self._say(place, f"holds more than {MAX_PRIMARY} primary actions")

    def _special(self, node: dict[str, Any], kind: str, where: str) -> None:
        self._identity(node, where)
        if kind.startswith("Action."):
            self._action(node, kind, where)
        elif kind.startswith("Input.") and kind != "Input.Choice":
            self._input(node, where)
        if kind == "Input.ChoiceSet":
            self._choices(node, where)

    def _identity(self, node: dict[str, Any], where: str) -> None:
        identity = node.get("id")
        if not isinstance(identity, str):
            return
        if identity in self._ids:
            self._say(f"{where}.id", f"'{identity}' already stands at {self._ids[identity]}")
        self._ids.setdefault(identity, where.lstrip("."))

    def _input(self, node: dict[str, Any], where: str) -> None:
        if node.get("isRequired") is True:
            for name in ("label", "errorMessage"):
                if name not in node:
                    self._say(f"{where}.{name}", "is missing: a required input needs it")

    def _action(self, node: dict[str, Any], kind: str, where: str) -> None:
        if self._use is Use.DIALOG and kind not in _IN_DIALOG:
            self._say(f"{where}.type", f"{kind} has no place in a dialog: use Action.Submit")
        data: object = node.get("data")
        if kind != "Action.Submit" or not isinstance(data, dict):
            return
        teams = cast("dict[str, Any]", data).get("msteams")
        if teams is None:
            return
        place = f"{where}.data.msteams"
        wanted = cast("dict[str, Any]", teams).get("type") if isinstance(teams, dict) else None
        if wanted not in _TEAMS_TYPES:
            self._say(f"{place}.type", f"must be one of {', '.join(_TEAMS_TYPES)}")
        elif self._use is Use.DIALOG:
            self._say(place, "has no place in a dialog, whose actions send task/submit")

    def _choices(self, node: dict[str, Any], where: str) -> None:
        choices = node.get("choices")
        if not isinstance(choices, list):
            return
        values = [
            str(cast("dict[str, Any]", choice).get("value"))
            for choice in cast("list[object]", choices)
            if isinstance(choice, dict)
        ]
        if len(values) > MAX_CHOICES:
            self._say(f"{where}.choices", f"holds more than {MAX_CHOICES} choices")
        if len(set(values)) < len(values):
            self._say(f"{where}.choices", "has two choices of the same value")
        if node.get("isMultiSelect") is True and any("," in value for value in values):
            self._say(f"{where}.choices", "has a comma in a value, and commas part the answers")
        first = str(node.get("value", ""))
        chosen = first.split(",") if node.get("isMultiSelect") is True else [first]
        if first and not set(chosen) <= set(values):
            self._say(f"{where}.value", "chooses what is not on offer, so nothing would be chosen")


def _hint(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
