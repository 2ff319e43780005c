"""What a person can press, choose and fill in on a card. Pure."""

from collections.abc import Iterable
from string import ascii_uppercase
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
from content.templating import say

Json = dict[str, Any]

ACTION = "action"
"""Under this name a button's data carries the encoded action."""
CHOICES = "choices"
"""Under this name a dialog's button says which inputs are choices, since Teams sends every input
back as one string."""


MENU = 10
"""Options that stand open below each other; a longer list to pick one from is a menu."""
LINE = 75
"""Characters that a box of one line takes."""


def pressable(button: Button, *, in_dialog: bool) -> Json:
    """Return a button. On a post it opens a dialog; in a dialog it goes on to another page."""
    action: Json = {
        "type": "Action.Submit",
        "title": said(button.label, say("teams.open")),
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
        "title": said(submit.label, say("teams.send")),
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
    menu = len(options) > MENU and not block.several
    choices = {
        "type": "Input.ChoiceSet",
        "spacing": "default" if above else "large",
        "id": block.name,
        "label": said(block.label, say("teams.answer")),
        "style": "compact" if menu else "expanded",
        "wrap": True,
        "isMultiSelect": block.several,
        **_wanted(say("teams.choose"), optional=block.optional),
        "choices": [{"title": plain(o.label), "value": o.key} for o in options],
    }
    chosen = [option.key for option in options if option.key in block.chosen]
    if chosen:
        choices["value"] = ",".join(chosen) if block.several else chosen[0]
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
    """Return A to Z for 0 to 25, then AA, AB and so on."""
    before = "" if number < len(ascii_uppercase) else _letter(number // len(ascii_uppercase) - 1)
    return before + ascii_uppercase[number % len(ascii_uppercase)]


def boxed(field: TextField) -> Json:
    """Return a box to write in."""
    element: Json = {
        "type": "Input.Text",
        "spacing": "medium",
        "id": field.name,
        "label": said(field.label, say("teams.words")),
        "isMultiline": field.max_length > LINE and not field.one_line,
        "maxLength": field.max_length,
        **_wanted(say("teams.write"), optional=field.optional),
    }
    if field.hint:
        element["placeholder"] = plain(field.hint)
    if field.value:
        element["value"] = plain(field.value)
    return element


def _wanted(otherwise: str, *, optional: bool) -> Json:
    """Return whether an input must be filled in, and what Teams itself says where it is not."""
    if optional:
        return {"isRequired": False}
    return {"isRequired": True, "errorMessage": otherwise}
