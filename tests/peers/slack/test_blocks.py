"""Our blocks against Slack's own types."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

HERE = Path(__file__).parent
GOLDEN = HERE.parents[1] / "contract" / "golden" / "slack"
FILES = sorted(GOLDEN.glob("*.json"))


@pytest.fixture(scope="module")
def validators(run_node: Callable[..., Any]) -> dict[str, Draft7Validator]:
    schemas = run_node(HERE / "schema.mjs", {}, needs="@slack/types")
    return {name: Draft7Validator(schema) for name, schema in schemas.items()}


def _faults(wire: dict[str, Any], validators: dict[str, Draft7Validator]) -> list[str]:
    if wire.get("type") == "modal":
        return [error.message for error in validators["view"].iter_errors(wire)]
    return [
        error.message
        for block in wire["blocks"]
        for error in validators["block"].iter_errors(block)
    ]


@pytest.mark.peer("@slack/types")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_golden_file_has_the_types_that_slack_states(
    path: Path, validators: dict[str, Draft7Validator]
) -> None:
    assert _faults(json.loads(path.read_text("utf-8")), validators) == []


def _misspell(wire: dict[str, Any]) -> None:
    wire["blocks"][0]["txet"] = wire["blocks"][0].pop("text")


def _unknown_style(wire: dict[str, Any]) -> None:
    _actions(wire)["elements"][0]["style"] = "loud"


def _number_for_words(wire: dict[str, Any]) -> None:
    _actions(wire)["elements"][0]["value"] = 7


def _unknown_part(wire: dict[str, Any]) -> None:
    wire["blocks"][0]["type"] = "heading"


def _actions(wire: dict[str, Any]) -> dict[str, Any]:
    return next(block for block in wire["blocks"] if block["type"] == "actions")


@pytest.mark.peer("@slack/types")
@pytest.mark.parametrize("spoil", [_misspell, _unknown_style, _number_for_words, _unknown_part])
def test_the_judge_sees_what_is_wrong(
    spoil: Callable[[dict[str, Any]], None], validators: dict[str, Draft7Validator]
) -> None:
    wire = json.loads((GOLDEN / "post.json").read_text("utf-8"))
    spoiled = copy.deepcopy(wire)
    spoil(spoiled)
    assert _faults(wire, validators) == []
    assert _faults(spoiled, validators) != []
