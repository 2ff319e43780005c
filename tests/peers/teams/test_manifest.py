"""The app package's manifest against Microsoft's own schemas."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.platforms.teams.package.build import Particulars, manifest

PARTICULARS = Particulars(
    app_id="0a000000-0000-4000-8000-000000000001",
    version="1.0.0",
    partnership="Northshire Partnership",
    website="https://northshire.example/learning",
    privacy="https://northshire.example/privacy",
    terms="https://northshire.example/terms",
)


@pytest.fixture
def schema(peer: Callable[[str], Path]) -> Draft7Validator:
    version = manifest(PARTICULARS)["manifestVersion"]
    folder = peer("@microsoft/app-manifest") / "build/json-schemas/teams"
    source = folder / f"v{version}" / "MicrosoftTeams.schema.json"
    return Draft7Validator(json.loads(source.read_text("utf-8-sig")))


def faults(schema: Draft7Validator, told: dict[str, Any]) -> list[str]:
    return [error.message for error in schema.iter_errors(told)]


@pytest.mark.peer("@microsoft/app-manifest")
def test_the_manifest_is_as_teams_wants_it(schema: Draft7Validator) -> None:
    assert faults(schema, manifest(PARTICULARS)) == []


@pytest.mark.peer("@microsoft/app-manifest")
@pytest.mark.parametrize("part", ["id", "developer", "icons"])
def test_the_schema_would_have_seen_a_slip(schema: Draft7Validator, part: str) -> None:
    told = manifest(PARTICULARS)
    del told[part]
    assert faults(schema, told) != []
