"""From a neutral reply to the body of an answered invoke. Pure.

Teams waits for the answer and shows it, so "shown" means here that the answer was given: no later
word comes of whether a person's screen drew it.
"""

from typing import Any, assert_never

from bot.platforms.teams.render import render_view
from content.message import Context, Heading, Message, Plain, Text, View
from handlers.interaction import FieldErrors, OpenView, PrivateNote, Reply, UpdateView

Json = dict[str, Any]

TITLE = "Sevenbot"
"""Of a dialog that only says something."""


def dialog(reply: Reply) -> Json:
    """Answer task/fetch or task/submit: the dialog opens, or goes on with the next page."""
    match reply:
        case OpenView(view) | UpdateView(view):
            value = render_view(view)
        case FieldErrors(errors, view):
            value = render_view(view, errors)
        case PrivateNote(message):
            value = render_view(View(TITLE, message))
        case _:
            assert_never(reply)
    return {"task": {"type": "continue", "value": value}}


def toast(reply: Reply) -> Json:
    """Answer adaptiveCard/action, which can open no dialog: in words, to the one person."""
    match reply:
        case OpenView(view) | UpdateView(view):
            words = view.message.fallback
        case FieldErrors(errors):
            words = " ".join(errors.values())
        case PrivateNote(message):
            words = message.fallback
        case _:
            assert_never(reply)
    return {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": words,
    }


def cannot_vouch() -> Reply:
    """Say that the tenant could not be asked who this is."""
    words = (
        "We could not check your account with Microsoft Teams just now. Nothing was lost or "
        "recorded: please try again in a minute."
    )
    return PrivateNote(Message(words, (Text((Plain(words),)),)))


def help_card() -> Message:
    """Return what the bot says to a message in its personal chat."""
    words = (
        "I bring short safeguarding briefings to your team's channel. Read one there with its "
        "button, check your understanding, or ask the Learning group a question."
    )
    caution = (
        "Please write no case details here. If a child may be at risk, follow your safeguarding "
        "procedure, or call 999 in immediate danger."
    )
    return Message(
        f"{words} {caution}",
        (
            Heading("Safeguarding learning"),
            Text((Plain(words),)),
            Context((Plain(caution),)),
        ),
    )
