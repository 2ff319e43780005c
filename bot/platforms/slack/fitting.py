"""Keeps what is rendered within what Slack takes. Pure."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.platforms.slack.blocks import MAX_HEADER, Piece, Rich
from bot.platforms.slack.text import one_line, shorten, shorten_spans
from bot.platforms.slack.wire import Wire
from content.message import (
    Block,
    Bullets,
    Buttons,
    Choices,
    Context,
    Divider,
    Fact,
    Facts,
    Form,
    Heading,
    Image,
    Plain,
    Span,
    Text,
)


def _bytes(text: str) -> int:
    return len(text.encode())


@dataclass(frozen=True, slots=True)
class Budget:
    """How much one surface takes."""

    blocks: int
    size: int
    """Of the blocks as JSON, which is never less than what Slack itself counts."""
    measure: Callable[[str], int]
    """Whether the size is in characters or in bytes."""


POST = Budget(blocks=50, size=10_000, measure=len)
# A message is refused as msg_blocks_too_long somewhere above 12,000 characters, containers counted
# (github.com/slackapi/bolt-js issue 2509); 50 blocks: docs.slack.dev/reference/block-kit/blocks.
VIEW = Budget(blocks=100, size=240_000, measure=_bytes)
# 100 blocks, 250 kB: docs.slack.dev/reference/views.

Tight = bool
Render = Callable[[Sequence[Block], Tight], Sequence[Piece]]
"""Renders blocks; tight, so that neighbours can be drawn together."""

_CAPS = (1500, 800, 400, 200, 100, 50)
_REST = Text((Plain("…"),))


def fitted(blocks: Sequence[Block], budget: Budget, render: Render) -> list[Wire]:
    """Return the blocks within the budget, giving up as little as possible: first nothing, then
    the room between paragraphs, then long texts' ends, then whole texts from the end. What a
    person can press or fill in is never given up."""
    roomy = _drawn_together(render(blocks, False), every=False)  # noqa: FBT003 - a Tight
    if _fits(roomy, budget):
        return roomy
    kept = list(blocks)
    wire = _drawn_together(render(kept, True), every=True)  # noqa: FBT003 - a Tight
    for cap in _CAPS:
        if _fits(wire, budget):
            return wire
        kept = [_capped(block, cap) for block in blocks]
        wire = _drawn_together(render(kept, True), every=True)  # noqa: FBT003 - a Tight
    kept.append(_REST)
    while not _fits(wire, budget):
        last = next((i for i in reversed(range(len(kept))) if _may_go(kept[i])), None)
        if last is None:
            break
        del kept[last]
        wire = _drawn_together(render(kept, True), every=True)  # noqa: FBT003 - a Tight
    return wire


def _may_go(block: Block) -> bool:
    return block is not _REST and not isinstance(block, Buttons | Choices | Form)


def _fits(blocks: Sequence[Wire], budget: Budget) -> bool:
    wire = json.dumps(blocks, ensure_ascii=False)
    return len(blocks) <= budget.blocks and budget.measure(wire) <= budget.size


def _drawn_together(pieces: Iterable[Piece], *, every: bool) -> list[Wire]:
    """Return blocks: a heading with what it heads, or `every` neighbour with the next."""
    together: list[Wire] = []
    before: Rich | None = None
    for piece in pieces:
        if not isinstance(piece, Rich):
            together.append(piece)
            before = None
            continue
        if before is None or not (every or before.heads):
            together.append({"type": "rich_text", "elements": [piece.element]})
        else:
            _append(together[-1]["elements"], piece.element)
        before = piece
    return together


def _append(elements: list[Wire], element: Wire) -> None:
    last = elements[-1]
    if last["type"] == element["type"] == "rich_text_section":
        line_break = {"type": "text", "text": "\n"}
        elements[-1] = {**last, "elements": [*last["elements"], line_break, *element["elements"]]}
    else:
        elements.append(element)


def _capped(block: Block, cap: int) -> Block:
    """Return the block with at most about `cap` characters of words."""
    match block:
        case Heading():
            return replace(block, text=one_line(block.text, max(cap, MAX_HEADER)))
        case Text(spans):
            return Text(shorten_spans(spans, cap))
        case Context(spans):
            return Context(shorten_spans(spans, cap))
        case Bullets(items, ordered):
            return Bullets(tuple(_first_items(items, cap)), ordered)
        case Facts(facts):
            return Facts(tuple(Fact(shorten(f.label, cap), shorten(f.value, cap)) for f in facts))
        case Image():
            return replace(block, alt=shorten(block.alt, cap))
        case Buttons() | Choices() | Form() | Divider():
            return block
        case _:
            assert_never(block)


def _first_items(items: tuple[tuple[Span, ...], ...], cap: int) -> Iterator[tuple[Span, ...]]:
    for item in items:
        kept = shorten_spans(item, cap) if cap > 0 else (Plain("…"),)
        yield kept
        if kept != item:
            return
        cap -= sum(len(span.text) for span in item)
