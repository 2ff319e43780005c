"""Odd arguments, settings, files and terminals: each ends with a sentence and the exit code that is
documented for it, never with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Shell

SCRIPT = Path(sys.executable).with_name("sevenbot")
BRIEFING = Path(__file__).parents[3] / "content/library/neglect.md"
HUGE = "9" * 20


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["send", "\udcff", "--audience", "everyone"], 3, "a character that is no text"),
        (["engagement", "\udcff"], 3, "a character that is no text"),
        (["preview", "\udcff.md"], 3, "a character that is no text"),
        (["send", "x", "--audience", "everyone", "--version", HUGE], 2, "Usage"),
        (["send", "x", "--audience", "everyone", "--at", "9999-12-31 23:59"], 3, "after 2099"),
        (["send", "x", "--audience", "everyone", "--at", "0001-01-01 00:00"], 3, "before 2000"),
        (["serve", "--host", ""], 4, "There is no such host"),
        (["serve", "--host", "a..b"], 4, "There is no such host"),
        (["import", "/dev/zero"], 3, "This is not a file"),
        (["import", "loop.md"], 3, "cannot be read"),
        (["import", "folder.md"], 3, "This folder holds no briefing"),
        (["import", "large.md"], 3, "a briefing is at most"),
        (["import", "binary.md"], 3, "not UTF-8"),
        (["import", "huge.md"], 3, "huge.md:3: 'version': here stands 99999999999999999999;"),
    ],
)
def test_odd_arguments(shell: Shell, arguments: list[str], code: int, says: str) -> None:
    briefing = BRIEFING.read_text("utf-8")
    shell.write("huge.md", briefing.replace("version: 1\n", f"version: {HUGE}\n", 1))
    shell.write("large.md", briefing + "x" * 1_000_000)
    (shell.folder / "binary.md").write_bytes(bytes(range(256)))
    (shell.folder / "folder.md").mkdir()
    (shell.folder / "loop.md").symlink_to("loop.md")
    ended = shell(*arguments)
    assert says in ended.err
    assert ended.code == code


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({"SEVENBOT_DIRECTORY": "\udcff"}, 4, "SEVENBOT_DIRECTORY: It holds a character"),
        ({"SEVENBOT_DIRECTORY": "."}, 3, "This is a folder"),
        ({"SEVENBOT_DIRECTORY": "/dev/zero"}, 3, "This is not a file"),
        ({"SEVENBOT_DIRECTORY": "x" * 5000}, 3, "The file cannot be read"),
        ({"SEVENBOT_DATA_DIR": "a\nb"}, 4, "SEVENBOT_DATA_DIR: It holds a character"),
        ({"DATABASE_URL": "postgresql://h/x?connect_timeout=x"}, 7, "check DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/x?a=b"}, 4, "DATABASE_URL: cannot be read"),
        ({"DATABASE_URL": "postgresql://h:99999/x"}, 4, "DATABASE_URL: must be an address"),
        ({"SLACK_API_URL": "https://["}, 4, "SLACK_API_URL: must be an https address"),
        ({"SLACK_REGISTRATIONS": "notjson"}, 4, "SLACK_REGISTRATIONS: It is a group"),
        ({"TEAMS_REGISTRATIONS": "[" * 100_000}, 4, "TEAMS_REGISTRATIONS: It is a group"),
        ({"TEAMS_CA_FILE": "."}, 4, "TEAMS_CA_FILE: It cannot be read"),
        ({"SEVENBOT_SUPPRESSION_THRESHOLD": HUGE}, 4, "hardly an agency"),
    ],
)
def test_odd_settings(shell: Shell, changed: dict[str, str], code: int, says: str) -> None:
    ended = shell("clock", **changed)
    assert says in ended.err
    assert ended.code == code
    ended = shell("doctor", **changed)
    assert says in ended.out
    assert ended.code == 1


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"SEVENBOT_MODE=\xff\n", ".env: This is not UTF-8 text"),
        (b"SEVENBOT_DIRECTORY=a\0b\n", "SEVENBOT_DIRECTORY: It holds a character"),
        (b"SEVENBOT_LOG_LEVEL='open\n", ".env:1: This is no setting"),
    ],
)
def test_odd_files_of_settings(shell: Shell, written: bytes, says: str) -> None:
    (shell.folder / ".env").write_bytes(written)
    for command in ("clock", "doctor"):
        ended = shell(command)
        assert says in ended.err + ended.out
        assert ended.code in {1, 4}


def test_a_terminal_that_cannot_show_every_letter(shell: Shell) -> None:
    ended = subprocess.run(
        [SCRIPT, "preview", BRIEFING],
        cwd=shell.folder,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert b"Neglect" in ended.stdout
