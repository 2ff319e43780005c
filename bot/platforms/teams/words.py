"""The words of a card. Pure.

Words with weight or links are RichTextBlocks: a TextRun reads no Markdown, so nothing that a
person wrote can come alive in one, and it always wraps. Headings stay TextBlocks, the only element
that a screen reader can be told is a heading; their Markdown is escaped.
"""

from collections.abc import Iterable, Sequence
from typing import Any, assert_never

from bot.platforms.teams.escape import markdown, plain
from config.addresses import is_link
from content.message import Emphasis, Link, Plain, Span, Strong

Json = dict[str, Any]


def said(text: str, otherwise: str) -> str:
    """Return the words; where there are none, others: Teams refuses a card with a nameless part."""
    words = plain(text)
    return words if words.strip() else otherwise


def heading(text: str, level: int) -> Json:
    """Return a title; level 1 is the message's own."""
    return {
        "type": "TextBlock",
        "text": markdown(text),
        "style": "heading",
        "size": "large" if level == 1 else "medium",
        "weight": "bolder",
        "wrap": True,
        "spacing": "default" if level == 1 else "large",
    }


def paragraph(spans: Iterable[Span], *, quiet: bool = False) -> list[Json]:
    """Return a paragraph as one element, or none where there are no words."""
    look: Json = {"isSubtle": True, "size": "small"} if quiet else {}
    runs = [{**_run(span), **look} for span in spans]
    if not any(run["text"].strip() for run in runs):
        return []
    block: Json = {"type": "RichTextBlock", "inlines": [run for run in runs if run["text"]]}
    return [block | {"spacing": "small"} if quiet else block]


def _run(span: Span) -> Json:
    match span:
        case Plain(text):
            return {"type": "TextRun", "text": plain(text)}
        case Strong(text):
            return {"type": "TextRun", "text": plain(text), "weight": "bolder"}
        case Emphasis(text):
            return {"type": "TextRun", "text": plain(text), "italic": True}
        case Link(text, url):
            if not is_link(url):
                return {"type": "TextRun", "text": plain(f"{text} ({url})")}
            words = said(text, url)
            # The title is what a screen reader says of the link.
            opens = {"type": "Action.OpenUrl", "url": url, "title": words}
            return {"type": "TextRun", "text": words, "selectAction": opens}
        case _:
            assert_never(span)


def bulleted(items: Iterable[Sequence[Span]], *, ordered: bool) -> list[Json]:
    """Return a list, each item two columns wide: its second line stands under its first."""
    paragraphs = [words for item in items for words in paragraph(item)]
    return [
        {
            "type": "ColumnSet",
            "spacing": "default" if number == 1 else "small",
            "columns": [
                {
                    "type": "Column",
                    "width": "auto",
                    "items": paragraph([Plain(f"{number}." if ordered else "•")]),
                },
                {"type": "Column", "width": "stretch", "spacing": "small", "items": [words]},
            ],
        }
        for number, words in enumerate(paragraphs, start=1)
    ]
