"""Buttons, choices and boxes to write in, as Block Kit. Pure."""

from collections.abc import Iterator
from itertools import count, product
from string import ascii_uppercase
from typing import TypeVar

from bot.platforms.slack.text import clean, one_line, shorten
from bot.platforms.slack.wire import Wire, has_words, plain, rich_lines
from content.message import Button, Buttons, Choices, Plain, Span, Strong, TextField, Weight

MAX_BUTTON = 75
MAX_OPTION = 75
MAX_OPTIONS = 10
"""Radio buttons and checkboxes; a longer list becomes a menu, which takes 100."""
MAX_MENU = 100
MAX_ELEMENTS = 25
MAX_OVERFLOW = 5
MIN_OVERFLOW = 2
MAX_LABEL = 2000
MAX_INPUT = 3000
MAX_ID = 255
# All of them: docs.slack.dev/reference/block-kit (blocks, block-elements, composition-objects).

NO_LABEL = "…"

_Thing = TypeVar("_Thing")


class Names:
    """Gives each action and block of one message a name of its own."""

    def __init__(self) -> None:
        """Start with no name taken."""
        self._taken: set[str] = set()

    def fresh(self, wanted: str) -> str:
        """Return the wanted name, or that with a number where it is taken."""
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._taken.add(name)
        return name


def button_rows(buttons: Buttons, names: Names) -> Iterator[Wire]:
    """Yield the rows of buttons. What waits behind "more" is an overflow menu; a menu of one
    would be refused, so one alone is a button."""
    elements = [_button(button, names) for button in buttons.shown]
    waiting = {button.action.encode(): button for button in buttons.more}
    # A menu's values are unique: what would do the same as another stands beside it.
    elements += [_button(b, names) for b in buttons.more if b is not waiting[b.action.encode()]]
    for group in _groups(list(waiting.values()), MAX_OVERFLOW):
        if len(group) < MIN_OVERFLOW:
            elements += [_button(button, names) for button in group]
        else:
            elements.append(
                {
                    "type": "overflow",
                    "action_id": names.fresh("more"),
                    "options": [_option(b.label, b.action.encode()) for b in group],
                }
            )
    for row in _groups(elements, MAX_ELEMENTS):
        yield {"type": "actions", "elements": row}


def prints_options(choices: Choices) -> bool:
    """Tell whether an option's words are too long for a choice, so that all are printed above
    and letters are offered."""
    return any(len(clean(option.label)) > MAX_OPTION for option in choices.options)


def printed_options(choices: Choices) -> Wire:
    """Return what is asked and every option in full, with its letter."""
    label = Strong(choices.label)
    lines: list[tuple[Span, ...]] = [(label,)] if has_words((label,)) else []
    for letter, option in zip(letters(), choices.options, strict=False):
        lines.append((Strong(f"{letter}  "), Plain(option.label)))
    return rich_lines(lines)


def choice_input(choices: Choices, key: str, names: Names) -> Wire:
    """Return the input block. `key` makes its id new for every question, since Slack keeps what
    was chosen under an id that it has seen."""
    printed = prints_options(choices)
    labels = [
        letter if printed else option.label
        for letter, option in zip(letters(), choices.options, strict=False)
    ][:MAX_MENU]
    options = [
        _option(label, option.key) for label, option in zip(labels, choices.options, strict=False)
    ]
    if printed or len(clean(choices.label)) > MAX_LABEL:
        label = "Your answers" if choices.several else "Your answer"
    else:
        label = choices.label
    if len(options) <= MAX_OPTIONS:
        kind = "checkboxes" if choices.several else "radio_buttons"
    else:
        kind = "multi_static_select" if choices.several else "static_select"
    element: Wire = {"type": kind, "action_id": choices.name[:MAX_ID], "options": options}
    chosen = [option for option in options if option["value"] in choices.chosen]
    if chosen and choices.several:
        element["initial_options"] = chosen
    elif chosen:
        element["initial_option"] = chosen[0]
    return _input(label, element, choices.name, key, names, optional=choices.optional)


def text_input(field: TextField, key: str, names: Names) -> Wire:
    """Return a box to write in."""
    longest = max(1, min(field.max_length, MAX_INPUT))
    element: Wire = {
        "type": "plain_text_input",
        "action_id": field.name[:MAX_ID],
        "multiline": longest > MAX_BUTTON and not field.one_line,
        "max_length": longest,
    }
    if value := clean(field.value)[:longest]:
        element["initial_value"] = value
    block = _input(field.label, element, field.name, key, names, optional=field.optional)
    if hint := shorten(clean(field.hint).strip(), MAX_LABEL):
        block["hint"] = plain(hint)
    return block


def letters() -> Iterator[str]:
    """Yield A to Z, then AA, AB and so on."""
    for length in count(1):
        for together in product(ascii_uppercase, repeat=length):
            yield "".join(together)


def _groups(things: list[_Thing], most: int) -> Iterator[list[_Thing]]:
    for start in range(0, len(things), most):
        yield things[start : start + most]


def _input(label: str, element: Wire, name: str, key: str, names: Names, *, optional: bool) -> Wire:
    block: Wire = {
        "type": "input",
        "block_id": names.fresh(f"{name[:100]}|{key}"),
        "label": plain(shorten(clean(label).strip(), MAX_LABEL) or NO_LABEL),
        "element": element,
    }
    return block | {"optional": True} if optional else block


def _button(button: Button, names: Names) -> Wire:
    wire: Wire = {
        "type": "button",
        "action_id": names.fresh(button.action.name.value),
        "text": plain(one_line(button.label, MAX_BUTTON) or NO_LABEL),
        "value": button.action.encode(),
    }
    if button.weight is Weight.MAIN:
        wire["style"] = "primary"
    return wire


def _option(label: str, value: str) -> Wire:
    return {"text": plain(one_line(label, MAX_OPTION) or NO_LABEL), "value": value}
