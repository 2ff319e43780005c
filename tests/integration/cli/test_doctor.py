"""`doctor`: what is wrong, where, and how to mend it.

Long because everything that the doctor can find has its case here.
"""

import base64
import json
import re
from uuid import uuid4

import pytest

from bot.delivery.outcome import state_words
from bot.store.delivery.deliveries import State
from bot.store.people.identity import IdentityKey
from tests.integration.cli.conftest import NO_DATABASE, Shell, nowhere
from tests.scenario.stage import IDENTITY_KEY

OTHER_KEY = base64.urlsafe_b64encode(bytes(32)).decode()


def troubles(shell: Shell, **changed: str | None) -> dict[str, list[str]]:
    """Return what the doctor found wrong, by check, and see that words and JSON agree."""
    as_json = shell("doctor", "--json", **changed)
    checks = json.loads(as_json.out)
    found = {check["name"]: check["troubles"] for check in checks}
    assert all(check["well"] is not bool(check["troubles"]) for check in checks)
    words = shell("doctor", **changed)
    assert as_json.code == words.code == (1 if any(found.values()) else 0)
    for name, wrong in found.items():
        if not wrong:
            assert f"well    {name}: " in words.out
        for trouble in wrong:
            assert f"mend    {name}: {trouble}" in words.out
    for check in checks:
        for note in check["notes"]:
            assert f"note    {check['name']}: {note}" in words.out
    for value in shell.environ.values():
        if "secret" in value:
            assert value not in words.out + words.err + as_json.out
    return found


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


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://nobody:pass-word@127.0.0.1:1/none", "The database cannot be reached"),
        ("postgresql://127.0.0.1:none/none", "DATABASE_URL: must be an address like"),
        ("mysql://127.0.0.1/none", "DATABASE_URL: must be an address like"),
        ("pass-word", "DATABASE_URL: must be an address like"),
        (
            "postgresql://u:pass-word@127.0.0.1/none?ssl_mode=require",
            "DATABASE_URL: cannot be read",
        ),
        ("postgresql://u:pass-word%zz@127.0.0.1/none", "DATABASE_URL: cannot be read"),
    ],
)
def test_a_database_that_is_not_there(shell: Shell, address: str, said: str) -> None:
    (trouble,) = troubles(shell, DATABASE_URL=address)["Database"]
    assert said in trouble
    assert "pass-word" not in trouble
    for command in (["migrate"], ["engagement"], ["clock"], ["work"]):
        ended = shell(*command, DATABASE_URL=address)
        assert ended.code == (7 if "reached" in said else 4)
        assert said in ended.err
        assert "pass-word" not in ended.err


def test_a_database_that_is_behind(shell: Shell) -> None:
    shell.ask("DELETE FROM alembic_version")
    (trouble,) = troubles(shell)["Database"]
    assert "run `sevenbot migrate`" in trouble
    ended = shell("engagement")
    assert ended.code == 7
    assert "run `sevenbot migrate`" in ended.err


def test_a_database_that_takes_no_changes(shell: Shell) -> None:
    shell.ready("neglect")
    address = shell.environ["DATABASE_URL"]
    mark = "&" if "?" in address else "?"
    frozen = f"{address}{mark}options=-c%20default_transaction_read_only%3Don"
    (trouble,) = troubles(shell, DATABASE_URL=frozen)["Database"]
    assert "takes no changes now" in trouble
    # `send` finds out only as it writes.
    for command in (["work"], ["clock"], ["send", "neglect", "--audience", "everyone"]):
        ended = shell(*command, DATABASE_URL=frozen)
        assert (ended.code, ended.err.strip()) == (NO_DATABASE, trouble)
    # What is there can still be read.
    assert shell("deliveries", "list", DATABASE_URL=frozen).code == 0


def test_a_database_that_is_newer(shell: Shell) -> None:
    shell.ask("UPDATE alembic_version SET version_num = 'v9999'")
    # As long as the newer one only added to it, this one may go on beside it.
    checks = json.loads(shell("doctor", "--json").out)
    (found,) = [check for check in checks if check["name"] == "Database"]
    assert (found["well"], len(found["notes"])) == (True, 1)
    assert "finish the upgrade" in found["notes"][0]
    assert shell("migrate").code == 0

    shell.ask("UPDATE alembic_compatible SET revision = 'v9999'")
    (trouble,) = troubles(shell)["Database"]
    assert "made by a newer Sevenbot" in trouble
    for command in ("migrate", "clock"):
        assert shell(command).code == 7


def test_another_identity_key(shell: Shell) -> None:
    key, member = IdentityKey(base64.urlsafe_b64decode(IDENTITY_KEY)), uuid4()
    lookup, sealed = key.lookup("police-slack", "U1").hex(), key.seal(member, "U1").hex()
    shell.ask(
        f"INSERT INTO members (id, lookup, workspace, sealed_account, registered_at)"
        f" VALUES ('{member}', '\\x{lookup}', 'police-slack', '\\x{sealed}', now())"
    )
    assert troubles(shell)["Identity key"] == []
    (trouble,) = troubles(shell, SEVENBOT_IDENTITY_KEY=OTHER_KEY)["Identity key"]
    assert "put the right key back" in trouble
    assert shell("clock", SEVENBOT_IDENTITY_KEY=OTHER_KEY).code == 7


def test_a_key_that_is_none(shell: Shell) -> None:
    (trouble,) = troubles(shell, SEVENBOT_IDENTITY_KEY="short")["Identity key"]
    assert "32 bytes in URL-safe base64" in trouble


def test_no_key_beside_a_database(shell: Shell) -> None:
    production = dict.fromkeys(nowhere())
    (trouble,) = troubles(shell, **production, SEVENBOT_IDENTITY_KEY=None)["Identity key"]
    assert trouble.startswith("SEVENBOT_IDENTITY_KEY: it is needed beside DATABASE_URL")


def test_what_waits_for_a_worker_is_named_after_a_while(shell: Shell) -> None:
    shell.ready("neglect")
    assert shell("send", "neglect", "--audience", "everyone").code == 0
    assert troubles(shell)["Deliveries"] == []
    shell.ask("UPDATE occurrences SET queued_at = now() - interval '6 minutes'")
    (trouble,) = troubles(shell)["Deliveries"]
    assert trouble.startswith("What is to be sent waits for a worker since ")
    assert trouble.endswith("none runs: start `sevenbot work`, or `sevenbot run`.")
    # A worker is there: it waits for its turn.
    shell.ask("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert troubles(shell)["Deliveries"] == []
    shell.ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    assert len(troubles(shell)["Deliveries"]) == 1
    # The same for what was expanded by a worker that is gone.
    shell.work_off()
    assert troubles(shell)["Deliveries"] == []
    shell.ask("UPDATE deliveries SET state = 'planned', attempts = 0, settled_at = NULL")
    assert troubles(shell)["Deliveries"] == []
    shell.ask("UPDATE occurrences SET expanded_at = now() - interval '6 minutes'")
    assert len(troubles(shell)["Deliveries"]) == 1


def test_dead_letters_are_named_with_their_reason(shell: Shell) -> None:
    dead = {"halted": "The bot is not in this channel.", "failed": "Refused.", "unconfirmed": "?"}
    version, dissemination, occurrence = uuid4(), uuid4(), uuid4()
    shell.ask(
        f"INSERT INTO briefing_versions (id, slug, version, title, status, author, body,"
        f" imported_at) VALUES ('{version}', 's', 1, 't', 'approved', 'a', '{{}}', now())"
    )
    shell.ask(
        f"INSERT INTO disseminations (id, briefing_version, audience, channels, plan,"
        f" filled_until, created_at)"
        f" VALUES ('{dissemination}', '{version}', 'everyone', '{{}}', '{{}}', now(), now())"
    )
    (unreadable,) = troubles(shell)["Deliveries"]
    assert unreadable.startswith(f"The plan of dissemination {dissemination} cannot be read")
    shell.ask(
        """UPDATE disseminations SET plan = '{"kind": "one-off", "at": "2026-11-02T09:00:00Z"}'"""
    )
    shell.ask(
        f"INSERT INTO occurrences (id, dissemination, subject, kind, slot, due_at)"
        f" VALUES ('{occurrence}', '{dissemination}', '{dissemination}', 'post', 'slot', now())"
    )
    for state, reason in (*dead.items(), ("delivered", "no"), ("waiting", "no")):
        shell.ask(
            f"INSERT INTO deliveries (id, occurrence, dissemination, agency, workspace, channel,"
            f" channel_id, state, reason, settled_at)"
            f" VALUES (gen_random_uuid(), '{occurrence}', '{dissemination}', 'police', 'w',"
            f" 'c-{state}', 'C-{state}', '{state}', '{reason}', now())"
        )
    wrong = troubles(shell)["Deliveries"]
    assert len(wrong) == 3
    for state, reason in dead.items():
        (line,) = [t for t in wrong if t.startswith(f"c-{state}: {state_words(State(state))}. ")]
        assert line.endswith(reason)
