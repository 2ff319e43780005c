"""Reads what goes to Teams as Teams does (learn.microsoft.com: Adaptive Cards, format cards)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt

from bot.sandbox.teams.cards import Use, card_faults
from tests.contract.reading.what import Reading

MAX_BYTES = 80_000
MARKDOWN = MarkdownIt("commonmark")
HARMLESS = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak"}
READS_MARKDOWN = {("TextBlock", "text"), ("Fact", "title"), ("Fact", "value")}
GAP = "\u200b"


def read_message(wire: Mapping[str, Any]) -> Reading:
    reading = _card(wire["attachments"][0]["content"], Use.POST)
    if wire.get("text"):
        reading.problems.append("text and card stand in one activity")
    if wire.get("entities"):
        reading.alive.append("the activity mentions somebody")
    reading.fallback = wire["summary"]
    _size(wire, reading)
    if reading.inputs:
        reading.problems.append("a post has no way to send an input")
    return reading


def read_view(wire: Mapping[str, Any]) -> Reading:
    card = wire["card"]["content"]
    reading = _card(card, Use.DIALOG)
    reading.words.append(wire["title"])
    reading.fallback = card["fallbackText"]
    submits = [action for action in card.get("actions", []) if action["type"] == "Action.Submit"]
    reading.submit = submits[0]["data"]["action"] if submits else None
    _size(wire, reading)
    return reading


def _card(card: Mapping[str, Any], use: Use) -> Reading:
    reading = Reading(problems=[str(fault) for fault in card_faults(card, use)])
    if not card.get("fallbackText"):
        reading.problems.append("fallbackText is missing")
    for thing in _things(card.get("body", [])):
        _thing(thing, reading)
    for action in card.get("actions", []):
        reading.words.append(action["title"])
    return reading


def _things(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _things(item)
    elif isinstance(value, Mapping):
        yield value
        for name in ("items", "columns", "inlines", "facts", "actions", "body", "selectAction"):
            yield from _things(value.get(name))


def _thing(thing: Mapping[str, Any], reading: Reading) -> None:
    kind = thing.get("type", "Fact" if "value" in thing else "")
    for name in ("text", "title", "value", "label", "altText", "placeholder"):
        said = thing.get(name)
        if isinstance(said, str) and (kind, name) != ("Action.OpenUrl", "title"):
            markdown = (kind, name) in READS_MARKDOWN
            reading.words.append(_marked(said, reading) if markdown else _bare(said, reading))
    if "url" in thing:
        reading.links.add(thing["url"])
    if kind == "Action.Submit":
        reading.actions.append(thing["data"]["action"])
    if kind.startswith("Input."):
        reading.inputs.append(thing["id"])
        if not thing.get("isRequired", False):
            reading.optional.add(thing["id"])
        if thing.get("choices") and "value" in thing:
            reading.chosen[thing["id"]] = thing["value"].split(",")
        for choice in thing.get("choices", []):
            reading.words.append(_bare(choice["title"], reading))
            reading.options.setdefault(thing["id"], []).append(choice["value"])


def _bare(text: str, reading: Reading) -> str:
    if "{{" in text:
        reading.alive.append(text)
    return text.replace(GAP, "")


def _marked(text: str, reading: Reading) -> str:
    tokens = [child for token in MARKDOWN.parse(text) for child in [token, *(token.children or [])]]
    reading.alive += [f"{t.type}: {text}" for t in tokens if t.type not in HARMLESS]
    if re.search(r"<\w|</", text):
        reading.alive.append(text)
    return _bare("".join(t.content for t in tokens if t.type == "text"), reading)


def _size(wire: Mapping[str, Any], reading: Reading) -> None:
    if len(json.dumps(wire, ensure_ascii=False).encode("utf-16-le")) > MAX_BYTES:
        reading.problems.append("the activity is too large")
