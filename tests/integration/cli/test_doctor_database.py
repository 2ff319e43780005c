"""`doctor`: what is wrong with the database and what is in it, and how to mend it."""

import base64
import json
from uuid import uuid4

import pytest

from bot.delivery.outcome import state_words
from bot.store.delivery.deliveries import State
from bot.store.people.identity import IdentityKey
from tests.integration.cli.conftest import NO_DATABASE, Shell, nowhere
from tests.integration.cli.doctored import troubles
from tests.scenario.stage import IDENTITY_KEY

OTHER_KEY = base64.urlsafe_b64encode(bytes(32)).decode()


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


def test_what_stands_still_beside_a_worker_is_named(shell: Shell) -> None:
    shell.ready("neglect")
    shell.ask("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert shell("send", "neglect", "--audience", "everyone").code == 0
    shell.ask("UPDATE procrastinate_workers SET last_heartbeat = now() + interval '1 hour'")
    assert troubles(shell)["Deliveries"] == []
    shell.ask("UPDATE occurrences SET queued_at = now() - interval '16 minutes'")
    (trouble,) = troubles(shell)["Deliveries"]
    assert trouble.startswith("What is to be sent stands still since ")
    assert trouble.endswith("log, which says why, and restart the worker.")
    shell.work_off()
    assert troubles(shell)["Deliveries"] == []
    # Many wait long for their turn: as long as something is attempted, they only wait.
    shell.ask("UPDATE deliveries SET state = 'planned', attempts = 0, settled_at = NULL")
    shell.ask("UPDATE occurrences SET expanded_at = now() - interval '16 minutes'")
    assert len(troubles(shell)["Deliveries"]) == 1
    for going in (
        (
            "UPDATE deliveries SET settled_at = now(), state = 'delivered'"
            " WHERE id = (SELECT min(id::text)::uuid FROM deliveries)"
        ),
        "UPDATE deliveries SET held_until = now() - interval '1 minute'",
        "UPDATE deliveries SET state = 'waiting', next_try_at = now() + interval '1 hour'",
        "INSERT INTO pace VALUES ('police-slack', 1, now() - interval '1 minute', '{}')",
        (
            "INSERT INTO pace VALUES ('police-slack', 1, NULL, '{}',"
            " jsonb_build_object('roster', to_char(now() AT TIME ZONE 'UTC',"
            " 'YYYY-MM-DD\"T\"HH24:MI:SS') || '+00:00'))"
        ),
    ):
        shell.ask(going)
        assert troubles(shell)["Deliveries"] == []
        shell.ask(
            "UPDATE deliveries SET state = 'planned', attempts = 0, settled_at = NULL,"
            " held_until = NULL, next_try_at = NULL"
        )
        shell.ask("DELETE FROM pace")
        assert len(troubles(shell)["Deliveries"]) == 1


def test_an_occurrence_that_others_pass_stands_still(shell: Shell) -> None:
    shell.ready("neglect")
    shell.ask("INSERT INTO procrastinate_workers DEFAULT VALUES")
    for _ in range(2):
        assert shell("send", "neglect", "--audience", "everyone").code == 0
    shell.ask(
        "UPDATE occurrences SET expanded_at = now(), queued_at = now() - interval '17 minutes'"
        " WHERE id = (SELECT min(id::text)::uuid FROM occurrences)"
    )
    shell.ask(
        "UPDATE occurrences SET queued_at = now() - interval '16 minutes' WHERE expanded_at IS NULL"
    )
    shell.ask("UPDATE procrastinate_workers SET last_heartbeat = now() + interval '1 hour'")
    assert troubles(shell)["Deliveries"] == []
    shell.ask("UPDATE occurrences SET queued_at = now() WHERE expanded_at IS NOT NULL")
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
