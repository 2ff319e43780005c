"""`doctor`: what is wrong in the settings and the directory, where, and how to mend it."""

import json
import re

import pytest

from tests.integration.cli.conftest import Shell, nowhere
from tests.integration.cli.doctored import troubles


def test_settings_that_cannot_be_read(shell: Shell) -> None:
    found = troubles(shell, SEVENBOT_LOG_LEVEL="LOUD", SEVENBOT_SUPPRESSION_THRESHOLD="3")
    assert set(found) == {"Settings"}
    assert [t.partition(":")[0] for t in found["Settings"]] == [
        "SEVENBOT_SUPPRESSION_THRESHOLD",
        "SEVENBOT_LOG_LEVEL",
    ]


def test_settings_may_stand_in_a_file(shell: Shell) -> None:
    shell.write(".env", "SEVENBOT_LOG_LEVEL=LOUD\n")
    assert set(troubles(shell)) == {"Settings"}
    assert "Settings" in troubles(shell, SEVENBOT_LOG_LEVEL="INFO")


def test_no_directory(shell: Shell) -> None:
    found = troubles(shell, SEVENBOT_DIRECTORY="nowhere.yaml")
    assert found["Directory"] == [
        (
            "nowhere.yaml: There is no such file; write one as docs/directory.md shows, or say"
            " with SEVENBOT_DIRECTORY where it is."
        )
    ]
    # What does not hang on it is looked at all the same.
    assert found["Database"] == found["Deliveries"] == []
    assert set(found) == {"Settings", "Directory", "Database", "Deliveries", "Survey keys"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("platform: slack", "platform: fax", "'fax' is not one of the platforms (slack, teams)."),
        ("sector: police", "sector: fire", "'sector'"),
        ("head_count: 5", "head_count: none", "'head_count'"),
        ("partnership:", "partnerships:", "'partnerships' is not something that belongs here"),
        ("key: police-learning", "key: police-response", "is already taken by the entry at"),
        ("agency: northshire-police", "agency: nobody", "'nobody' is not one of the agencies"),
    ],
)
def test_a_malformed_directory_is_told_by_line(shell: Shell, old: str, new: str, said: str) -> None:
    path = shell.folder / "directory.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    wrong = troubles(shell)["Directory"]
    assert any(said in trouble for trouble in wrong)
    for trouble in wrong:
        line = int(re.match(r"directory\.yaml:(\d+): ", trouble)[1])  # pyright: ignore[reportOptionalSubscript]
        assert 1 <= line <= text.count("\n")
    lines = path.read_text("utf-8").splitlines()
    places = [int(t.split(":")[1]) for t in wrong]
    assert any(new in lines[place - 1] for place in places) or "missing" in str(wrong)


def test_a_directory_that_is_no_yaml(shell: Shell) -> None:
    shell.write("directory.yaml", "partnership: Northshire\nagencies:\n  - {key: police\n")
    (trouble,) = troubles(shell)["Directory"]
    assert re.match(r"directory\.yaml:[34]: This is not readable YAML", trouble)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: T0NSPOLICE", "id: northshire", "'northshire' is not a Slack workspace's id"),
        ("id: T0NSPOLICE", "id: 19:a@thread.tacv2", "is not a Slack workspace's id"),
        (r"id: 19:\S+", "id: C0OTHER01", "It looks like a Slack channel's id"),
        (r"id: C0\S+", "id: 19:a@thread.tacv2", "It looks like a Teams channel's id"),
        (r"account: U0\S+", "account: 29:lead", "It looks like a Teams account's id"),
        ("workspace: lantern-slack", "workspace: police-slack", "has no channel; correct one of"),
    ],
)
def test_what_is_misplaced_is_told_by_line(shell: Shell, old: str, new: str, said: str) -> None:
    path = shell.folder / "directory.yaml"
    text = path.read_text("utf-8")
    changed, count = re.subn(old, new, text, count=1)
    assert count
    path.write_text(changed, "utf-8")
    found = troubles(shell)
    (wrong,) = found["Directory"]
    line = int(re.match(r"directory\.yaml:(\d+): ", wrong)[1])  # pyright: ignore[reportOptionalSubscript]
    assert new in path.read_text("utf-8").splitlines()[line - 1]
    assert said in wrong
    # The platforms are asked all the same.
    assert found["Slack"]
    assert found["Teams"]


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("SLACK_TOKENS__POLICE_SLACK", "the bot token (xoxb-…) of the workspace 'police-slack'"),
        ("SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET", "the signing secret of the Slack app"),
        ("TEAMS_REGISTRATIONS__MAIN__APP_SECRET", "give the secret, or a certificate"),
    ],
)
def test_a_missing_secret_is_named(shell: Shell, variable: str, said: str) -> None:
    production = dict.fromkeys(nowhere())
    (trouble,) = troubles(shell, **production, **{variable: None})["Platforms"]
    assert trouble.startswith(f"{variable}: ")
    assert said in trouble


def test_every_missing_secret_of_every_platform_is_named_at_once(shell: Shell) -> None:
    secrets = dict.fromkeys(name for name in shell.environ if name.startswith(("SLACK_", "TEAMS_")))
    named = {
        "SLACK_TOKENS__POLICE_SLACK",
        "SLACK_TOKENS__LANTERN_SLACK",
        "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET",
        "TEAMS_REGISTRATIONS__MAIN__APP_ID",
        "TEAMS_REGISTRATIONS__MAIN__APP_SECRET",
        "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT",
    }
    # With a database, without one, and in every process that needs them.
    gone = "postgresql://127.0.0.1:1/none"
    for changed in ({}, {"DATABASE_URL": gone}):
        found = troubles(shell, **secrets, **changed)
        assert {trouble.partition(":")[0] for trouble in found["Platforms"]} == named
        assert bool(found["Database"]) is bool(changed)
    ended = shell("clock", **secrets)
    assert ended.code == 4
    assert all(f"  {name}: " in ended.err for name in named)


@pytest.mark.parametrize("name", ["SLACK_REGISTRATIONS", "TEAMS_REGISTRATIONS", "SLACK_TOKENS"])
def test_a_group_with_a_value_is_named(shell: Shell, name: str) -> None:
    found = troubles(shell, **{name: "notjson"})
    assert any(t.startswith(f"{name}: It is a group;") for t in found["Platforms"])
    ended = shell("clock", **{name: "notjson"})
    assert ended.code == 4
    assert f"  {name}: It is a group;" in ended.err


def test_a_setting_that_nothing_reads_is_noted(shell: Shell) -> None:
    misspelt = {
        "SEVENBOT_LOGLEVEL": "DEBUG",
        "SLACK_TOKENS__POLICE": "xoxb-secret",
        "TEAMS_REGISTRATIONS__MIAN__APP_ID": "x",
    }
    public = {"SEVENBOT_PUBLIC_URL": "https://learning.example"}
    checks = json.loads(shell("doctor", "--json", **misspelt, **public).out)
    (notes,) = [check["notes"] for check in checks if check["name"] == "Settings"]
    assert [note.partition(":")[0] for note in notes] == sorted(misspelt)
    for note, nearest in zip(
        notes,
        ("SEVENBOT_LOG_LEVEL", "SLACK_TOKENS__POLICE_SLACK", "TEAMS_REGISTRATIONS__MAIN__APP_ID"),
        strict=True,
    ):
        assert note.endswith(f"the nearest that is read is {nearest}.")
    # A note is no trouble: the check stays well.
    assert troubles(shell, **misspelt)["Settings"] == []


def test_what_is_lost_without_a_public_address_is_noted(shell: Shell) -> None:
    def notes(**changed: str) -> list[str]:
        checks = json.loads(shell("doctor", "--json", **changed).out)
        return next(check["notes"] for check in checks if check["name"] == "Settings")

    (note,) = notes()
    assert note.startswith("SEVENBOT_PUBLIC_URL: It is not set, so that people cannot download")
    assert notes(SEVENBOT_PUBLIC_URL="https://learning.example") == []
    wrong = troubles(shell, SEVENBOT_PUBLIC_URL="ftp://learning.example")["Settings"]
    assert wrong[0].startswith("SEVENBOT_PUBLIC_URL: It must be an https address")


@pytest.mark.parametrize(("people", "why"), [("3", "be recognised"), ("900", "hardly an agency")])
def test_a_threshold_out_of_bounds_is_told(shell: Shell, people: str, why: str) -> None:
    (trouble,) = troubles(shell, SEVENBOT_SUPPRESSION_THRESHOLD=people)["Settings"]
    assert trouble.startswith("SEVENBOT_SUPPRESSION_THRESHOLD: It is at ")
    assert why in trouble


def test_production_takes_no_sandbox(shell: Shell) -> None:
    wrong = troubles(shell, SEVENBOT_MODE="production")["Platforms"]
    assert "production mode takes nothing but https" in wrong[0]
    assert [trouble.partition(":")[0] for trouble in wrong] == [
        "SLACK_API_URL",
        "TEAMS_AUTHORITY",
        "TEAMS_ISSUER",
        "TEAMS_METADATA_URL",
        "TEAMS_SERVICE_URL",
    ]
