"""A table of what Slack refuses of a message, each with the words and the place."""

import copy
from typing import Any

import pytest

from bot.sandbox.slack.checks import blocks_are_too_long, message_troubles
from tests.wire.sandbox.slack.blocks import (
    actions,
    asked,
    button,
    line,
    option,
    radios,
    rich,
    run,
    section,
    words,
)

GOOD: list[dict[str, Any]] = [
    {"type": "header", "text": words("H" * 150)},
    section(text=words("*bold*", "mrkdwn"), accessory=button(url="https://example.org")),
    section(fields=[words("x" * 2000, "mrkdwn")] * 10),
    {"type": "context", "elements": [words("quiet", "mrkdwn"), words()]},
    {
        "type": "context",
        "elements": [{"type": "image", "image_url": "https://e.org/i", "alt_text": "i"}],
    },
    {"type": "divider"},
    actions(
        button(value="v" * 2000, style="primary"),
        {"type": "overflow", "action_id": "more", "options": [option("a"), option("b")]},
    ),
    {
        "type": "image",
        "image_url": "https://e.org/i.png",
        "alt_text": "A picture",
        "title": words(),
    },
    rich(
        line(run(style={"bold": True}), {"type": "link", "url": "https://e.org", "text": "there"}),
        {"type": "rich_text_list", "style": "ordered", "elements": [line(run())], "indent": 1},
        {"type": "rich_text_quote", "elements": [run()]},
    ),
    {"type": "markdown", "text": "**bold**"},
    asked(radios(option("a"), option("b"), initial_option=option("b"))),
    asked(
        {"type": "checkboxes", "action_id": "c", "options": [option("a")], "initial_options": []}
        | {"initial_options": [option("a")]},
        optional=True,
        block_id="q2",
    ),
    asked({"type": "plain_text_input", "multiline": True, "max_length": 3000}, block_id="q3"),
    asked({"type": "static_select", "options": [option()], "placeholder": words()}, block_id="q4"),
]


def test_what_slack_takes() -> None:
    assert [str(trouble) for trouble in message_troubles(GOOD)] == []


FIRST_CHOICE = "/blocks/0/element/initial_options/0"
BAD: list[tuple[Any, str]] = [
    ("words", "must provide an object [json-pointer:/blocks/0]"),
    ({}, "missing required field: type [json-pointer:/blocks/0]"),
    ({"type": "heading"}, "unsupported type: heading [json-pointer:/blocks/0/type]"),
    ({"type": ["header"]}, "unsupported type: ['header'] [json-pointer:/blocks/0/type]"),
    ({"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
    (
        {"type": "header", "text": words("H" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        {"type": "header", "text": words(kind="mrkdwn")},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    ({"type": "header", "text": "Title"}, "must provide an object [json-pointer:/blocks/0/text]"),
    (
        {"type": "divider", "colour": "red"},
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    (
        {"type": "divider", "block_id": "b" * 256},
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    (section(), "must provide text or fields [json-pointer:/blocks/0]"),
    (
        section(text=words("x" * 3001)),
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        section(text=words("")),
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        section(text={**words(kind="mrkdwn"), "emoji": True}),
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    (
        section(text={**words(), "emoji": "yes"}),
        "must provide a boolean [json-pointer:/blocks/0/text/emoji]",
    ),
    (
        section(text={"type": "plain_text", "text": 7}),
        "must provide a string [json-pointer:/blocks/0/text/text]",
    ),
    (
        section(fields=[words()] * 11),
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        section(fields=[words("x" * 2001)]),
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (section(fields=words()), "must provide an array [json-pointer:/blocks/0/fields]"),
    (
        section(text=words(), accessory={"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]",
    ),
    (
        {"type": "context", "elements": [words()] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        {"type": "context", "elements": [button()]},
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    (actions(), "must contain at least 1 item [json-pointer:/blocks/0/elements]"),
    (
        actions(*[button(action_id=f"b{n}") for n in range(26)]),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        actions(button(), button()),
        'action_id "read" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    (
        actions(button(text=words("x" * 76))),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        actions(button(value="v" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        actions(button(style="default")),
        "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
    ),
    (
        actions(button(url="javascript:alert(1)")),
        "must be a valid URL [json-pointer:/blocks/0/elements/0/url]",
    ),
    (
        actions(button(action_id="a" * 256)),
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        actions({"type": "overflow", "action_id": "m", "options": [option()]}),
        "must contain at least 2 items [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions({"type": "overflow", "options": [option("a"), option("a")]}),
        "option values must be unique [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions({"type": "overflow", "options": [option("v" * 76), option("b")]}),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    (
        asked(radios(option(text="x" * 76))),
        "must be less than 76 characters [json-pointer:/blocks/0/element/options/0/text/text]",
    ),
    (
        asked(radios(*[option(str(n)) for n in range(11)])),
        "no more than 10 items allowed [json-pointer:/blocks/0/element/options]",
    ),
    (
        asked(radios(option("a"), initial_option=option("b"))),
        "initial_option must be one of the options [json-pointer:/blocks/0/element/initial_option]",
    ),
    (
        asked({"type": "checkboxes", "options": [option("a")], "initial_options": [option("b")]}),
        f"initial_options must be among the options [json-pointer:{FIRST_CHOICE}]",
    ),
    (
        asked({"type": "static_select", "options": [option(str(n)) for n in range(101)]}),
        "no more than 100 items allowed [json-pointer:/blocks/0/element/options]",
    ),
    (
        asked({"type": "static_select", "options": [{"text": words(kind="mrkdwn"), "value": "a"}]}),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/element/options/0/text/type]",
    ),
    (
        asked({"type": "plain_text_input", "max_length": 3001}),
        "must be between 1 and 3000 [json-pointer:/blocks/0/element/max_length]",
    ),
    (
        asked({"type": "plain_text_input", "min_length": True}),
        "must provide an integer [json-pointer:/blocks/0/element/min_length]",
    ),
    (
        asked({"type": "plain_text_input", "min_length": 9, "max_length": 3}),
        "min_length must not exceed max_length [json-pointer:/blocks/0/element/min_length]",
    ),
    (asked(button()), "unsupported type: button [json-pointer:/blocks/0/element/type]"),
    (
        asked(radios(option()), label=words("x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/label/text]",
    ),
    (
        {"type": "image", "image_url": "https://e.org/i"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    (rich(run()), "unsupported type: text [json-pointer:/blocks/0/elements/0/type]"),
    (
        rich(line(run(style={"bold": True, "loud": True}))),
        "invalid additional property: loud [json-pointer:/blocks/0/elements/0/elements/0/style]",
    ),
    (
        rich(line(run(""))),
        "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
    ),
    (
        rich({"type": "rich_text_list", "style": "dashed", "elements": [line(run())]}),
        "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
    ),
    (
        {"type": "markdown", "text": "x" * 12_001},
        "must be less than 12001 characters [json-pointer:/blocks/0/text]",
    ),
]


@pytest.mark.parametrize(("block", "said"), BAD, ids=[said for _, said in BAD])
def test_what_slack_refuses(block: Any, said: str) -> None:
    assert [str(trouble) for trouble in message_troubles([block])] == [said]


def test_a_message_has_at_most_fifty_blocks() -> None:
    divider = {"type": "divider"}
    assert message_troubles([divider] * 50) == ()
    (trouble,) = message_troubles([divider] * 51)
    assert str(trouble) == "no more than 50 items allowed [json-pointer:/blocks]"


def test_block_ids_are_unique_and_action_ids_only_within_a_block() -> None:
    one = actions(button()) | {"block_id": "same"}
    (trouble,) = message_troubles([one, copy.deepcopy(one)])
    assert str(trouble) == 'block_id "same" already exists [json-pointer:/blocks/1/block_id]'
    assert message_troubles([actions(button()), actions(button())]) == ()


def test_the_words_of_a_message_together_have_a_limit() -> None:
    long = {"type": "section", "text": words("x" * 2900)}
    assert not blocks_are_too_long([long] * 4)
    assert blocks_are_too_long([long] * 5)
    assert blocks_are_too_long([rich(line(*[run("x" * 999)] * 13))])
