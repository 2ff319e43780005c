"""What Adaptive Cards 1.5 consist of, as far as Teams shows it in a bot's cards: a table.

Long because it is one table. Source: the schema explorer of Adaptive Cards, version 1.5, and
"Cards reference" for Teams for what Teams adds (`msteams`). Media, authentication and backgrounds
by fill mode, of which a bot like this has no use, are left out and so refused. Stricter than
Teams: a picture needs its words (`altText`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.sandbox.teams.card_values import (
    Check,
    count,
    fallback,
    flag,
    link,
    number,
    one_of,
    picture,
    pixels,
    table,
    text,
    width,
    words,
)

Version = tuple[int, int]
NEWEST: Version = (1, 5)
"""Teams shows bots' cards up to this version."""
_FIRST: Version = (1, 0)


@dataclass(frozen=True, slots=True)
class Child:
    """What may stand in a property that holds further parts."""

    group: str
    many: bool = True
    plain_text: bool = False
    """Whether bare text may stand for a part."""
    least: int = 0
    """How few parts it may hold."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of part. `since` is the version that brought it, `newer` its later properties."""

    group: str
    values: Mapping[str, Check] = field(default_factory=dict[str, Check])
    children: Mapping[str, Child] = field(default_factory=dict[str, Child])
    required: frozenset[str] = frozenset()
    since: Version = _FIRST
    newer: Mapping[str, Version] = field(default_factory=dict[str, Version])


_horizontal = one_of("left", "center", "right")
_vertical = one_of("top", "center", "bottom")
_style = one_of("default", "emphasis", "good", "attention", "warning", "accent")
_image_size = one_of("auto", "stretch", "small", "medium", "large")
_FONT: dict[str, Check] = {
    "color": one_of("default", "dark", "light", "accent", "good", "warning", "attention"),
    "fontType": one_of("default", "monospace"),
    "isSubtle": flag,
    "size": one_of("default", "small", "medium", "large", "extraLarge"),
    "weight": one_of("default", "lighter", "bolder"),
}
_PLACED: dict[str, Check] = {
    "id": words,
    "isVisible": flag,
    "separator": flag,
    "spacing": one_of("default", "none", "small", "medium", "large", "extraLarge", "padding"),
    "height": one_of("auto", "stretch"),
    "requires": table,
    "fallback": fallback,
}
_BOX: dict[str, Check] = {
    "style": _style,
    "verticalContentAlignment": _vertical,
    "bleed": flag,
    "minHeight": pixels,
    "rtl": flag,
    "backgroundImage": picture,
}
_INPUT: dict[str, Check] = {
    **_PLACED,
    "label": words,
    "isRequired": flag,
    "errorMessage": words,
}
_INPUT_NEWER: dict[str, Version] = {
    "label": (1, 3),
    "isRequired": (1, 3),
    "errorMessage": (1, 3),
}
_ACTION: dict[str, Check] = {
    "id": words,
    "title": words,
    "iconUrl": picture,
    "style": one_of("default", "positive", "destructive"),
    "tooltip": words,
    "isEnabled": flag,
    "mode": one_of("primary", "secondary"),
    "requires": table,
    "fallback": fallback,
}
_ACTION_NEWER: dict[str, Version] = {
    "style": (1, 2),
    "tooltip": (1, 5),
    "isEnabled": (1, 5),
    "mode": (1, 5),
}
_ALIGNED: dict[str, Check] = {
    "horizontalCellContentAlignment": _horizontal,
    "verticalCellContentAlignment": _vertical,
}
_SELECT = {"selectAction": Child("action", many=False)}


def _input(values: dict[str, Check], *required: str, **children: Child) -> Shape:
    return Shape(
        "element",
        {**_INPUT, **values},
        children,
        required=frozenset({"id", *required}),
        newer=_INPUT_NEWER,
    )


def _action(values: dict[str, Check], *required: str, since: Version = _FIRST) -> Shape:
    return Shape(
        "action",
        {**_ACTION, **values},
        required=frozenset({"title", *required}),
        since=since,
        newer=_ACTION_NEWER,
    )


SHAPES: dict[str, Shape] = {
    "AdaptiveCard": Shape(
        "card",
        {
            "$schema": text,
            "version": words,
            "fallbackText": text,
            "speak": text,
            "lang": words,
            "minHeight": pixels,
            "rtl": flag,
            "verticalContentAlignment": _vertical,
            "msteams": table,
            "refresh": table,
        },
        {"body": Child("element"), "actions": Child("action"), **_SELECT},
        required=frozenset({"version"}),
        newer={"rtl": (1, 5), "refresh": (1, 4)},
    ),
    "TextBlock": Shape(
        "element",
        {
            **_PLACED,
            **_FONT,
            "text": words,
            "horizontalAlignment": _horizontal,
            "maxLines": count,
            "wrap": flag,
            "style": one_of("default", "heading"),
        },
        required=frozenset({"text"}),
        newer={"style": (1, 5), "fontType": (1, 2)},
    ),
    "RichTextBlock": Shape(
        "element",
        {**_PLACED, "horizontalAlignment": _horizontal},
        {"inlines": Child("inline", plain_text=True, least=1)},
        required=frozenset({"inlines"}),
        since=(1, 2),
    ),
    "TextRun": Shape(
        "inline",
        {
            **_FONT,
            "text": text,
            "highlight": flag,
            "italic": flag,
            "strikethrough": flag,
            "underline": flag,
        },
        _SELECT,
        required=frozenset({"text"}),
        since=(1, 2),
        newer={"underline": (1, 3)},
    ),
    "Image": Shape(
        "element",
        {
            **_PLACED,
            "url": picture,
            "altText": words,
            "backgroundColor": words,
            "height": words,
            "width": pixels,
            "horizontalAlignment": _horizontal,
            "size": _image_size,
            "style": one_of("default", "person"),
        },
        _SELECT,
        required=frozenset({"url", "altText"}),
    ),
    "ImageSet": Shape(
        "element",
        {**_PLACED, "imageSize": _image_size},
        {"images": Child("element", least=1)},
        required=frozenset({"images"}),
    ),
    "Container": Shape(
        "element",
        {**_PLACED, **_BOX},
        {"items": Child("element"), **_SELECT},
        required=frozenset({"items"}),
    ),
    "ColumnSet": Shape(
        "element",
        {
            **_PLACED,
            "style": _style,
            "bleed": flag,
            "minHeight": pixels,
            "horizontalAlignment": _horizontal,
        },
        {"columns": Child("column"), **_SELECT},
    ),
    "Column": Shape(
        "column",
        {**{k: v for k, v in _PLACED.items() if k != "height"}, **_BOX, "width": width},
        {"items": Child("element"), **_SELECT},
    ),
    "FactSet": Shape(
        "element", _PLACED, {"facts": Child("fact", least=1)}, required=frozenset({"facts"})
    ),
    "Fact": Shape("fact", {"title": words, "value": text}, required=frozenset({"title", "value"})),
    "ActionSet": Shape(
        "element",
        _PLACED,
        {"actions": Child("action", least=1)},
        required=frozenset({"actions"}),
        since=(1, 2),
    ),
    "Table": Shape(
        "element",
        {
            **_PLACED,
            "firstRowAsHeader": flag,
            "showGridLines": flag,
            "gridStyle": _style,
            **_ALIGNED,
        },
        {"columns": Child("table column"), "rows": Child("row")},
        since=(1, 5),
    ),
    "TableColumnDefinition": Shape("table column", {"width": width, **_ALIGNED}),
    "TableRow": Shape("row", {"style": _style, **_ALIGNED}, {"cells": Child("cell")}),
    "TableCell": Shape(
        "cell", _BOX, {"items": Child("element"), **_SELECT}, required=frozenset({"items"})
    ),
    "Input.Text": _input(
        {
            "isMultiline": flag,
            "maxLength": count,
            "placeholder": text,
            "regex": words,
            "style": one_of("text", "tel", "url", "email", "password"),
            "value": text,
        }
    ),
    "Input.Number": _input({"max": number, "min": number, "placeholder": text, "value": number}),
    "Input.Date": _input({"max": words, "min": words, "placeholder": text, "value": text}),
    "Input.Time": _input({"max": words, "min": words, "placeholder": text, "value": text}),
    "Input.Toggle": _input(
        {"title": words, "value": text, "valueOff": text, "valueOn": text, "wrap": flag}, "title"
    ),
    "Input.ChoiceSet": _input(
        {
            "isMultiSelect": flag,
            "style": one_of("compact", "expanded", "filtered"),
            "value": text,
            "placeholder": text,
            "wrap": flag,
        },
        "choices",
        choices=Child("choice", least=1),
    ),
    "Input.Choice": Shape(
        "choice", {"title": words, "value": words}, required=frozenset({"title", "value"})
    ),
    "Action.Submit": _action(
        {"data": table, "associatedInputs": one_of("auto", "none"), "msteams": table}
    ),
    "Action.Execute": _action(
        {"data": table, "associatedInputs": one_of("auto", "none"), "verb": words}, since=(1, 4)
    ),
    "Action.OpenUrl": _action({"url": link}, "url"),
    "Action.ShowCard": Shape(
        "action",
        _ACTION,
        {"card": Child("card", many=False)},
        required=frozenset({"title", "card"}),
        newer=_ACTION_NEWER,
    ),
    "Action.ToggleVisibility": Shape(
        "action",
        _ACTION,
        {"targetElements": Child("target", plain_text=True, least=1)},
        required=frozenset({"title", "targetElements"}),
        since=(1, 2),
        newer=_ACTION_NEWER,
    ),
    "TargetElement": Shape(
        "target", {"elementId": words, "isVisible": flag}, required=frozenset({"elementId"})
    ),
}
"""By the name that stands in `type`."""

UNNAMED = {
    "fact": "Fact",
    "choice": "Input.Choice",
    "column": "Column",
    "table column": "TableColumnDefinition",
    "row": "TableRow",
    "cell": "TableCell",
    "target": "TargetElement",
}
"""Parts whose `type` may be left out, by their group."""
