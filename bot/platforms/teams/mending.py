"""Says in a dialog what is to mend. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.platforms.teams.escape import plain
from content.templating import say

Json = dict[str, Any]

FEW = 2
"""Inputs that are seen together. With more of them, what is to mend may stand out of sight."""


def with_errors(body: Iterable[Json], errors: Mapping[str, str]) -> Iterable[Json]:
    """Yield the elements, each error above the input that it names, or else at the top. A long
    form says at its top which inputs to look at, since Teams shows a page from its beginning."""
    elements = list(body)
    inputs = {element["id"]: element for element in elements if "id" in element}
    for name, sentence in errors.items():
        if name not in inputs:
            yield _error(sentence)
    named = [f"“{element['label']}”" for name, element in inputs.items() if name in errors]
    if named and len(inputs) > FEW:
        yield _error(" ".join([say("teams.mend"), ", ".join(named)]))
    for element in elements:
        if (sentence := errors.get(element.get("id", ""))) is not None:
            # It stands with its input, and apart from what is above.
            yield _error(sentence) | {"spacing": element["spacing"]}
            yield element | {"spacing": "small"}
        else:
            yield element


def _error(sentence: str) -> Json:
    run = {"type": "TextRun", "text": plain(sentence), "color": "attention", "weight": "bolder"}
    return {"type": "RichTextBlock", "inlines": [run]}
