"""Shows cards and notes as Teams does: safe HTML with classes of `face.css`, no style or script."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any, cast

from bot.sandbox.teams.inputs import input_html
from bot.sandbox.teams.markdown import markdown_html, markdown_inline
from bot.sandbox.teams.reading import actions_of, cards_of, is_secondary, opaque, submit_of
from bot.sandbox.world import Json
from config.addresses import is_link

_FONT = {
    "size": ("small", "medium", "large", "extralarge"),
    "weight": ("lighter", "bolder"),
    "color": ("dark", "light", "accent", "good", "warning", "attention"),
    "fontType": ("monospace",),
    "horizontalAlignment": ("center", "right"),
}


def body_html(body: Json) -> str:
    """Return an activity, a card or a dialog's message as HTML. A bare card is a dialog's, whose
    own submit button the page draws."""
    if body.get("type") == "AdaptiveCard":
        return _Show(body, dialog=True).card(body)
    cards = "".join(_Show(body, dialog=False).card(card) for card in cards_of(body))
    text = body.get("value") if "value" in body else body.get("text")
    said = f'<div class="teams-said">{markdown_html(text)}</div>' if isinstance(text, str) else ""
    return said + cards


class _Show:
    """Renders one body. Actions have the names that their Controls have."""

    def __init__(self, body: Json, *, dialog: bool) -> None:
        self._dialog = dialog
        self._left_out = submit_of(body) if dialog else None
        self._names = {id(action): name for name, action in actions_of(body)}
        self._kinds: Mapping[str, Callable[[Json], str]] = {
            "TextBlock": self._text,
            "RichTextBlock": self._rich,
            "Image": self._image,
            "ImageSet": self._images,
            "Container": self._container,
            "ColumnSet": self._columns,
            "FactSet": self._facts,
            "ActionSet": lambda part: self._actions(part["actions"]),
            "Table": self._table,
        }

    def card(self, card: Json) -> str:
        inside = self._parts(card.get("body", [])) + self._actions(card.get("actions", []))
        classes = _classes("teams-card", "teams-in-dialog" if self._dialog else "")
        return f'<div class="{classes}"{_language(card)}>{inside}</div>'

    def _parts(self, parts: list[Json]) -> str:
        return "".join(self._part(part) for part in parts)

    def _part(self, part: Json) -> str:
        if part.get("isVisible") is False:
            return ""
        kind = str(part["type"])
        shown = input_html(part) if kind.startswith("Input.") else self._kinds[kind](part)
        return f'<div class="{_classes("teams-part", *_placing(part))}">{shown}</div>'

    def _text(self, part: Json) -> str:
        classes = _classes("teams-text", *_font(part), *_wrapping(part))
        if str(part.get("style", "")).lower() == "heading":
            level = 3 if str(part.get("size", "")).lower() in ("large", "extralarge") else 4
            words = markdown_inline(part["text"])
            return f'<h{level} class="{classes}">{words}</h{level}>'
        return f'<div class="{classes}">{markdown_html(part["text"])}</div>'

    def _rich(self, part: Json) -> str:
        runs = "".join(self._run(run) for run in part["inlines"])
        return f'<p class="{_classes("teams-text", "teams-wrap", *_font(part))}">{runs}</p>'

    def _run(self, run: Any) -> str:
        if isinstance(run, str):
            return escape(run)
        part = cast("Json", run)
        marks = [
            name for name in ("italic", "underline", "strikethrough", "highlight") if part.get(name)
        ]
        classes = _classes(*_font(part), *(f"teams-{mark}" for mark in marks))
        words = escape(part["text"]).replace("\n", "<br>")
        address = _address(part.get("selectAction"))
        if address:
            return f'<a class="{classes}" href="{escape(address)}"{_AWAY}>{words}</a>'
        return f'<span class="{classes}">{words}</span>' if classes else words

    def _image(self, part: Json) -> str:
        size = str(part.get("size", "auto")).lower()
        person = " teams-person" if str(part.get("style", "")).lower() == "person" else ""
        return (
            f'<img class="teams-image teams-image-{escape(size)}{person}" '
            f'src="{escape(part["url"])}" alt="{escape(part["altText"])}">'
        )

    def _images(self, part: Json) -> str:
        shown = "".join(self._image(image) for image in part["images"])
        return f'<div class="teams-images">{shown}</div>'

    def _container(self, part: Json) -> str:
        classes = _classes("teams-container", _box(part))
        return f'<div class="{classes}">{self._parts(part["items"])}</div>'

    def _columns(self, part: Json) -> str:
        columns = "".join(self._column(column) for column in part.get("columns", []))
        return f'<div class="{_classes("teams-columns", _box(part))}">{columns}</div>'

    def _column(self, part: Json) -> str:
        grows = "teams-narrow" if part.get("width") == "auto" else "teams-wide"
        classes = _classes("teams-column", grows, _box(part), *_placing(part))
        return f'<div class="{classes}">{self._parts(part.get("items", []))}</div>'

    def _facts(self, part: Json) -> str:
        pairs = "".join(
            f"<dt>{markdown_inline(fact['title'])}</dt><dd>{markdown_inline(fact['value'])}</dd>"
            for fact in part["facts"]
        )
        return f'<dl class="teams-facts">{pairs}</dl>'

    def _table(self, part: Json) -> str:
        first = "th" if part.get("firstRowAsHeader", True) else "td"
        rows = "".join(
            "<tr>"
            + "".join(
                f"<{tag}>{self._parts(cell['items'])}</{tag}>" for cell in row.get("cells", [])
            )
            + "</tr>"
            for tag, row in _tagged(part.get("rows", []), first)
        )
        return f'<table class="teams-table">{rows}</table>'

    def _actions(self, actions: list[Json]) -> str:
        kept = [action for action in actions if action is not self._left_out]
        if not kept:
            return ""
        row = "".join(self._action(action) for action in kept if not is_secondary(action))
        more = "".join(self._action(action) for action in kept if is_secondary(action))
        if more:
            row += (
                '<details class="teams-more"><summary aria-label="More actions">…</summary>'
                f'<div class="teams-menu">{more}</div></details>'
            )
        return f'<div class="teams-actions">{row}</div>'

    def _action(self, action: Json) -> str:
        words = escape(action["title"])
        style = str(action.get("style", "default")).lower()
        off = " disabled" if action.get("isEnabled") is False else ""
        tip = f' title="{escape(action["tooltip"])}"' if "tooltip" in action else ""
        classes = f'class="teams-button teams-button-{escape(style)}"{tip}'
        if action["type"] == "Action.OpenUrl":
            return f'<a {classes} href="{escape(action["url"])}"{_AWAY}>{words}</a>'
        name, value = escape(self._names[id(action)]), escape(opaque(action))
        if self._dialog:
            # Within the page's form: pressing it sends its name along with what was filled in.
            marks = f'name="{name}" value="{value}"'
            return f'<button type="submit" {classes} {marks}{off}>{words}</button>'
        if action["type"] not in ("Action.Submit", "Action.Execute"):
            off = " disabled"
        marks = f'data-control="{name}" data-value="{value}"'
        return f'<button type="button" {classes} {marks}{off}>{words}</button>'


_AWAY = ' target="_blank" rel="noopener noreferrer"'


def _language(card: Json) -> str:
    return f' lang="{escape(card["lang"])}"' if "lang" in card else ""


def _tagged(rows: list[Json], first: str) -> Iterator[tuple[str, Json]]:
    for index, row in enumerate(rows):
        yield (first if index == 0 else "td"), row


def _address(action: Any) -> str:
    match action:
        case {"type": "Action.OpenUrl", "url": str() as url} if is_link(url):
            return url
        case _:
            return ""


def _classes(*names: str) -> str:
    return " ".join(name for name in names if name)


def _font(part: Json) -> Iterator[str]:
    for name, values in _FONT.items():
        value = str(part.get(name, "")).lower()
        if value in values:
            yield f"teams-{value}"
    if part.get("isSubtle") is True:
        yield "teams-subtle"


def _wrapping(part: Json) -> Iterator[str]:
    # Without `wrap` Teams shows one line and cuts the rest: so does this.
    yield "teams-wrap" if part.get("wrap") is True else "teams-cut"


def _placing(part: Json) -> Iterator[str]:
    spacing = str(part.get("spacing", "default")).lower()
    if spacing in ("none", "small", "medium", "large", "extralarge", "padding"):
        yield f"teams-space-{spacing}"
    if part.get("separator") is True:
        yield "teams-separator"


def _box(part: Json) -> str:
    style = str(part.get("style", "default")).lower()
    known = ("emphasis", "good", "attention", "warning", "accent")
    return f"teams-box-{style}" if style in known else ""
