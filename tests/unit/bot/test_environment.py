"""What is missing in the environment is named for every platform at once, and what nothing reads
is named with its nearest neighbour."""

import base64
from pathlib import Path

import pytest

from bot.environment import checked_key, platform_problems, unread_settings
from config.directory import Directory
from config.errors import SettingsError
from config.located import Located
from config.settings import Settings
from tests.unit.bot.test_misplaced import TEXT

DIRECTORY = Directory.parse(Located("d.yaml", TEXT), platforms=("slack", "teams"))
KEY = base64.urlsafe_b64encode(bytes(32)).decode()
WHOLE = {
    "SEVENBOT_IDENTITY_KEY": KEY,
    "SLACK_TOKENS__POLICE_SLACK": "xoxb-1",
    "SLACK_TOKENS__GRID_SLACK": "xoxb-2",
    "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET": "s3cret",
    "TEAMS_REGISTRATIONS__MAIN__APP_ID": "app",
    "TEAMS_REGISTRATIONS__MAIN__APP_SECRET": "s3cret",
    "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT": "tenant",
}


def test_an_environment_that_is_whole() -> None:
    settings = Settings.load(WHOLE)
    assert checked_key(settings, DIRECTORY).lookup("w", "a")
    assert list(unread_settings(settings, DIRECTORY)) == []


def test_what_is_missing_is_named_for_every_platform_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        checked_key(Settings.load({"SEVENBOT_IDENTITY_KEY": "short"}), DIRECTORY)
    assert [problem.where for problem in refused.value.problems] == [
        "SLACK_TOKENS__POLICE_SLACK",
        "SLACK_TOKENS__GRID_SLACK",
        "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET",
        "TEAMS_REGISTRATIONS__MAIN__APP_ID",
        "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT",
        "TEAMS_REGISTRATIONS__MAIN__APP_SECRET",
        "SEVENBOT_IDENTITY_KEY",
    ]


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_each_that_is_missing_is_named(name: str) -> None:
    given = {key: value for key, value in WHOLE.items() if key != name}
    if name == "SEVENBOT_IDENTITY_KEY":
        given["DATABASE_URL"] = "postgresql://h/d"
    with pytest.raises(SettingsError) as refused:
        checked_key(Settings.load(given), DIRECTORY)
    assert [problem.where for problem in refused.value.problems] == [name]


def test_a_platform_that_the_directory_does_not_name_needs_nothing() -> None:
    slack = tuple(w for w in DIRECTORY.workspaces if w.platform == "slack")
    directory = DIRECTORY.model_copy(update={"workspaces": slack})
    problems = platform_problems(Settings.load({}), directory)
    assert {problem.where.partition("_")[0] for problem in problems} == {"SLACK"}


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("SEVENBOT_DIRECTROY", "SEVENBOT_DIRECTORY"),
        ("SEVENBOT_SUPPRESION_THRESHOLD", "SEVENBOT_SUPPRESSION_THRESHOLD"),
        ("SLACK_TOKEN__POLICE_SLACK", "SLACK_TOKENS__POLICE_SLACK"),
        ("SLACK_TOKENS__POLICE", "SLACK_TOKENS__POLICE_SLACK"),
        ("SLACK_SIGNING_SECRET", "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET"),
        ("TEAMS_REGISTRATION__MAIN__APP_ID", "TEAMS_REGISTRATIONS__MAIN__APP_ID"),
        ("TEAMS_REGISTRATIONS__OTHER__APP_ID", "TEAMS_REGISTRATIONS__MAIN__APP_ID"),
        ("teams_metadata_uri", "TEAMS_METADATA_URL"),
    ],
)
def test_a_setting_that_nothing_reads_is_named_with_the_nearest(name: str, nearest: str) -> None:
    settings = Settings.load({**WHOLE, name: "s3cret", "HOME": "/root", "SEVENBOT_MODE": ""})
    (problem,) = unread_settings(settings, DIRECTORY)
    assert problem.where == name.upper()
    assert problem.what.endswith(f"the nearest that is read is {nearest}.")
    assert "s3cret" not in problem.what


def test_a_setting_of_another_program_is_left_alone() -> None:
    settings = Settings.load({**WHOLE, "SLACKWARE": "15", "DATABASE_HOST": "h", "TEAM": "x"})
    assert list(unread_settings(settings, DIRECTORY)) == []


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    registration = "TEAMS_REGISTRATIONS__MAIN__CERTIFICATE_"
    good, bad = tmp_path / "good.pem", tmp_path / "bad.pem"
    good.write_text("-----BEGIN PRIVATE KEY-----\n")
    bad.write_text("hello")
    for file, says in (
        (good, []),
        (bad, ["The file is not in PEM, which begins with -----BEGIN."]),
        (tmp_path, ["It cannot be read. This is a folder; name a file in it."]),
        (tmp_path / "none", ["It cannot be read. There is no such file; check the name, or"]),
    ):
        environ = {
            **WHOLE,
            "SEVENBOT_MODE": "sandbox",
            f"{registration}FILE": str(file),
            f"{registration}THUMBPRINT": "AB",
            "TEAMS_CA_FILE": str(file),
        }
        problems = platform_problems(Settings.load(environ), DIRECTORY)
        names = [f"{registration}FILE", "TEAMS_CA_FILE"] if says else []
        assert [problem.where for problem in problems] == names
        assert all(problem.what.startswith(says[0]) for problem in problems)
