"""The parts that Slack's blocks are made of: text objects, options, and interactive elements.

Limits are those of Slack's Block Kit reference. Where its pages differ (an option's value: 75 or
150 characters), the smaller counts, so that what passes here passes there.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.sandbox.slack.shapes import (
    Shape,
    Trouble,
    also,
    boolean,
    is_list,
    is_thing,
    items,
    kinds,
    string,
    thing,
    web_address,
    whole,
    word,
)


def plain(most: int) -> Shape:
    """Ask for a `plain_text` object of at most `most` characters."""
    return kinds({"plain_text": _plain(most)})


def either(most: int) -> Shape:
    """Ask for a `plain_text` or `mrkdwn` object of at most `most` characters."""
    return kinds({"plain_text": _plain(most), "mrkdwn": _marked(most)})


def _plain(most: int) -> Shape:
    return thing({"type": word("plain_text"), "text": string(most)}, {"emoji": boolean})


def _marked(most: int) -> Shape:
    return thing({"type": word("mrkdwn"), "text": string(most)}, {"verbatim": boolean})


IDENTIFIER = string(255)
_CONFIRM = thing(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": word("primary", "danger")},
)
_PICTURE = {"alt_text": string(2000), "image_url": web_address(3000)}


def _option(text: Shape, **further: Shape) -> Shape:
    return thing({"text": text, "value": string(75)}, {"description": text, **further})


_MENU_OPTION = _option(plain(75), url=web_address(3000))
_PLAIN_OPTION = _option(plain(75))
_ANY_OPTION = _option(either(75))


def _element(
    kind: str, required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None
) -> Shape:
    return thing({"type": word(kind), **required}, {"action_id": IDENTIFIER, **(optional or {})})


def _chosen_among_options(element: Mapping[str, Any], at: str) -> Iterable[Trouble]:
    values = [option["value"] for option in element["options"]]
    if len(values) != len(set(values)):
        yield Trouble("option values must be unique", f"{at}/options")
    first = element.get("initial_option")
    if first is not None and first not in element["options"]:
        yield Trouble("initial_option must be one of the options", f"{at}/initial_option")
    for index, chosen in enumerate(element.get("initial_options", ())):
        if chosen not in element["options"]:
            yield Trouble(
                "initial_options must be among the options", f"{at}/initial_options/{index}"
            )


def _picker(kind: str, option: Shape, most: int, *, several: bool, **further: Shape) -> Shape:
    initial = {"initial_options": items(option, most)} if several else {"initial_option": option}
    optional = {"confirm": _CONFIRM, "focus_on_load": boolean, **initial, **further}
    shape = _element(kind, {"options": items(option, most)}, optional)
    return also(shape, _chosen_among_options)


_WRITING: Mapping[str, Shape] = {
    "initial_value": string(3000, least=0),
    "multiline": boolean,
    "min_length": whole(0, 3000),
    "max_length": whole(1, 3000),
    "placeholder": plain(150),
    "focus_on_load": boolean,
    "dispatch_action_config": thing(
        {}, {"trigger_actions_on": items(word("on_enter_pressed", "on_character_entered"), 2)}
    ),
}


def _lengths_agree(element: Mapping[str, Any], at: str) -> Iterable[Trouble]:
    if element.get("min_length", 0) > element.get("max_length", 3000):
        yield Trouble("min_length must not exceed max_length", f"{at}/min_length")


BUTTON = _element(
    "button",
    {"text": plain(75)},
    {
        "value": string(2000),
        "url": web_address(3000),
        "style": word("primary", "danger"),
        "confirm": _CONFIRM,
        "accessibility_label": string(75),
    },
)
OVERFLOW = also(
    _element("overflow", {"options": items(_MENU_OPTION, 5, least=2)}, {"confirm": _CONFIRM}),
    _chosen_among_options,
)
IMAGE = thing({"type": word("image"), **_PICTURE})
_HINT = {"placeholder": plain(150)}
_CHOOSERS: Mapping[str, Shape] = {
    "radio_buttons": _picker("radio_buttons", _ANY_OPTION, 10, several=False),
    "checkboxes": _picker("checkboxes", _ANY_OPTION, 10, several=True),
    "static_select": _picker("static_select", _PLAIN_OPTION, 100, several=False, **_HINT),
    "multi_static_select": _picker(
        "multi_static_select",
        _PLAIN_OPTION,
        100,
        several=True,
        max_selected_items=whole(1, 100),
        **_HINT,
    ),
}
IN_ACTIONS: Mapping[str, Shape] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    **{kind: shape for kind, shape in _CHOOSERS.items() if kind != "multi_static_select"},
}
IN_SECTION: Mapping[str, Shape] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "image": IMAGE,
    **_CHOOSERS,
}
IN_INPUT: Mapping[str, Shape] = {
    "plain_text_input": also(_element("plain_text_input", {}, _WRITING), _lengths_agree),
    **_CHOOSERS,
}

_STYLE = thing(
    {},
    {"bold": boolean, "italic": boolean, "strike": boolean, "code": boolean, "underline": boolean},
)
_STYLED = {"style": _STYLE}
_INLINE = kinds(
    {
        "text": thing({"type": word("text"), "text": string(12000)}, _STYLED),
        "link": thing(
            {"type": word("link"), "url": web_address(3000)},
            {"text": string(12000), "unsafe": boolean, **_STYLED},
        ),
        "emoji": thing({"type": word("emoji"), "name": string(100)}, {"unicode": string(100)}),
        "user": thing({"type": word("user"), "user_id": string(20)}, _STYLED),
        "channel": thing({"type": word("channel"), "channel_id": string(20)}, _STYLED),
        "broadcast": thing(
            {"type": word("broadcast"), "range": word("here", "channel", "everyone")}
        ),
    }
)
_LINE = items(_INLINE, 1000)
_SECTION = thing({"type": word("rich_text_section"), "elements": _LINE})
_BORDER = {"border": whole(0, 1)}
RICH_TEXT_PARTS = kinds(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": thing(
            {
                "type": word("rich_text_list"),
                "style": word("bullet", "ordered"),
                "elements": items(kinds({"rich_text_section": _SECTION}), 1000),
            },
            {"indent": whole(0, 8), "offset": whole(0, 10_000), **_BORDER},
        ),
        "rich_text_quote": thing({"type": word("rich_text_quote"), "elements": _LINE}, _BORDER),
        "rich_text_preformatted": thing(
            {"type": word("rich_text_preformatted"), "elements": _LINE}, _BORDER
        ),
    }
)


def identified(block: Mapping[str, object]) -> Iterable[tuple[str, Mapping[str, object]]]:
    """Yield the interactive elements of a block, each with its place in it."""
    for name in ("accessory", "element"):
        part = block.get(name)
        if is_thing(part):
            yield name, part
    elements = block.get("elements")
    if block.get("type") == "actions" and is_list(elements):
        for index, part in enumerate(elements):
            if is_thing(part):
                yield f"elements/{index}", part
