"""From the neutral message to Block Kit. Pure.

A view shows everything: what is too long for one block goes on in the next, and what is too
many blocks is drawn together. A post is shortened at a word where it must be: the whole of it
is one press away, behind its button. Nothing that is rendered here breaks a limit of Slack's.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.platforms.slack.blocks import Piece, Rich, Still, shown, without_inputs
from bot.platforms.slack.controls import (
    Names,
    choice_input,
    printed_options,
    prints_options,
    text_input,
)
from bot.platforms.slack.fitting import POST, VIEW, Budget, Tight, fitted
from bot.platforms.slack.text import clean, escape, one_line, shorten
from bot.platforms.slack.wire import Wire, plain
from content.message import Block, Choices, Form, Message, Plain, Text, View, plain_text

CALLBACK = "sevenbot"
"""The callback id of every view of ours."""
MAX_TITLE = 24
"""Of a view's title and of its two buttons (docs.slack.dev/reference/views)."""
MAX_FALLBACK = 3900
"""Characters, escaped: `chat.update` refuses more than 4,000 (docs.slack.dev, chat.update)."""


def render_message(message: Message) -> Wire:
    """Return `text` (the fallback) and `blocks` of a post."""
    return {"text": _fallback(message), "blocks": _standing(message, POST)}


def render_home(page: Message) -> Wire:
    """Return a person's own page, as App Home shows it."""
    return {"type": "home", "callback_id": CALLBACK, "blocks": _standing(page, VIEW)}


def render_view(view: View) -> Wire:
    """Return the modal."""
    key = view.submit.action.encode() if view.submit else ""

    def pieces(blocks: Sequence[Block], tight: Tight) -> Sequence[Piece]:
        names = Names()
        return [p for block in blocks for p in _asked(block, key, names, tight=tight)]

    blocks: Sequence[Block] = view.message.blocks
    if view.submit is None:
        blocks = list(_still(blocks))
    wire: Wire = {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(one_line(view.title, MAX_TITLE) or "…"),
        "close": plain(one_line(view.close, MAX_TITLE) or "Close"),
        "blocks": fitted(blocks, VIEW, pieces) or fitted([_instead(view.message)], VIEW, pieces),
    }
    if view.submit is not None:
        wire["submit"] = plain(one_line(view.submit.label, MAX_TITLE) or "Send")
        wire["private_metadata"] = key
    return wire


def _standing(message: Message, budget: Budget) -> list[Wire]:
    """Return the blocks of what has no way to send an input: what asks for one is words."""

    def pieces(blocks: Sequence[Block], tight: Tight) -> Sequence[Piece]:
        names = Names()
        return [p for b in _still(blocks) for p in shown(b, names, tight=tight)]

    # Before it is fitted, so that printed options can be shortened as any other words.
    blocks = list(_still(message.blocks))
    # Blocks that show nothing are refused, so the fallback stands in for them.
    return fitted(blocks, budget, pieces) or fitted([_instead(message)], budget, pieces)


def _still(blocks: Iterable[Block]) -> Iterator[Still]:
    for block in blocks:
        yield from without_inputs(block)


def _instead(message: Message) -> Text:
    return Text((Plain(_whole_fallback(message)),))


def _whole_fallback(message: Message) -> str:
    return clean(message.fallback).strip() or clean(plain_text(message)).strip() or "…"


def _fallback(message: Message) -> str:
    whole = _whole_fallback(message)
    limit = MAX_FALLBACK
    while len(escaped := escape(shorten(whole, limit))) > MAX_FALLBACK:
        limit = limit * 2 // 3
    return escaped


def _asked(block: Block, key: str, names: Names, *, tight: bool) -> Iterator[Piece]:
    """Yield a view's block: the inputs are alive."""
    match block:
        case Choices():
            if block.options:
                if prints_options(block):
                    yield Rich(printed_options(block))
                yield choice_input(block, key, names)
        case Form(fields):
            for field in fields:
                yield text_input(field, key, names)
        case _:
            yield from shown(block, names, tight=tight)
