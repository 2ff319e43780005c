"""A neutral block as Slack shows it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from bot.platforms.slack.controls import Names, button_rows, letters
from bot.platforms.slack.text import clean, is_address, shorten
from bot.platforms.slack.wire import (
    Wire,
    has_words,
    link_words,
    plain,
    rich_lines,
    rich_list,
    rich_section,
)
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
    Link,
    Plain,
    Span,
    Strong,
    Text,
)

MAX_HEADER = 150
MAX_ALT = 2000
MAX_CONTEXT = 10
MAX_QUIET = 2000
# All of them: docs.slack.dev/reference/block-kit/blocks.


@dataclass(frozen=True, slots=True)
class Rich:
    """An element that may share one rich text block with its neighbours."""

    element: Wire
    heads: bool = False
    """Whether it is the heading of what comes next."""


Piece = Rich | Wire
Still = Heading | Text | Context | Bullets | Facts | Buttons | Image | Divider
"""Blocks that ask for nothing to be filled in."""


def shown(block: Still, names: Names, *, tight: bool) -> Iterator[Piece]:
    """Yield a block as it is shown. `tight`: everything that can be is rich text, and lines
    between thoughts are left out, so that neighbours can be drawn together."""
    match block:
        case Heading(text, level):
            yield from _heading(text, level, tight=tight)
        case Text(spans):
            if has_words(spans):
                yield Rich(rich_section(spans))
        case Context():
            yield from _context(block, tight=tight)
        case Bullets(items, ordered):
            if lines := [item for item in items if has_words(item)]:
                yield Rich(rich_list(lines, ordered=ordered))
        case Facts(facts):
            if facts:
                yield Rich(rich_lines(_fact(fact) for fact in facts))
        case Buttons():
            yield from button_rows(block, names)
        case Image():
            yield from _image(block, tight=tight)
        case Divider():
            if not tight:
                yield {"type": "divider"}
        case _:
            assert_never(block)


def _heading(text: str, level: int, *, tight: bool) -> Iterator[Piece]:
    words = " ".join(clean(text).split())
    if not words:
        return
    if level == 1 and not tight and len(words) <= MAX_HEADER:
        yield {"type": "header", "text": plain(words)}
    else:
        yield Rich(rich_section((Strong(words),)), heads=True)


def _context(context: Context, *, tight: bool) -> Iterator[Piece]:
    """Yield a quiet line. It has no weight of its own: words are plain, links are links."""
    spans = [span for span in context.spans if has_words((span,))]
    if not spans:
        return
    elements: list[Wire] = []
    words = ""
    for span in spans:
        if isinstance(span, Link) and is_address(span.url):
            elements += [plain(words.strip())] if words.strip() else []
            elements.append(link_words(span))
            words = ""
        else:
            words += clean(span.text if not isinstance(span, Link) else f"{span.text} ({span.url})")
    elements += [plain(words.strip())] if words.strip() else []
    if (
        tight
        or len(elements) > MAX_CONTEXT
        or any(len(element["text"]) > MAX_QUIET for element in elements)
    ):
        yield Rich(rich_section(context.spans))
    else:
        yield {"type": "context", "elements": elements}


def _image(image: Image, *, tight: bool) -> Iterator[Piece]:
    alt = clean(image.alt).strip()
    if is_address(image.url) and not tight:
        yield {"type": "image", "image_url": image.url, "alt_text": shorten(alt, MAX_ALT) or "…"}
        if len(alt) <= MAX_ALT:
            return
    if alt:
        yield Rich(rich_section((Plain(alt),)))


def _fact(fact: Fact) -> tuple[Span, ...]:
    return (Strong(f"{fact.label}: "), Plain(fact.value))


def without_inputs(block: Block) -> Iterator[Still]:
    """Yield the block, or its words where it asks for something that nothing here would send."""
    match block:
        case Choices(_, label, options):
            yield Text((Strong(label),))
            lettered = zip(letters(), options, strict=False)
            yield Facts(tuple(Fact(letter, option.label) for letter, option in lettered))
        case Form(fields):
            yield Bullets(tuple((Plain(field.label),) for field in fields))
        case _:
            yield block
