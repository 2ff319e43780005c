"""Reads what goes to Slack as Slack does (docs.slack.dev: formatting message text, Block Kit)."""

import html
import re
from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack.checks import (
    blocks_are_too_long,
    message_troubles,
    view_is_too_large,
    view_troubles,
)
from tests.contract.reading.what import Reading

UPDATE_TEXT = 4000
CONTROL = re.compile(r"<([^<>]*)>")
MARKUP = re.compile(
    r"(?<![\w*])\*[^\s*][^*\n]*\*(?![\w*])"  # bold
    r"|(?<![\w_])_[^\s_][^_\n]*_(?![\w_])"  # italic
    r"|(?<![\w~])~[^\s~][^~\n]*~(?![\w~])"  # struck
    r"|`[^`\n]+`"  # code
    r"|:[\w+'-]+:"  # emoji
    r"|^\s*&gt;",  # quote
    re.MULTILINE,
)


def read_message(wire: Mapping[str, Any]) -> Reading:
    reading = Reading()
    if len(wire["text"]) > UPDATE_TEXT:
        reading.problems.append("text is too long for chat.update")
    _mrkdwn(wire["text"], reading, only_controls=True)
    reading.fallback, reading.words = reading.words[0], []
    _blocks(wire["blocks"], reading)
    reading.problems += [str(trouble) for trouble in message_troubles(wire["blocks"])]
    if blocks_are_too_long(wire["blocks"]):
        reading.problems.append("msg_blocks_too_long")
    if any(block["type"] == "input" for block in wire["blocks"]):
        reading.problems.append("a post has no way to send an input")
    return reading


def read_view(wire: Mapping[str, Any]) -> Reading:
    reading = Reading()
    reading.problems += [str(trouble) for trouble in view_troubles(wire)]
    if view_is_too_large(wire):
        reading.problems.append("view_too_large")
    if wire.get("callback_id") != "sevenbot":
        reading.problems.append("callback_id must say whose view it is")
    for part in ("title", "submit", "close"):
        if part in wire:
            _text(wire[part], reading)
    _blocks(wire["blocks"], reading)
    reading.fallback = reading.text
    reading.submit = wire.get("private_metadata")
    return reading


def _blocks(blocks: list[dict[str, Any]], reading: Reading) -> None:
    action_ids: list[str] = []
    for block in blocks:
        match block["type"]:
            case "header" | "section":
                _text(block["text"], reading)
            case "context":
                for element in block["elements"]:
                    _text(element, reading)
            case "rich_text":
                for element in block["elements"]:
                    _rich(element, reading)
            case "actions":
                for element in block["elements"]:
                    _action(element, reading)
                    action_ids.append(element["action_id"])
            case "input":
                _input(block, reading)
                action_ids.append(block["element"]["action_id"])
            case "image":
                reading.words.append(block["alt_text"])
                reading.links.add(block["image_url"])
            case "divider":
                pass
            case other:
                reading.problems.append(f"the reader does not know the block {other}")
    if len(action_ids) != len(set(action_ids)):
        reading.problems.append(f"action ids repeat: {sorted(action_ids)}")


def _text(text: Mapping[str, Any], reading: Reading) -> None:
    if text["type"] == "plain_text":
        if text.get("emoji", True) and re.search(r":[\w+'-]+:", text["text"]):
            reading.alive.append(text["text"])
        reading.words.append(text["text"])
    else:
        if not text.get("verbatim") and CONTROL.sub("", text["text"]).strip():
            reading.alive.append(f"links and channel names in {text['text']} would be found")
        _mrkdwn(text["text"], reading)


def _mrkdwn(text: str, reading: Reading, *, only_controls: bool = False) -> None:
    def control(found: re.Match[str]) -> str:
        target, _, label = found[1].partition("|")
        if re.match(r"https?://", target):
            reading.links.add(html.unescape(target))
        else:
            reading.alive.append(found[0])
        return label or target

    bare = CONTROL.sub(control, text)
    if re.search(r"[<>]|&(?!amp;|lt;|gt;)", bare):
        reading.alive.append(bare)
    if not only_controls:
        reading.alive += [found[0] for found in MARKUP.finditer(bare)]
    reading.words.append(html.unescape(bare))


def _rich(element: Mapping[str, Any], reading: Reading) -> None:
    match element["type"]:
        case "rich_text_section":
            reading.words.append("".join(_span(span, reading) for span in element["elements"]))
        case "rich_text_list":
            for item in element["elements"]:
                _rich(item, reading)
        case other:
            reading.problems.append(f"the reader does not know the element {other}")


def _span(span: Mapping[str, Any], reading: Reading) -> str:
    if span["type"] == "link":
        reading.links.add(span["url"])
    elif span["type"] != "text":
        reading.alive.append(str(span))
    return str(span["text"])


def _action(element: Mapping[str, Any], reading: Reading) -> None:
    if element["type"] == "overflow":
        for option in element["options"]:
            _text(option["text"], reading)
            reading.actions.append(option["value"])
    else:
        _text(element["text"], reading)
        reading.actions.append(element["value"])


def _input(block: Mapping[str, Any], reading: Reading) -> None:
    element = block["element"]
    _text(block["label"], reading)
    if "hint" in block:
        _text(block["hint"], reading)
    reading.words.append(element.get("initial_value", ""))
    reading.inputs.append(element["action_id"])
    if block.get("optional", False):
        reading.optional.add(element["action_id"])
    first = element.get("initial_options", [element.get("initial_option")])
    if chosen := [option["value"] for option in first if option]:
        reading.chosen[element["action_id"]] = chosen
    if "options" in element:
        reading.options[element["action_id"]] = [o["value"] for o in element["options"]]
        for option in element["options"]:
            _text(option["text"], reading)
