"""Pausing private messages."""

from datetime import date
from uuid import UUID

from content.actions import Action, ActionName
from content.compose.recall import page_title
from content.days import weekday_words
from content.message import (
    Button,
    Buttons,
    Context,
    Form,
    Heading,
    Message,
    Plain,
    Submit,
    Text,
    TextField,
    View,
)
from content.templating import say

UNTIL = "until"
"""The name under which the day comes back."""
MAX_DAY = 60

NOBODY = UUID(int=0)
"""Stands for a delivery in what a person does for themselves, about no message at all."""


def compose_pause(*, draft: str = "") -> View:
    """Return the box for a pause: until when, in the person's own words."""
    return View(
        title=page_title(),
        message=Message(
            say("pause.fallback"),
            (
                Heading(say("pause.heading")),
                Text((Plain(say("pause.lead")),)),
                Form(
                    (
                        TextField(
                            name=UNTIL,
                            label=say("pause.label"),
                            hint=say("pause.hint"),
                            max_length=MAX_DAY,
                            value=draft,
                        ),
                    )
                ),
                Context((Plain(say("pause.kept")),)),
            ),
        ),
        submit=Submit(say("pause.submit"), Action(ActionName.SEND_PAUSE, NOBODY)),
    )


def compose_paused(until: date) -> Message:
    """Return what a pause means, and the way out of it."""
    day = weekday_words(until)
    return Message(
        say("pause.done_fallback", day=day),
        (
            Heading(say("pause.done")),
            Text((Plain(say("pause.until", day=day)),)),
            Buttons((Button(say("pause.resume"), Action(ActionName.RESUME, NOBODY)),)),
            Context((Plain(say("pause.kept")),)),
        ),
    )


def compose_resumed() -> Message:
    """Return what ending a pause means."""
    return Message(
        say("pause.over_fallback"),
        (
            Heading(say("pause.over_heading")),
            Text((Plain(say("pause.over")),)),
        ),
    )


def as_page(message: Message) -> View:
    """Return a message as a page that can only be closed."""
    return View(title=page_title(), message=message, close=say("last.done"))
