"""What the Teams client checks before it sends a dialog, and how it writes the answers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from bot.sandbox.teams.reading import inputs_of, standing
from bot.sandbox.world import Json


def fill(card: Json, filled: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the answers by input id, and what is wrong by input id. What `filled` does not name
    was left as it stood in the card.

    Source: the client library's own behaviour: several choices are joined by commas, an empty
    text is sent as such, and a set of choices without one is not sent at all.
    """
    answers: dict[str, str] = {}
    errors: dict[str, str] = {}
    for part in inputs_of(card):
        name = str(part["id"])
        given = [value for value in filled.get(name, standing(part)) if value.strip()]
        trouble = _trouble(part, given)
        if trouble is not None:
            errors[name] = trouble
        elif part["type"] == "Input.ChoiceSet":
            if given:
                answers[name] = ",".join(given)
        elif part["type"] == "Input.Toggle":
            answers[name] = given[0] if given else str(part.get("valueOff", "false"))
        else:
            answers[name] = given[0] if given else ""
    return answers, errors


def _trouble(part: Json, given: Sequence[str]) -> str | None:
    if not given:
        return str(part["errorMessage"]) if part.get("isRequired") is True else None
    several = part["type"] == "Input.ChoiceSet" and part.get("isMultiSelect") is True
    if len(given) > 1 and not several:
        return "Only one answer fits here."
    if part["type"] == "Input.ChoiceSet":
        offered = {str(choice["value"]) for choice in cast("list[Json]", part["choices"])}
        return None if offered.issuperset(given) else "Choose from what is offered."
    longest: Any = part.get("maxLength")
    if isinstance(longest, int) and len(given[0]) > longest:
        return f"At most {longest} characters fit here."
    pattern: Any = part.get("regex")
    if isinstance(pattern, str) and re.search(pattern, given[0]) is None:
        return str(part.get("errorMessage", "This is not in the form that is asked for."))
    return None
