"""Shows a card's inputs as Teams does: labelled, named, and usable by keyboard."""

from html import escape
from typing import cast

from bot.sandbox.teams.reading import standing
from bot.sandbox.world import Json

_PLAIN = {"Input.Number": "number", "Input.Date": "date", "Input.Time": "time"}
_TEXT = {"tel": "tel", "url": "url", "email": "email", "password": "password"}


def input_html(part: Json) -> str:
    """Return one input. Choices stand in a fieldset, whose legend is their label."""
    match part["type"]:
        case "Input.ChoiceSet":
            return _choices(part)
        case "Input.Toggle":
            return _toggle(part)
        case _:
            return _box(part)


def _label(part: Json) -> str:
    words = escape(str(part.get("label", "")))
    needed = part.get("isRequired") is True
    star = '<span class="teams-needed" aria-hidden="true"> *</span>' if needed and words else ""
    return words + star


def _common(part: Json) -> str:
    needed = ' aria-required="true"' if part.get("isRequired") is True else ""
    bare = "" if part.get("label") else f' aria-label="{escape(str(part["id"]))}"'
    return f'name="{escape(str(part["id"]))}"{needed}{bare}'


def _box(part: Json) -> str:
    value = escape(str(part.get("value", "")))
    hint = escape(str(part.get("placeholder", "")))
    placeholder = f' placeholder="{hint}"' if hint else ""
    longest = f' maxlength="{int(part["maxLength"])}"' if "maxLength" in part else ""
    rest = f"{_common(part)}{placeholder}{longest}"
    if part.get("isMultiline") is True:
        # HTML drops the first line break after the tag, so one is given to be dropped.
        box = f'<textarea class="teams-input" rows="4" {rest}>\n{value}</textarea>'
    else:
        kind = _PLAIN.get(part["type"]) or _TEXT.get(str(part.get("style", "")).lower(), "text")
        box = f'<input class="teams-input" type="{kind}" value="{value}" {rest}>'
    return (
        f'<label class="teams-field"><span class="teams-label">{_label(part)}</span>{box}</label>'
    )


def _toggle(part: Json) -> str:
    on = escape(str(part.get("valueOn", "true")))
    checked = " checked" if part.get("value") == part.get("valueOn", "true") else ""
    return (
        f'<label class="teams-choice"><input type="checkbox" name="{escape(str(part["id"]))}" '
        f'value="{on}"{checked}><span>{escape(part["title"])}</span></label>'
    )


def _choices(part: Json) -> str:
    choices = cast("list[Json]", part["choices"])
    chosen = set(standing(part))
    several = part.get("isMultiSelect") is True
    if str(part.get("style", "compact")).lower() == "expanded" or several:
        return _expanded(part, choices, chosen, "checkbox" if several else "radio")
    options = "".join(
        f'<option value="{escape(str(c["value"]))}"{" selected" if c["value"] in chosen else ""}>'
        f"{escape(str(c['title']))}</option>"
        for c in choices
    )
    hint = escape(str(part.get("placeholder", "Select an option")))
    return (
        f'<label class="teams-field"><span class="teams-label">{_label(part)}</span>'
        f'<select class="teams-input" {_common(part)}><option value="">{hint}</option>{options}'
        "</select></label>"
    )


def _expanded(part: Json, choices: list[Json], chosen: set[str], kind: str) -> str:
    name = escape(str(part["id"]))
    wrap = "teams-wrap" if part.get("wrap") is True else "teams-cut"
    shown = "".join(
        f'<label class="teams-choice"><input type="{kind}" name="{name}" '
        f'value="{escape(str(c["value"]))}"{" checked" if c["value"] in chosen else ""}>'
        f'<span class="{wrap}">{escape(str(c["title"]))}</span></label>'
        for c in choices
    )
    role = "group" if kind == "checkbox" else "radiogroup"
    needed = ' aria-required="true"' if kind == "radio" and part.get("isRequired") is True else ""
    legend = f'<legend class="teams-label">{_label(part)}</legend>'
    return f'<fieldset class="teams-choices" role="{role}"{needed}>{legend}{shown}</fieldset>'
