"""From the neutral message to an Adaptive Card 1.5, and from a view to a dialog. Pure.

Words with weight or links are RichTextBlocks: a TextRun reads no Markdown, so nothing that a
person wrote can come alive in one, and it always wraps. Headings stay TextBlocks, the only element
that a screen reader can be told is a heading; their Markdown is escaped. Version 1.5 is the newest
that every Teams client shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, assert_never

from bot.platforms.teams.escape import markdown, plain, reads_as_markdown
from bot.platforms.teams.fit import fitted
from content.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Choices,
    Context,
    Divider,
    Emphasis,
    Facts,
    Form,
    Heading,
    Image,
    Link,
    Message,
    Option,
    Plain,
    Span,
    Strong,
    Submit,
    Text,
    TextField,
    View,
    Weight,
)

Json = dict[str, Any]

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
ACTION = "action"
"""Under this name a button's data carries the encoded action."""
CHOICES = "choices"
"""Under this name a dialog's button says which inputs are choices, since Teams sends every input
back as one string."""
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
        "summary": plain(message.fallback)[:MAX_SUMMARY],
        "attachments": [attachment(_card(message, in_dialog=False))],
    }


def _dialog(view: View, errors: Mapping[str, str]) -> Json:
    card = _card(view.message, in_dialog=True)
    card["body"] = list(_with_errors(card["body"], errors))
    if view.submit is not None:
        card["actions"] = [_submit(view.submit, view.message)]
    return {
        "title": plain(view.title),
        "height": "large" if len(view.message.blocks) > 3 else "medium",  # noqa: PLR2004
        "width": "medium",
        "card": attachment(card),
    }


def _with_errors(body: Iterable[Json], errors: Mapping[str, str]) -> Iterable[Json]:
    elements = list(body)
    inputs = {element.get("id") for element in elements}
    for name, sentence in errors.items():
        if name not in inputs:
            yield _error(sentence)
    for element in elements:
        if (sentence := errors.get(element.get("id", ""))) is not None:
            yield _error(sentence)
        yield element


def _error(sentence: str) -> Json:
    run = {"type": "TextRun", "text": plain(sentence), "color": "attention", "weight": "bolder"}
    return {"type": "RichTextBlock", "inlines": [run]}


def _card(message: Message, *, in_dialog: bool) -> Json:
    fallback = plain(message.fallback)
    body: list[Json] = []
    parted = False
    for block in message.blocks:
        if isinstance(block, Divider):
            parted = True
            continue
        elements = _elements(block, in_dialog=in_dialog)
        if parted and elements:
            elements[0] |= {"separator": True, "spacing": "large"}
            parted = False
        body += elements
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "en-GB",
        "fallbackText": fallback,
        "speak": fallback,
        "body": body,
    }


def _elements(block: Block, *, in_dialog: bool) -> list[Json]:
    match block:
        case Heading(text, level):
            return [_heading(text, level)]
        case Text(spans):
            return [_paragraph(spans)]
        case Context(spans):
            return [{**_paragraph(spans, quiet=True), "spacing": "small"}]
        case Bullets(items, ordered):
            return [
                _item(f"{number}." if ordered else "•", item, first=number == 1)
                for number, item in enumerate(items, start=1)
            ]
        case Facts(facts):
            pairs = [
                {"title": markdown(fact.label), "value": markdown(fact.value)} for fact in facts
            ]
            return [{"type": "FactSet", "facts": pairs}] if pairs else []
        case Buttons(shown, more):
            actions = [_button(button, in_dialog=in_dialog) for button in shown]
            actions += [
                {**_button(button, in_dialog=in_dialog), "mode": "secondary"} for button in more
            ]
            return [{"type": "ActionSet", "spacing": "large", "actions": actions}]
        case Choices():
            return list(_choices(block))
        case Form(fields):
            return [_field(field) for field in fields]
        case Image(url, alt):
            return [{"type": "Image", "url": url, "altText": plain(alt), "size": "stretch"}]
        case Divider():
            return []
        case _:
            assert_never(block)


def _heading(text: str, level: int) -> Json:
    return {
        "type": "TextBlock",
        "text": markdown(text),
        "style": "heading",
        "size": "large" if level == 1 else "medium",
        "weight": "bolder",
        "wrap": True,
        "spacing": "default" if level == 1 else "large",
    }


def _paragraph(spans: Iterable[Span], *, quiet: bool = False) -> Json:
    look: Json = {"isSubtle": True, "size": "small"} if quiet else {}
    return {"type": "RichTextBlock", "inlines": [{**_run(span), **look} for span in spans]}


def _run(span: Span) -> Json:
    match span:
        case Plain(text):
            return {"type": "TextRun", "text": plain(text)}
        case Strong(text):
            return {"type": "TextRun", "text": plain(text), "weight": "bolder"}
        case Emphasis(text):
            return {"type": "TextRun", "text": plain(text), "italic": True}
        case Link(text, url):
            if not url.startswith("https://"):
                return {"type": "TextRun", "text": plain(f"{text} ({url})")}
            # The title is what a screen reader says of the link.
            opens = {"type": "Action.OpenUrl", "url": url, "title": plain(text)}
            return {"type": "TextRun", "text": plain(text), "selectAction": opens}
        case _:
            assert_never(span)


def _item(marker: str, spans: Sequence[Span], *, first: bool) -> Json:
    # Two columns, so that the second line of an item stands under its first.
    return {
        "type": "ColumnSet",
        "spacing": "default" if first else "small",
        "columns": [
            {"type": "Column", "width": "auto", "items": [_paragraph([Plain(marker)])]},
            {
                "type": "Column",
                "width": "stretch",
                "spacing": "small",
                "items": [_paragraph(spans)],
            },
        ],
    }


def _button(button: Button, *, in_dialog: bool) -> Json:
    action: Json = {
        "type": "Action.Submit",
        "title": plain(button.label),
        "data": {ACTION: button.action.encode()},
        # A button in a page goes on without what the page asks; only its submit sends that.
        "associatedInputs": "none",
    }
    if button.weight is Weight.MAIN:
        action["style"] = "positive"
    if not in_dialog:
        action["data"]["msteams"] = {"type": "task/fetch"}
    return action


def _submit(submit: Submit, message: Message) -> Json:
    names = [block.name for block in message.blocks if isinstance(block, Choices)]
    return {
        "type": "Action.Submit",
        "title": plain(submit.label),
        "style": "positive",
        "data": {ACTION: submit.action.encode(), CHOICES: names},
    }


def _choices(block: Choices) -> Iterable[Json]:
    options = block.options
    if any(reads_as_markdown(option.label) for option in options):
        # Such words are printed above, where nothing reads Markdown, and letters are offered.
        letters = [chr(ord("A") + number) for number in range(len(options))]
        for letter, option in zip(letters, options, strict=True):
            spans = (Strong(letter), Plain(f"  {option.label}"))
            yield {**_paragraph(spans), "spacing": "small"}
        options = tuple(
            Option(option.key, letter) for letter, option in zip(letters, options, strict=True)
        )
    yield {
        "type": "Input.ChoiceSet",
        "id": block.name,
        "label": plain(block.label),
        "style": "expanded",
        "wrap": True,
        "isMultiSelect": block.several,
        "isRequired": True,
        "errorMessage": "Please choose an answer first.",
        "choices": [{"title": plain(o.label), "value": o.key} for o in options],
    }


def _field(field: TextField) -> Json:
    element: Json = {
        "type": "Input.Text",
        "id": field.name,
        "label": plain(field.label),
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
