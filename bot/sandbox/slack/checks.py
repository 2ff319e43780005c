"""What Slack refuses: messages, views and metadata that break the Block Kit reference.

Written from Slack's documentation, apart from the code that renders our messages and from
Slack's own SDK, so that a mistake there does not hide here. It knows the blocks that the house
uses; any other type is refused as unsupported.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from bot.sandbox.slack.elements import (
    IDENTIFIER,
    IMAGE,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    RICH_TEXT_PARTS,
    either,
    identified,
    plain,
)
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
    word,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
MESSAGE_SIZE = 12_000
"""Characters of text in one message's blocks, overhead included. Slack publishes no figure;
people report refusals from a little under 12,000 to 13,300."""
BLOCK_OVERHEAD = 40
"""What each block counts beside its words. Our own estimate, on the safe side."""
POST_TEXT = 40_000
UPDATE_TEXT = 4_000
METADATA_BYTES = 8_000


def _block(
    kind: str, required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None
) -> Shape:
    return thing({"type": word(kind), **required}, {"block_id": IDENTIFIER, **(optional or {})})


def _section_says_something(block: Mapping[str, object], at: str) -> Iterable[Trouble]:
    if "text" not in block and "fields" not in block:
        yield Trouble("must provide text or fields", at)


_BLOCKS: Mapping[str, Shape] = {
    "header": _block("header", {"text": plain(150)}),
    "section": also(
        _block(
            "section",
            {},
            {
                "text": either(3000),
                "fields": items(either(2000), 10),
                "accessory": kinds(IN_SECTION),
                "expand": boolean,
            },
        ),
        _section_says_something,
    ),
    "context": _block(
        "context",
        {
            "elements": items(
                kinds({"image": IMAGE, "plain_text": either(2000), "mrkdwn": either(2000)}), 10
            )
        },
    ),
    "divider": _block("divider", {}),
    "actions": _block("actions", {"elements": items(kinds(IN_ACTIONS), 25)}),
    "image": _block(
        "image",
        {"image_url": web_address(3000), "alt_text": string(2000)},
        {"title": plain(2000)},
    ),
    "rich_text": _block("rich_text", {"elements": items(RICH_TEXT_PARTS, 1000)}),
    "input": _block(
        "input",
        {"label": plain(2000), "element": kinds(IN_INPUT)},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
}
_MARKDOWN = _block("markdown", {"text": string(12_000)})
_IN_MESSAGE = items(kinds({**_BLOCKS, "markdown": _MARKDOWN}), MESSAGE_BLOCKS)
_IN_VIEW = items(kinds(_BLOCKS), VIEW_BLOCKS)
_IN_EVERY_VIEW: Mapping[str, Shape] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_VIEW = thing(
    {"type": word("modal"), "title": plain(24), "blocks": _IN_VIEW},
    {
        **_IN_EVERY_VIEW,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
)
_HOME = thing({"type": word("home"), "blocks": _IN_VIEW}, _IN_EVERY_VIEW)
_METADATA = thing({"event_type": string(255), "event_payload": thing({})})


def message_troubles(blocks: Sequence[object], at: str = "/blocks") -> Sequence[Trouble]:
    """Return what is wrong with a message's blocks; empty when Slack would take them."""
    return (*_IN_MESSAGE(blocks, at), *_ids_are_unique(blocks, at))


def view_troubles(view: object, at: str = "/view") -> Sequence[Trouble]:
    """Return what is wrong with a modal's view; empty when Slack would take it."""
    found = list(_VIEW(view, at))
    blocks = view.get("blocks") if is_thing(view) else None
    if is_thing(view) and is_list(blocks):
        found.extend(_ids_are_unique(blocks, f"{at}/blocks"))
        if "submit" not in view and any(is_thing(b) and b.get("type") == "input" for b in blocks):
            found.append(Trouble("missing required field: submit", at))
    return found


def home_troubles(view: object, at: str = "/view") -> Sequence[Trouble]:
    """Return what is wrong with a Home tab's view; empty when Slack would take it."""
    blocks = view.get("blocks") if is_thing(view) else None
    return (*_HOME(view, at), *_ids_are_unique(blocks, f"{at}/blocks"))


def view_is_too_large(view: object) -> bool:
    """Tell whether the view exceeds 250 kB."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def blocks_are_too_long(blocks: Sequence[object]) -> bool:
    """Tell whether the blocks' words together exceed what one message may carry."""
    return sum(_length(block) + BLOCK_OVERHEAD for block in blocks) > MESSAGE_SIZE


def metadata_trouble(metadata: object) -> str | None:
    """Return Slack's error word for a message's metadata, or None when it is well formed."""
    if not is_thing(metadata) or not {"event_type", "event_payload"} <= set(metadata):
        return "invalid_metadata_format"
    payload = metadata["event_payload"]
    if not is_thing(payload) or tuple(_METADATA({**metadata, "event_payload": {}}, "/metadata")):
        return "invalid_metadata_schema"
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        return "metadata_too_large"
    return None


def _length(value: object) -> int:
    """Count the characters of every text within."""
    if is_list(value):
        return sum(_length(part) for part in value)
    if is_thing(value):
        return sum(
            len(part) if name == "text" and isinstance(part, str) else _length(part)
            for name, part in value.items()
        )
    return 0


def _ids_are_unique(blocks: object, at: str) -> Iterable[Trouble]:
    if not is_list(blocks):
        return
    seen: set[object] = set()
    for index, block in enumerate(blocks):
        if not is_thing(block):
            continue
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            yield Trouble(f'block_id "{block_id}" already exists', f"{at}/{index}/block_id")
        seen.add(block_id)
        actions: set[object] = set()
        for place, element in identified(block):
            action_id = element.get("action_id")
            if action_id is not None and action_id in actions:
                yield Trouble(
                    f'action_id "{action_id}" already exists', f"{at}/{index}/{place}/action_id"
                )
            actions.add(action_id)
