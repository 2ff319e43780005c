"""The smallest shapes of Block Kit, each made in one place. Pure.

Words go into `plain_text` and `rich_text`, which Slack shows as they are: no mrkdwn is read
there, so a mention, a channel call, an emoji code or a star in somebody's words stays words.
"""

from collections.abc import Iterable, Iterator
from typing import Any, assert_never

from bot.platforms.slack.text import clean, escape, is_address, pieces, tame
from content.message import Emphasis, Link, Plain, Span, Strong

Wire = dict[str, Any]
"""JSON on its way out."""

MAX_TEXT = 3000
"""Slack's limit for a text object (docs.slack.dev/reference/block-kit/composition-objects/
text-object). Rich text states none; longer words are parted all the same."""


def plain(text: str) -> Wire:
    """Return a plain text object whose emoji codes stay words."""
    return {"type": "plain_text", "text": text, "emoji": False}


def link_words(link: Link) -> Wire:
    """Return a mrkdwn text object that holds one link and nothing else."""
    label = " ".join(tame(link.text).split()).replace("|", "¦")
    return {"type": "mrkdwn", "text": f"<{escape(link.url)}|{label}>"}


def rich_section(spans: Iterable[Span]) -> Wire:
    """Return one paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(_elements(spans))}


def rich_lines(lines: Iterable[Iterable[Span]]) -> Wire:
    """Return lines of one paragraph. They share a section, as Slack's own composer writes them:
    whether two sections stand under each other is left open."""
    elements: list[Wire] = []
    for line in lines:
        elements += [{"type": "text", "text": "\n"}] if elements else []
        elements += _elements(line)
    return {"type": "rich_text_section", "elements": elements}


def rich_list(items: Iterable[tuple[Span, ...]], *, ordered: bool) -> Wire:
    """Return a list, an item a line."""
    return {
        "type": "rich_text_list",
        "style": "ordered" if ordered else "bullet",
        "elements": [rich_section(item) for item in items],
    }


def has_words(spans: Iterable[Span]) -> bool:
    """Tell whether anything would be shown."""
    return any(clean(span.text).strip() for span in spans)


def _elements(spans: Iterable[Span]) -> Iterator[Wire]:
    for span in spans:
        text = clean(span.text)
        if not text:
            continue
        match span:
            case Plain():
                yield from _words(text, {})
            case Strong():
                yield from _words(text, {"style": {"bold": True}})
            case Emphasis():
                yield from _words(text, {"style": {"italic": True}})
            case Link(_, url) if is_address(url):
                yield {"type": "link", "url": url, "text": text[:MAX_TEXT]}
                yield from _words(text[MAX_TEXT:], {})
            case Link(_, url):
                yield from _words(f"{text} ({clean(url)})", {})
            case _:
                assert_never(span)


def _words(text: str, style: Wire) -> Iterator[Wire]:
    if text:
        for piece in pieces(text, MAX_TEXT):
            yield {"type": "text", "text": piece, **style}
