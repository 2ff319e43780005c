"""Words at Slack's edge: escaped once, cleaned, shortened at a word. Pure."""

import re
from collections.abc import Iterator
from typing import assert_never

from content.message import Emphasis, Link, Plain, Span, Strong

ELLIPSIS = "…"

# Slack's control characters in mrkdwn are & < > only
# (docs.slack.dev/messaging/formatting-message-text, "Escaping text").
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# mrkdwn has no escape for its own marks, so each is shown by its nearest look-alike.
_MARKS = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})  # noqa: RUF001 - on purpose
_QUOTE = re.compile(r"^(\s*)>", re.MULTILINE)
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
# Characters that no JSON reader shows and some refuse: controls but tab and newline, surrogates.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINK = re.compile(r"https?://[^\s<>|]+\Z")
MAX_URL = 3000
"""Slack's limit for an address (docs.slack.dev/reference/block-kit, button and image)."""


def clean(text: str) -> str:
    """Return the text without characters that cannot be shown or sent."""
    return _UNSHOWABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, limit: int) -> str:
    """Return the text on one line of at most `limit` characters, shortened at a word."""
    return shorten(" ".join(clean(text).split()), limit)


def shorten(text: str, limit: int) -> str:
    """Return the text in at most `limit` characters; what is left out is marked with "…"."""
    return text if len(text) <= limit else _cut(text, limit)


def pieces(text: str, limit: int) -> Iterator[str]:
    """Yield the text in pieces of at most `limit` characters, parted at words where it can be;
    joined again they are the text."""
    while len(text) > limit:
        space = _last_space(text[:limit])
        cut = space + 1 if space > limit // 2 else limit
        yield text[:cut]
        text = text[cut:]
    yield text


def escape(text: str) -> str:
    """Return the text so that Slack shows it as it is: mentions, channel calls and links in it
    stay words. Use once, and only where Slack reads mrkdwn."""
    return clean(text).translate(_ESCAPES)


def tame(text: str) -> str:
    """Return the text escaped, and with the marks that make mrkdwn bold, struck, quoted, code or
    an emoji shown by look-alikes."""
    quoted = _QUOTE.sub(r"\1›", clean(text))  # noqa: RUF001 - a look-alike on purpose
    return _EMOJI.sub("꞉", quoted).translate(_MARKS).translate(_ESCAPES)  # noqa: RUF001 - likewise


def is_address(url: str) -> bool:
    """Tell whether Slack takes it as a link: http or https, no spaces or angle brackets."""
    return len(url) <= MAX_URL and _LINK.match(url) is not None


def shorten_spans(spans: tuple[Span, ...], limit: int) -> tuple[Span, ...]:
    """Return the spans in at most `limit` characters of words, the last one shortened at a word."""
    if sum(len(span.text) for span in spans) <= limit:
        return spans
    kept: list[Span] = []
    for span in spans:
        if len(span.text) >= limit:
            kept.append(_with_text(span, _cut(span.text, limit)))
            break
        kept.append(span)
        limit -= len(span.text)
    return tuple(kept)


def _cut(text: str, limit: int) -> str:
    """Return the text's beginning and an ellipsis, together at most `limit` (1 or more)."""
    room = limit - len(ELLIPSIS)
    head = text[:room]
    if not text[room : room + 1].isspace() and (space := _last_space(head)) > room // 2:
        head = head[:space]
    return head.rstrip() + ELLIPSIS


def _with_text(span: Span, text: str) -> Span:
    match span:
        case Plain():
            return Plain(text)
        case Strong():
            return Strong(text)
        case Emphasis():
            return Emphasis(text)
        case Link(_, url):
            return Link(text, url)
        case _:
            assert_never(span)


def _last_space(text: str) -> int:
    return max(text.rfind(" "), text.rfind("\n"))
