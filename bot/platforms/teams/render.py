"""From the neutral message to an Adaptive Card 1.5, and from a view to a dialog. Pure.

Version 1.5 is the newest that every Teams client shows.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, assert_never

from bot.platforms.teams.controls import asked, boxed, pressable, printed, submitting
from bot.platforms.teams.escape import markdown, plain
from bot.platforms.teams.fit import fitted
from bot.platforms.teams.mending import with_errors
from bot.platforms.teams.words import bulleted, heading, paragraph, said
from content.message import (
    Block,
    Bullets,
    Buttons,
    Choices,
    Context,
    Divider,
    Facts,
    Form,
    Heading,
    Image,
    Message,
    Plain,
    Text,
    View,
    plain_text,
)
from content.templating import say

Json = dict[str, Any]

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MAX_SUMMARY = 500
"""A notification shows far less."""


def render_message(message: Message) -> Json:
    """Return the activity that posts the message: one card, its plain words in `summary`, and
    never both text and card. It fits the size limit, shortened where it must be."""
    return fitted(message, _activity)


def render_view(view: View, errors: Mapping[str, str] | None = None) -> Json:
    """Return the value of a dialog's task: title, size and card. `errors` are said above the
    inputs they name. Teams draws the way to close a dialog and tells nobody of it, so
    `view.close` has no place here."""

    def dialog(message: Message) -> Json:
        return _dialog(replace(view, message=message), errors or {})

    return fitted(view.message, dialog)


def attachment(card: Json) -> Json:
    """Return the card as an attachment of an activity or of a dialog."""
    return {"contentType": CARD_TYPE, "content": card}


def _activity(message: Message) -> Json:
    return {
        "type": "message",
        "summary": _fallback(message)[:MAX_SUMMARY],
        "attachments": [attachment(_card(message, in_dialog=False))],
    }


def _dialog(view: View, errors: Mapping[str, str]) -> Json:
    card = _card(view.message, in_dialog=True)
    card["body"] = list(with_errors(card["body"], errors))
    if view.submit is not None:
        card["actions"] = [submitting(view.submit, view.message)]
    return {
        "title": said(view.title, "Sevenbot"),
        "height": "large" if len(view.message.blocks) > 3 else "medium",  # noqa: PLR2004
        "width": "medium",
        "card": attachment(card),
    }


def _fallback(message: Message) -> str:
    return said(message.fallback, said(plain_text(message), say("teams.fallback")))


def _card(message: Message, *, in_dialog: bool) -> Json:
    fallback = _fallback(message)
    body: list[Json] = []
    before: Block | None = None
    parted = False
    for block in message.blocks:
        parted = parted or isinstance(block, Divider)
        elements = _elements(block, in_dialog=in_dialog)
        if not elements:
            continue
        if parted:
            elements[0] |= {"separator": True, "spacing": "large"}
        elif isinstance(before, Heading) and not isinstance(block, Heading):
            # A heading stands nearer to what it heads than to what is above it.
            elements[0]["spacing"] = "small"
        elif isinstance(before, Buttons) and isinstance(block, Text):
            # Buttons belong to what is above them: what comes next keeps its distance.
            elements[0]["spacing"] = "large"
        body += elements
        before, parted = block, False
    if not body:
        body = paragraph([Plain(fallback)])
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": fallback,
        "speak": fallback,
        "body": body,
    }


def _elements(block: Block, *, in_dialog: bool) -> list[Json]:
    match block:
        case Heading(text, level):
            return [heading(text, level)] if plain(text).strip() else []
        case Text(spans):
            return paragraph(spans)
        case Context(spans):
            return paragraph(spans, quiet=True)
        case Bullets(items, ordered):
            return bulleted(items, ordered=ordered)
        case Facts(facts):
            pairs = [
                {
                    "title": markdown(fact.label) or say("teams.not_named"),
                    "value": markdown(fact.value) or say("teams.not_given"),
                }
                for fact in facts
            ]
            return [{"type": "FactSet", "facts": pairs}] if pairs else []
        case Buttons(shown, more):
            actions = [pressable(button, in_dialog=in_dialog) for button in shown]
            actions += [
                {**pressable(button, in_dialog=in_dialog), "mode": "secondary"} for button in more
            ]
            return [{"type": "ActionSet", "spacing": "large", "actions": actions}]
        case Choices():
            return asked(block) if in_dialog else printed(block)
        case Form(fields):
            if in_dialog:
                return [boxed(field) for field in fields]
            return bulleted([(Plain(field.label),) for field in fields], ordered=False)
        case Image(url, alt):
            words = said(alt, say("teams.picture"))
            return [{"type": "Image", "url": url, "altText": words, "size": "stretch"}]
        case Divider():
            return []
        case _:
            assert_never(block)
