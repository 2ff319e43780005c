"""The app package that an administrator uploads."""

import io
import json
import struct
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.platforms.teams.package.__main__ import main
from bot.platforms.teams.package.build import Particulars, manifest, package
from config.errors import InputError
from content.orders import Ask, Help, History, Owed, Pause, Privacy, Resume, Status, read_order
from tests.wire.teams.names import APP_ID

WHOLE = Particulars(
    app_id=APP_ID.upper(),
    version="1.2.0",
    partnership="Northshire Partnership",
    website="https://northshire.example/learning",
    privacy="https://northshire.example/privacy",
    terms="https://northshire.example/terms",
)
ARGUMENTS = [
    "--app-id", APP_ID,
    "--partnership", "Northshire Partnership",
    "--website", "https://northshire.example/learning",
    "--privacy", "https://northshire.example/privacy",
    "--terms", "https://northshire.example/terms",
]  # fmt: skip


def test_the_package_holds_the_manifest_and_two_icons() -> None:
    made = package(WHOLE)
    assert made == package(WHOLE)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        told = json.loads(archive.read("manifest.json"))
        sizes = {
            name: struct.unpack(">II", archive.read(name)[16:24])
            for name in ("color.png", "outline.png")
        }
    assert sizes == {"color.png": (192, 192), "outline.png": (32, 32)}
    assert told["id"] == told["bots"][0]["botId"] == APP_ID
    assert told["version"] == "1.2.0"
    assert told["developer"]["privacyUrl"] == WHOLE.privacy


@pytest.mark.parametrize("scope", ["personal", "team"])
def test_the_menu_offers_what_the_bot_understands(scope: str) -> None:
    (bot,) = manifest(WHOLE)["bots"]
    assert scope in bot["scopes"]
    (offered,) = [one["commands"] for one in bot["commandLists"] if one["scopes"] == [scope]]
    orders = [type(read_order(command["title"], date(2026, 11, 2))) for command in offered]
    assert orders == [Owed, History, Pause, Resume, Ask, Status, Privacy, Help]
    # Teams' own limits: "App manifest schema", commandLists.
    assert all(len(c["title"]) <= 32 and len(c["description"]) <= 128 for c in offered)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"app_id": "sevenbot"}, "--app-id"),
        ({"version": "1.0"}, "--version"),
        ({"version": "1.0.x"}, "--version"),
        ({"partnership": ""}, "--partnership"),
        ({"partnership": "P" * 33}, "--partnership"),
        ({"website": "http://northshire.example"}, "--website"),
        ({"privacy": "https://localhost/"}, "--privacy"),
        ({"terms": "terms"}, "--terms"),
    ],
)
def test_what_teams_would_refuse_is_named(changes: dict[str, str], where: str) -> None:
    with pytest.raises(InputError) as error:
        manifest(replace(WHOLE, **changes))
    assert [problem.where for problem in error.value.problems] == [where]


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "app.zip"
    assert main([*ARGUMENTS, "--out", str(out)]) == 0
    assert zipfile.is_zipfile(out)
    assert str(out) in capsys.readouterr().out


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ARGUMENTS, "--version", "one", "--out", str(tmp_path / "app.zip")]) == 3
    assert "--version" in capsys.readouterr().err
    assert main([*ARGUMENTS, "--out", str(tmp_path)]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
