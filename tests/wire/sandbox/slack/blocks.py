"""Parts of messages and views as Slack wants them, for a test to spoil."""

from typing import Any


def words(text: str = "Words", kind: str = "plain_text") -> dict[str, Any]:
    return {"type": kind, "text": text}


def option(value: str = "a", text: str = "One") -> dict[str, Any]:
    return {"text": words(text), "value": value}


def button(**further: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "read", "text": words("Read it"), **further}


def actions(*elements: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def section(**further: Any) -> dict[str, Any]:
    return {"type": "section", **further}


def radios(*options: Any, **further: Any) -> dict[str, Any]:
    return {"type": "radio_buttons", "action_id": "q", "options": list(options), **further}


def asked(element: Any, **further: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "q1",
        "label": words("Which?"),
        "element": element,
    } | further


def rich(*elements: Any) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(elements)}


def line(*elements: Any) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def run(text: str = "words", **further: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **further}


BLOCKS = [section(text=words("Hello", "mrkdwn"))]
