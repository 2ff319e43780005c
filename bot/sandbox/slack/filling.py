"""Blocks as Slack completes them, and answers as it reports them.

Slack gives an id to every block and element that came without one, and reports a modal's answers
by block id and action id.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.sandbox.slack.elements import identified
from bot.sandbox.world import Json

Answers = dict[str, dict[str, Json]]


def with_ids(blocks: Sequence[Json]) -> list[Json]:
    """Return the blocks, each with a block id, and their elements with action ids."""
    filled: list[Json] = []
    for index, block in enumerate(blocks):
        whole: Json = {"block_id": f"b{index}", **block}
        for name in ("accessory", "element"):
            if name in whole:
                whole[name] = _with_action_id(whole[name], f"a{index}")
        if whole["type"] == "actions":
            whole["elements"] = [
                _with_action_id(element, f"a{index}-{place}")
                for place, element in enumerate(whole["elements"])
            ]
        filled.append(whole)
    return filled


def _with_action_id(element: Json, spare: str) -> Json:
    return element if element["type"] == "image" else {"action_id": spare, **element}


def interactive(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield every interactive element with its block."""
    for block in blocks:
        for _, element in identified(block):
            if element["type"] != "image":
                yield block, dict(element)


def answer(element: Json, chosen: Sequence[str]) -> Json:
    """Return an element's answer as Slack reports it. `chosen`: option values, or the one
    text. Raises ValueError for a value that is not among the options."""
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": chosen[0] if chosen and chosen[0] else None}
    options = {option["value"]: option for option in element["options"]}
    strange = [value for value in chosen if value not in options]
    if strange:
        raise ValueError(f"'{strange[0]}' is not an option of '{element['action_id']}'.")
    picked = [options[value] for value in chosen]
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": picked}
    return {"type": kind, "selected_option": picked[0] if picked else None}


def first_answer(element: Json) -> Json:
    """Return what stands in an element before anybody touches it."""
    given = [element["initial_option"]] if "initial_option" in element else []
    given = element.get("initial_options", given)
    written = [element["initial_value"]] if "initial_value" in element else []
    return answer(element, [option["value"] for option in given] or written)


def is_empty(reported: Json) -> bool:
    """Tell whether nothing was chosen or written."""
    return not any(value for name, value in reported.items() if name != "type")


def kept_answers(earlier: Mapping[str, object], blocks: Sequence[Json]) -> Answers:
    """Return the answers that a modal's new content begins with: what was answered before in
    a block of the same id and an element of the same id and kind, else what the app gave."""
    state: Json = earlier.get("state") or {"values": {}}  # pyright: ignore[reportAssignmentType] - our own view
    answers: Answers = {}
    for block, element in interactive(blocks):
        if block["type"] != "input":
            continue
        name = element["action_id"]
        before: Json | None = state["values"].get(block["block_id"], {}).get(name)
        if before is None or before["type"] != element["type"]:
            before = first_answer(element)
        answers.setdefault(block["block_id"], {})[name] = before
    return answers
