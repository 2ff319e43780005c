"""What a person can press, choose and fill in on a card. Pure."""

from collections.abc import Iterable
from typing import Any

from bot.platforms.teams.escape import plain, reads_as_markdown
from bot.platforms.teams.words import paragraph, said
from content.message import (
    Button,
    Choices,
    Message,
    Option,
    Plain,
    Strong,
    Submit,
    TextField,
    Weight,
)

Json = dict[str, Any]

ACTION = "action"
"""Under this name a button's data carries the encoded action."""
CHOICES = "choices"
"""Under this name a dialog's button says which inputs are choices, since Teams sends every input
back as one string."""


def pressable(button: Button, *, in_dialog: bool) -> Json:
    """Return a button. On a post it opens a dialog; in a dialog it goes on to another page."""
    action: Json = {
        "type": "Action.Submit",
        "title": said(button.label, "Open"),
        "data": {ACTION: button.action.encode()},
        # A button in a page goes on without what the page asks; only its submit sends that.
        "associatedInputs": "none",
    }
    if button.weight is Weight.MAIN:
        action["style"] = "positive"
    if not in_dialog:
        action["data"]["msteams"] = {"type": "task/fetch"}
    return action


def submitting(submit: Submit, message: Message) -> Json:
    """Return the button that sends a dialog's page."""
    names = [block.name for block in message.blocks if isinstance(block, Choices)]
    return {
        "type": "Action.Submit",
        "title": said(submit.label, "Send"),
        "style": "positive",
        "data": {ACTION: submit.action.encode(), CHOICES: names},
    }


def asked(block: Choices) -> list[Json]:
    """Return a question with every option in full."""
    options = block.options
    above: list[Json] = []
    if any(
        reads_as_markdown(option.label) or not plain(option.label).strip() for option in options
    ):
        # Such words are printed above, where nothing reads Markdown, and letters are offered.
        above = _lettered(options)
        options = tuple(Option(o.key, _letter(n)) for n, o in enumerate(options))
    choices = {
        "type": "Input.ChoiceSet",
        "id": block.name,
        "label": said(block.label, "Your answer"),
        "style": "expanded",
        "wrap": True,
        "isMultiSelect": block.several,
        "isRequired": True,
        "errorMessage": "Please choose an answer first.",
        "choices": [{"title": plain(o.label), "value": o.key} for o in options],
    }
    return [*above, choices]


def printed(block: Choices) -> list[Json]:
    """Return the question in words: a post can send no answer, only a dialog can."""
    return [*paragraph([Strong(block.label)]), *_lettered(block.options)]


def _lettered(options: Iterable[Option]) -> list[Json]:
    return [
        element | {"spacing": "small"}
        for number, option in enumerate(options)
        for element in paragraph((Strong(f"{_letter(number)}."), Plain(f" {option.label}")))
    ]


def _letter(number: int) -> str:
    return chr(ord("A") + number)


def boxed(field: TextField) -> Json:
    """Return a box to write in."""
    element: Json = {
        "type": "Input.Text",
        "id": field.name,
        "label": said(field.label, "Your words"),
        "isMultiline": True,
        "maxLength": field.max_length,
        "isRequired": not field.optional,
    }
    if not field.optional:
        element["errorMessage"] = "Please write something first."
    if field.hint:
        element["placeholder"] = plain(field.hint)
    if field.value:
        element["value"] = plain(field.value)
    return element
