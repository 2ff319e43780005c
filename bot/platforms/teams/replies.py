"""From a neutral reply to the body of an answered invoke. Pure.

Teams waits for the answer and shows it, so "shown" means here that the answer was given: no later
word comes of whether a person's screen drew it.
"""

from functools import lru_cache
from typing import Any, assert_never

from bot.platforms.teams.fit import encode
from bot.platforms.teams.render import render_view
from content.message import Message, Plain, Text, View
from content.templating import say
from handlers.interaction import FieldErrors, OpenView, PrivateNote, Reply, UpdateView

Json = dict[str, Any]

TITLE = "Sevenbot"
"""Of a dialog that only says something."""

PAGES_KEPT = 512
"""Pages ready to send: every page of some fifty posts, 2 to 20 kB each."""


def turned_to(view: View) -> bytes:
    """Answer task/submit with the next page of a briefing, ready to send. Of the other replies,
    which may hold what a person wrote, none is kept."""
    return _ready(view)


@lru_cache(maxsize=PAGES_KEPT)
def _ready(view: View) -> bytes:
    return encode(dialog(UpdateView(view))).encode()


def dialog(reply: Reply) -> Json:
    """Answer task/fetch or task/submit: the dialog opens, or goes on with the next page."""
    match reply:
        case OpenView(view) | UpdateView(view):
            value = render_view(view)
        case FieldErrors(errors, view):
            value = render_view(view, errors)
        case PrivateNote(message, title):
            value = render_view(View(title or TITLE, message))
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


def cannot_vouch() -> Message:
    """Say that the tenant could not be asked who this is."""
    return _words(say("teams.not_vouched"))


def cannot_do() -> Message:
    """Say that something failed on our side."""
    return _words(say("teams.not_done"))


def _words(text: str) -> Message:
    return Message(text, (Text((Plain(text),)),))
