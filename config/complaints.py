"""What a validator or a YAML reader found wrong, in our own words.

Neither's own text ever reaches a person: it speaks of inputs, tokens and types.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

LONGEST_SHOWN = 40
"""Characters of a value or a name that are repeated to the person who wrote it."""


class Fields(BaseModel):
    """A group of fields with names of their own; anything else in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _are_fields(cls, value: Any) -> Any:
        if isinstance(value, (Mapping, cls)):
            return value  # pyright: ignore[reportUnknownVariableType] - validated next
        needed = (name for name, field in cls.model_fields.items() if field.is_required())
        fields = ", ".join(f"{name}: …" for name in needed)
        raise ValueError(f"Here {_what(value)}, and fields belong; write {{{fields}}}.")


def sentence(detail: Mapping[str, Any]) -> str:
    """Return what one of pydantic's error details means: what is wrong, and what to do."""
    named = [part for part in detail["loc"] if isinstance(part, str) and "[" not in part]
    name = f"'{shown(named[-1])}'" if named else ""
    match detail["type"]:
        case "missing":
            return f"{name} is missing; add it."
        case "extra_forbidden":
            return f"{name} is not something that belongs here; check its spelling."
        case "value_error":
            return str(detail["ctx"]["error"])
        case _:
            where = f"{name}: here" if name else "Here"
            return f"{where} {_what(detail['input'])}; {demand(detail)}."


def demand(detail: Mapping[str, Any]) -> str:
    """Return what an error detail asks for, without repeating what was given."""
    limits: Mapping[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "literal_error" | "enum":
            return f"choose one of {limits['expected']}"
        case "too_short":
            return "give at least one entry"
        case "string_too_short" | "string_pattern_mismatch":
            return "write some words"
        case "string_too_long" | "too_long":
            return f"no more than {limits['max_length']} fit"
        case "greater_than_equal":
            return f"the least is {limits['ge']}"
        case "less_than_equal":
            return f"the most is {limits['le']}"
        case kind:
            return _WANTED.get(kind.partition("_")[0], "compare it with the example in docs")


_LIST = "write a list, each entry on a line that starts with '- '"
_FIELDS = "write fields, each as 'name: value'"
_WANTED = {
    "string": "write words, in quotes where they look like something else",
    "int": "write a whole number",
    "bool": "write true or false",
    "date": "write a day as 2026-03-31",
    "datetime": "write a moment as 2026-03-31 14:00",
    "tuple": _LIST,
    "list": _LIST,
    "model": _FIELDS,
    "dict": _FIELDS,
}
"""By the first word of pydantic's name for the error."""


def _what(value: object) -> str:
    """Say what stands there, as somebody who writes YAML would."""
    match value:
        case None | "":
            return "stands nothing"
        case bool():
            return "stands a yes or no"
        case int() | float():
            return f"stands {shown(str(value))}"
        case str():
            return f"stands '{shown(value)}'"
        case Mapping():
            return "stand fields"
        case Sequence():
            return "stands a list" if value else "stands an empty list"
        case _:
            return "stands a day or a time"


def shown(text: str) -> str:
    """Return what somebody wrote, short enough to be repeated to them."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


_BRACKET = "a bracket is not closed or a comma is missing, here or just before"
_QUOTE = "a quotation mark is opened and never closed; close it"
_BACKSLASH = "a backslash stands in double quotes; use single quotes"
_UNREADABLE = (
    (r"character '\t'", "a tab stands here; put spaces in its place"),
    ("found character '", "a word starts with a sign that YAML keeps; put it in quotes"),
    (
        "are not allowed here",
        "a colon or a hyphen stands where none can; check the indentation, or use quotes",
    ),
    ("expected ':'", "a name stands without its colon; write 'name: value'"),
    ("expected <block end>", "the indentation differs from the lines before; line them up"),
    ("expected ',' or", _BRACKET),
    ("expected the node content", _BRACKET),
    ("unexpected end of stream", _QUOTE),
    ("unexpected document", _QUOTE),
    ("escape", _BACKSLASH),
    ("another document", "a second document begins; keep one"),
)
"""Words in PyYAML's problem, and ours for it."""


def unreadable(error: yaml.MarkedYAMLError) -> str:
    """Return what keeps a text from being YAML, and what to do."""
    problem = str(error.problem)
    why = next((ours for theirs, ours in _UNREADABLE if theirs in problem), None)
    return f"This is not readable YAML: {why or 'check its indentation, colons and quotes'}."
