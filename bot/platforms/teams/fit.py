"""Fits what is rendered into the size that Teams takes, losing as little as it can. Pure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, assert_never

from content.message import (
    Block,
    Bullets,
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
    Plain,
    Span,
    Strong,
    Text,
    buttons_of,
)
from content.templating import say

MAX_BYTES = 80_000
"""Teams refuses a message above about 100 KB counted as UTF-16 ("Format your bot messages",
learn.microsoft.com); a fifth is kept free for what Teams adds itself."""

_STEPS = (8000, 4000, 2000, 1000, 500, 250, 120, 60)
"""Characters that each paragraph may keep, tried in order."""

Render = Callable[[Message], dict[str, Any]]


def encode(body: Mapping[str, object]) -> str:
    """Return the JSON as it goes over the wire."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def size(body: Mapping[str, object]) -> int:
    """Return how many bytes Teams may count: its JSON as UTF-16, spaced out, since nobody says how
    Teams writes it down for itself."""
    return len(json.dumps(body, ensure_ascii=False).encode("utf-16-le"))


def fitted(message: Message, render: Render) -> dict[str, Any]:
    """Return what `render` makes of the message, or of the fullest shorter one that fits: first
    long paragraphs are cut, then paragraphs are left out from the end. The title, buttons and
    inputs stay; only where they alone are too much is the fallback and one button left."""
    body = render(message)
    for longest in _STEPS:
        if size(body) <= MAX_BYTES:
            return body
        body = render(_cut(message, longest))
    short = _cut(message, _STEPS[-1])
    room = sum(not _is_needed(block) for block in short.blocks)
    while size(body) > MAX_BYTES and room:
        room //= 2
        body = render(replace(short, blocks=_with_room(short.blocks, room)))
    return body if size(body) <= MAX_BYTES else render(_least(short))


def shortened(text: str, longest: int) -> str:
    """Return the text with at most `longest` characters, cut at a word and marked with an
    ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    word, space, _ = head.rpartition(" ")
    return (word if space and len(word) > longest // 2 else head).rstrip() + "…"


def _is_needed(block: Block) -> bool:
    return isinstance(block, Buttons | Choices | Form) or (
        isinstance(block, Heading) and block.level == 1
    )


def _with_room(blocks: tuple[Block, ...], room: int) -> tuple[Block, ...]:
    """Keep what is needed, and the first `room` blocks of the others."""
    kept: list[Block] = []
    for block in blocks:
        if _is_needed(block):
            kept.append(block)
        elif room:
            kept.append(block)
            room -= 1
    return tuple(kept)


def _least(message: Message) -> Message:
    button = next(buttons_of(message), None)
    rows: tuple[Block, ...] = (Buttons((button,)),) if button is not None else ()
    return replace(message, blocks=(Text((Plain(message.fallback),)), *rows))


def _cut(message: Message, longest: int) -> Message:
    blocks = [_cut_block(block, longest) for block in message.blocks]
    at = next((n for n, block in enumerate(blocks) if isinstance(block, Buttons)), None)
    note = say("teams.shortened" if at is None else "teams.shortened_post")
    blocks.insert(len(blocks) if at is None else at, Context((Plain(note),)))
    return Message(shortened(message.fallback, min(longest, 500)), tuple(blocks))


def _cut_block(block: Block, longest: int) -> Block:
    match block:
        case Heading():
            return replace(block, text=shortened(block.text, longest))
        case Text() | Context():
            return replace(block, spans=_cut_spans(block.spans, longest))
        case Bullets():
            return replace(block, items=tuple(_cut_spans(item, longest) for item in block.items))
        case Facts():
            facts = tuple(
                replace(f, label=shortened(f.label, longest), value=shortened(f.value, longest))
                for f in block.facts
            )
            return replace(block, facts=facts)
        case Choices():
            options = tuple(replace(o, label=shortened(o.label, longest)) for o in block.options)
            return replace(block, label=shortened(block.label, longest), options=options)
        case Form():
            fields = tuple(
                replace(f, label=shortened(f.label, longest), hint=shortened(f.hint, longest))
                for f in block.fields
            )
            return replace(block, fields=fields)
        case Image():
            return replace(block, alt=shortened(block.alt, longest))
        case Buttons():
            shown, more = (
                tuple(replace(b, label=shortened(b.label, longest)) for b in row)
                for row in (block.shown, block.more)
            )
            return replace(block, shown=shown, more=more)
        case Divider():
            return block
        case _:
            assert_never(block)


def _cut_spans(spans: tuple[Span, ...], longest: int) -> tuple[Span, ...]:
    """Keep the spans up to `longest` characters altogether."""
    kept: list[Span] = []
    left = longest
    for span in spans:
        if left <= 0:
            break
        kept.append(_cut_span(span, left))
        left -= len(span.text)
    return tuple(kept)


def _cut_span(span: Span, longest: int) -> Span:
    match span:
        case Plain() | Strong() | Emphasis() | Link():
            return replace(span, text=shortened(span.text, longest))
        case _:
            assert_never(span)
