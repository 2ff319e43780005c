"""Slack's two kinds of rich words as safe HTML: its own mark-up, and rich text elements."""

import re
from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup, escape

from bot.sandbox.world import Json

_SPECIAL = re.compile(r"```(?P<pre>.+?)```|`(?P<code>[^`\n]+)`|<(?P<angle>[^<>\n]+)>", re.DOTALL)
_STYLES: tuple[tuple[str, str], ...] = (("*", "strong"), ("_", "em"), ("~", "s"))
_SAFE = ("https://", "http://", "mailto:")
_HELD = "\ufff9{}\ufffb"
"""Stands for a piece that is finished already. Both characters are taken out of the words first,
so nobody can write one."""


def mrkdwn(text: str) -> Markup:
    """Return Slack mark-up as HTML. Whatever is no mark-up is shown as it stands."""
    pieces: list[Markup] = []

    def hold(piece: Markup) -> str:
        pieces.append(piece)
        return _HELD.format(len(pieces) - 1)

    def special(match: re.Match[str]) -> str:
        if match["pre"]:
            return hold(Markup("<pre>{}</pre>").format(_plain(match["pre"].strip("\n"))))
        if match["code"]:
            return hold(Markup("<code>{}</code>").format(_plain(match["code"])))
        return hold(_angle(match["angle"]))

    clean = text.translate({0xFFF9: None, 0xFFFB: None})
    marked = str(escape(_plain(_SPECIAL.sub(special, clean))))
    for mark, tag in _STYLES:
        sign = re.escape(mark)
        marked = re.sub(
            rf"(?<![\w{sign}]){sign}(?=\S)([^{sign}\n]+?)(?<=\S){sign}(?![\w{sign}])",
            rf"<{tag}>\1</{tag}>",
            marked,
        )
    lines = Markup("<br>").join(Markup(line) for line in _quoted(marked))  # noqa: S704 - escaped above
    for index, piece in enumerate(pieces):
        lines = Markup(lines.replace(_HELD.format(index), piece))  # noqa: S704 - safe pieces
    return lines


def _plain(text: str) -> str:
    """Undo the three entities in which Slack takes `&`, `<` and `>`, and no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _quoted(marked: str) -> Iterator[str]:
    for line in marked.split("\n"):
        if line.startswith("&gt; "):
            yield f"<q>{line[5:]}</q>"
        else:
            yield line


def _angle(inside: str) -> Markup:
    """Return what stands between angle brackets: a link, or a mention that calls somebody."""
    target, _, label = inside.partition("|")
    if target.startswith("!"):
        return Markup('<span class="mention loud">@{}</span>').format(target[1:].partition("^")[0])
    if target.startswith(("@", "#")):
        return Markup('<span class="mention">{}</span>').format(target[:1] + (label or target[1:]))
    return link(target, label or target)


def link(url: str, words: str) -> Markup:
    """Return a link that opens beside the sandbox; only its words where the address is unsafe."""
    if not url.startswith(_SAFE):
        return escape(words)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        _plain(url), _plain(words)
    )


def text_object(text: Json) -> Markup:
    """Return a text object's words."""
    if text["type"] == "mrkdwn":
        return mrkdwn(text["text"])
    return Markup("<br>").join(plain_words(text).split("\n"))


def plain_words(text: Json) -> str:
    """Return a text object's characters, Slack's three entities undone."""
    return _plain(text["text"])


_TAGS: Mapping[str, str] = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "underline": "u",
    "code": "code",
}


def _styled(words: Markup, element: Json) -> Markup:
    for style, on in element.get("style", {}).items():
        if on:
            words = Markup("<{0}>{1}</{0}>").format(Markup(_TAGS[style]), words)  # noqa: S704 - our own tag names
    return words


def _text(element: Json) -> Markup:
    return Markup("<br>").join(element["text"].split("\n"))


_INLINE: Mapping[str, Callable[[Json], Markup]] = {
    "text": _text,
    "link": lambda element: link(element["url"], element.get("text", element["url"])),
    "emoji": lambda element: escape(f":{element['name']}:"),
    "user": lambda element: _angle(f"@{element['user_id']}"),
    "channel": lambda element: _angle(f"#{element['channel_id']}"),
    "broadcast": lambda element: _angle(f"!{element['range']}"),
}


def rich_text(block: Json) -> Markup:
    """Return a rich text block."""
    return Markup().join(_rich_part(part) for part in block["elements"])


def _rich_part(part: Json) -> Markup:
    if part["type"] == "rich_text_list":
        tag = Markup("ol") if part["style"] == "ordered" else Markup("ul")
        items = Markup().join(
            Markup("<li>{}</li>").format(_line(line)) for line in part["elements"]
        )
        return Markup("<{0}>{1}</{0}>").format(tag, items)
    shapes = {"rich_text_quote": "blockquote", "rich_text_preformatted": "pre"}
    tag = Markup(shapes.get(part["type"], "p"))  # noqa: S704 - our own tag names
    return Markup("<{0}>{1}</{0}>").format(tag, _line(part))


def _line(part: Json) -> Markup:
    return Markup().join(
        _styled(_INLINE[element["type"]](element), element) for element in part["elements"]
    )
