"""What a person can use in a Slack message or modal."""

from collections.abc import Mapping, Sequence
from typing import Literal

from bot.sandbox.slack.filling import interactive, with_ids
from bot.sandbox.slack.mrkdwn import plain_words
from bot.sandbox.world import Control, Json

_Kind = Literal["one of", "several of", "text"]
_KINDS: Mapping[str, _Kind] = {
    "plain_text_input": "text",
    "radio_buttons": "one of",
    "static_select": "one of",
    "checkboxes": "several of",
    "multi_static_select": "several of",
}


def message_controls(body: Json) -> Sequence[Control]:
    """Return a message's buttons, those of overflow menus last."""
    return _buttons(with_ids(body.get("blocks", [])))


def _buttons(blocks: Sequence[Json]) -> Sequence[Control]:
    shown: list[Control] = []
    behind: list[Control] = []
    for _, element in interactive(blocks):
        name = element["action_id"]
        if element["type"] == "button":
            label = plain_words(element["text"])
            shown.append(Control("button", name, label, value=element.get("value", "")))
        elif element["type"] == "overflow":
            behind.extend(
                Control("button", name, plain_words(option["text"]), value=option["value"])
                for option in element["options"]
            )
    return (*shown, *behind)


def view_controls(view: Json) -> Sequence[Control]:
    """Return a modal's inputs, in order, named by their action ids, and then its own buttons."""
    inputs = (
        Control(
            kind=_KINDS[element["type"]],
            name=element["action_id"],
            label=plain_words(block["label"]),
            options=tuple(
                (option["value"], plain_words(option["text"]))
                for option in element.get("options", ())
            ),
            optional=block.get("optional", False),
        )
        for block, element in interactive(view["blocks"])
        if block["type"] == "input"
    )
    return (*inputs, *_buttons(view["blocks"]))


def input_blocks(view: Json) -> Mapping[str, tuple[Json, Json]]:
    """Return a modal's input blocks and their elements, by action id."""
    return {
        element["action_id"]: (block, element)
        for block, element in interactive(view["blocks"])
        if block["type"] == "input"
    }
