"""What Slack refuses of a view and of metadata, each with the words and the place."""

from typing import Any

import pytest

from bot.sandbox.slack.checks import metadata_trouble, view_is_too_large, view_troubles
from tests.wire.sandbox.slack.blocks import asked, option, radios, words

VIEW: dict[str, Any] = {
    "type": "modal",
    "callback_id": "sevenbot",
    "title": words("T" * 24),
    "submit": words("Send"),
    "close": words("Close"),
    "private_metadata": "m" * 3000,
    "blocks": [asked(radios(option()))],
}
BAD_VIEWS: list[tuple[dict[str, Any], str]] = [
    ({"title": words("T" * 25)}, "must be less than 25 characters [json-pointer:/view/title/text]"),
    (
        {"submit": words("S" * 25)},
        "must be less than 25 characters [json-pointer:/view/submit/text]",
    ),
    ({"title": words(kind="mrkdwn")}, "unsupported type: mrkdwn [json-pointer:/view/title/type]"),
    (
        {"private_metadata": "m" * 3001},
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    ({"type": "dialog"}, "must be a valid enum value [json-pointer:/view/type]"),
    ({"blocks": []}, "must contain at least 1 item [json-pointer:/view/blocks]"),
    ({"blocks": "none"}, "must provide an array [json-pointer:/view/blocks]"),
    ({"colour": "red"}, "invalid additional property: colour [json-pointer:/view]"),
    (
        {"blocks": [{"type": "divider"}] * 101},
        "no more than 100 items allowed [json-pointer:/view/blocks]",
    ),
    (
        {"blocks": [{"type": "markdown", "text": "no"}]},
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
    ),
]


@pytest.mark.parametrize(("change", "said"), BAD_VIEWS, ids=[said for _, said in BAD_VIEWS])
def test_what_slack_refuses_of_a_view(change: dict[str, Any], said: str) -> None:
    assert [str(trouble) for trouble in view_troubles(VIEW | change)] == [said]


def test_a_view_that_slack_takes() -> None:
    assert not view_troubles(VIEW)


def test_a_view_with_inputs_needs_a_submit_button() -> None:
    without = {name: part for name, part in VIEW.items() if name != "submit"}
    assert [str(trouble) for trouble in view_troubles(without)] == [
        "missing required field: submit [json-pointer:/view]"
    ]
    assert not view_troubles(without | {"blocks": [{"type": "divider"}]})


def test_a_view_is_an_object() -> None:
    assert [str(trouble) for trouble in view_troubles("view")] == [
        "must provide an object [json-pointer:/view]"
    ]


def test_a_view_has_at_most_250_kilobytes() -> None:
    assert not view_is_too_large({"text": "ü" * 100_000})
    assert view_is_too_large({"text": "ü" * 130_000})


@pytest.mark.parametrize(
    ("metadata", "word"),
    [
        ("text", "invalid_metadata_format"),
        ({"event_type": "e"}, "invalid_metadata_format"),
        ({"event_type": "", "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "e", "event_payload": []}, "invalid_metadata_schema"),
        ({"event_type": "e", "event_payload": {}, "more": 1}, "invalid_metadata_schema"),
        ({"event_type": "e", "event_payload": {"x": "y" * 9000}}, "metadata_too_large"),
        ({"event_type": "e", "event_payload": {"delivery": "d"}}, None),
    ],
)
def test_metadata(metadata: object, word: str | None) -> None:
    assert metadata_trouble(metadata) == word
