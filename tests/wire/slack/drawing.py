"""Small messages and pages, drawn as Block Kit."""

from uuid import uuid4

from bot.platforms.slack.render import render_message, render_view
from content.actions import Action, ActionName
from content.message import (
    Block,
    Button,
    Buttons,
    Choices,
    Message,
    Option,
    Plain,
    Submit,
    Text,
    View,
)

DELIVERY = uuid4()


def a_button(name: ActionName, step: int = 0, label: str = "Press") -> Button:
    return Button(label, Action(name, DELIVERY, step))


def elements_of(*shown: Button, more: tuple[Button, ...] = ()) -> list[dict]:
    (block,) = render_message(Message("x", (Buttons(shown, more),)))["blocks"]
    return block["elements"]


def view_of(*blocks: Block, step: int = 0) -> dict:
    submit = Submit("Send", Action(ActionName.ANSWER, DELIVERY, step))
    return render_view(View("Title", Message("Fallback", blocks), submit))


def choices_of(*labels: str, several: bool = False) -> Choices:
    options = tuple(Option(f"k{i}", label) for i, label in enumerate(labels))
    return Choices("choice", "Which fits?", options, several)


def words_of(count: int) -> Text:
    return Text((Plain("word " * count),))
