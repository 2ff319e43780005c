"""What somebody sends with a modal, and what the bot's answer to it asks for."""

import copy
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.slack.controls import input_blocks
from bot.sandbox.slack.filling import answer, is_empty
from bot.sandbox.slack.memory import SlackError
from bot.sandbox.slack.shapes import is_thing
from bot.sandbox.world import Json, Screen


def answered(screen: Screen, filled: Mapping[str, Sequence[str]]) -> tuple[Json, Sequence[str]]:
    """Return the view with the answers in its state, and the names of the required inputs that
    stayed empty. What is not filled in anew keeps its answer."""
    view = copy.deepcopy(screen.body)
    inputs = input_blocks(view)
    strange = set(filled) - set(inputs)
    if strange:
        raise ValueError(f"The modal has no input '{min(strange)}'.")
    missing: list[str] = []
    for name, (block, element) in inputs.items():
        place = view["state"]["values"].setdefault(block["block_id"], {})
        if name in filled:
            place[name] = answer(element, filled[name])
        if is_empty(place[name]) and not block.get("optional", False):
            missing.append(name)
    return view, missing


def directions(reply: bytes) -> Json:
    """Return what the answer to a submission asks for; nothing means: close. Raises SlackError."""
    if not reply.strip():
        return {}
    try:
        parsed: Any = json.loads(reply)
    except ValueError:
        raise SlackError("not_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("not_an_object")
    return parsed  # pyright: ignore[reportUnknownVariableType] - JSON keys are strings


def by_control(view: Json, errors: object) -> Mapping[str, str]:
    """Return errors, which Slack takes by block id, by the name of the input. Raises SlackError
    for a block that is no input of the view."""
    names = {block["block_id"]: name for name, (block, _) in input_blocks(view).items()}
    if not is_thing(errors) or not errors or not set(errors) <= set(names):
        raise SlackError("errors_for_no_input", errors=errors)
    return {names[block]: str(said) for block, said in errors.items()}


def said(reply: bytes) -> Json:
    """Return the message with which a command is answered: JSON, or words alone."""
    try:
        parsed: Any = json.loads(reply)
    except ValueError:
        return {"text": reply.decode(errors="replace")}
    return parsed if isinstance(parsed, dict) else {"text": str(parsed)}  # pyright: ignore[reportUnknownVariableType] - JSON keys are strings
