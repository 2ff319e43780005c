"""Every command's help and bad usage, `migrate`, and the console script itself."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import cli
from tests.integration.cli.conftest import Shell

SCRIPT = Path(sys.executable).with_name("sevenbot")
COMMANDS = [
    "demo", "run", "serve", "work", "clock", "migrate", "doctor", "preview", "import", "approve",
    "send", "send-series", "correct", "withdraw", "plan", "plan show", "plan move", "plan stop",
    "engagement", "deliveries", "deliveries list", "deliveries show", "deliveries there",
    "deliveries retry", "deliveries drop",
    "queries", "queries list", "queries show", "queries answer", "queries clarify",
    "queries approve", "queries withdraw",
    "pulse", "pulse import", "pulse approve", "pulse send", "pulse show", "pulse respond",
    "pulse approve-response", "pulse withdraw-response", "pulse stop",
]  # fmt: skip


def test_there_are_these_commands() -> None:
    names = [command.name for command in cli.registered_commands]
    for group in cli.registered_groups:
        assert group.typer_instance is not None
        names += [group.name]
        names += [f"{group.name} {c.name}" for c in group.typer_instance.registered_commands]
    assert sorted(map(str, names)) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    ended = shell(*command.split(), "--help")
    assert ended.code == 0
    assert f"sevenbot {command}" in ended.out
    assert len(ended.out.splitlines()) > 5


def test_help_lists_every_command(shell: Shell) -> None:
    ended = shell("--help")
    assert ended.code == 0
    for command in COMMANDS:
        assert f" {command.partition(' ')[0]} " in ended.out


def test_the_readme_lists_every_command() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    for command in set(COMMANDS) - {"plan", "deliveries", "queries", "pulse"}:
        assert f"`sevenbot {command}`" in readme


def test_help_gives_the_ranges(shell: Shell) -> None:
    for command, ranges in (
        ("demo", ["12<=x<=1000", "0<=x<=65533"]),
        ("run", ["0<=x<=65535"]),
        ("serve", ["0<=x<=65535"]),
        ("send", ["1<=x<=9999"]),
    ):
        said = shell(command, "--help").out
        assert all(f"[{each}]" in said for each in ranges)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["demo", "--members", "3"],
        ["demo", "--members", "1001"],
        ["demo", "--members", "many"],
        ["demo", "--port", "65534"],
        ["run", "--port", "65536"],
        ["serve", "--console-port", "-1"],
        ["plan", "nonsense"],
        ["approve", "neglect"],
        ["work", "--concurrency", "0"],
        ["work", "--concurrency", "201"],
        ["serve", "--port", "x"],
        ["import"],
        ["preview"],
        ["doctor", "--yaml"],
    ],
)
def test_bad_usage_ends_with_2(shell: Shell, arguments: list[str]) -> None:
    ended = shell(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err


def test_migrate_twice(shell: Shell) -> None:
    # As it was before the first release: nothing in it.
    shell.ask("DROP SCHEMA public CASCADE")
    shell.ask("CREATE SCHEMA public")
    for _ in range(2):
        ended = shell("migrate")
        assert (ended.code, ended.out) == (0, "The database is up to date.\n")
        assert shell.count("briefing_versions") == 0


def test_the_embedded_server_needs_no_setting(shell: Shell, embedded: Path) -> None:
    given = {"DATABASE_URL": None, "SEVENBOT_IDENTITY_KEY": None}
    folder = {"SEVENBOT_DATA_DIR": str(embedded)}
    # It is made, started, migrated and left by each command, with nothing to set up.
    assert shell("engagement", **given, **folder).code == 6
    assert shell("migrate", **given, **folder).code == 0
    doctor = shell("doctor", **given, **folder)
    assert "well    Database: " in doctor.out
    assert (embedded / "identity.key").stat().st_mode & 0o077 == 0


def test_a_foreign_data_directory_is_left_alone(shell: Shell) -> None:
    shell.write("photos/beach.jpg", "sand")
    given = {"DATABASE_URL": None, "SEVENBOT_DATA_DIR": str(shell.folder / "photos")}
    ended = shell("migrate", **given)
    assert ended.code == 7
    assert "holds something else than Sevenbot's data" in ended.err
    assert [path.name for path in (shell.folder / "photos").iterdir()] == ["beach.jpg"]


@pytest.mark.parametrize("command", ["serve", "run"])
@pytest.mark.parametrize("option", ["--port", "--console-port"])
def test_a_port_that_is_taken(shell: Shell, command: str, option: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        other = "--console-port" if option == "--port" else "--port"
        ended = shell(command, option, str(port), other, "0")
    assert ended.code == 4
    assert f"127.0.0.1:{port}: " in ended.err
    assert "cannot be used here (Address already in use)" in ended.err


def test_an_address_that_is_not_this_machines(shell: Shell) -> None:
    ended = shell("serve", "--host", "192.0.2.1", "--port", "0")
    assert ended.code == 4
    assert "192.0.2.1:0: " in ended.err
    assert "cannot be used here (Cannot assign requested address)" in ended.err


def inherited() -> dict[str, str]:
    """Return what a process of ours needs of this one's environment."""
    kept = ("PATH", "HOME", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    return {name: os.environ[name] for name in kept if name in os.environ}


def run_script(shell: Shell, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SCRIPT, *arguments],
        env={**inherited(), **shell.environ},
        cwd=shell.folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_console_script(shell: Shell) -> None:
    nothing = run_script(shell)
    assert nothing.returncode == 2
    assert "Usage: sevenbot" in nothing.stdout + nothing.stderr
    bad = shell.write("bad.md", "---\nslug: Bad Slug\n---\n")
    ended = run_script(shell, "import", str(bad))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "bad.md:2" in ended.stderr
    assert "Traceback" not in ended.stderr
