"""`deliveries …`: what needs a person is listed, shown and settled, as in the console."""

import json
from typing import LiteralString, cast
from uuid import uuid4

import pytest
import yaml

from bot.delivery.outcome import state_words
from bot.store.delivery.deliveries import State
from tests.integration.cli.ahead import SUMMER
from tests.integration.cli.conftest import INPUT, NOT_FOUND, REFUSED, USAGE, Shell
from tests.integration.cli.test_sending import sent

_LETTER = """
WITH moment AS (
    INSERT INTO occurrences (id, dissemination, subject, kind, slot, due_at)
    SELECT gen_random_uuid(), id, id, 'post', '{id}', now() FROM disseminations LIMIT 1
    RETURNING id, dissemination)
INSERT INTO deliveries (id, occurrence, dissemination, agency, workspace, channel,
    channel_id, state, reason, attempts, settled_at)
SELECT '{id}', id, dissemination, 'northshire-police', 'police-slack',
    'police-learning', 'C1', '{state}', E'The bot is\\x1b[31m out.', 1, now() FROM moment
"""


def letter(shell: Shell, state: str) -> str:
    """Leave a delivery in this state; return its id."""
    identity = str(uuid4())
    shell.ask(cast("LiteralString", _LETTER.format(id=identity, state=state)))
    return identity


@pytest.fixture
def ready(shell: Shell) -> Shell:
    """A briefing that is planned."""
    shell.ready("neglect")
    sent(shell, "neglect", "--at", f"{SUMMER} 09:00")
    return shell


def administrator(shell: Shell) -> str:
    directory = yaml.safe_load((shell.folder / "directory.yaml").read_text("utf-8"))
    names = [p.get("name") for p in directory["people"] if "coordinator" in p["roles"]]
    return next(name for name in names if name)


def state(shell: Shell, which: str) -> tuple[str, bool]:
    query = f"SELECT state, receipt IS NOT NULL FROM deliveries WHERE id = '{which}'"
    ((found, receipt),) = shell.ask(cast("LiteralString", query))
    return found, receipt


def test_none_needs_a_person(shell: Shell) -> None:
    ended = shell("deliveries", "list")
    assert (ended.code, ended.out) == (0, "None needs a person.\n")
    assert json.loads(shell("deliveries", "list", "--json").out) == []


def test_what_needs_a_person_in_words_and_in_json(ready: Shell) -> None:
    halted, done = letter(ready, "halted"), letter(ready, "delivered")
    out = ready("deliveries", "list").out
    assert f"{halted}  A briefing: " in out
    # Agencies' channels often have one name: the list says whose it is.
    assert "\n  safeguarding-learning, Northshire Police, due " in out
    assert f"  {state_words(State.HALTED)}, since " in out
    assert "The bot is\N{REPLACEMENT CHARACTER}[31m out." in out
    assert done not in out
    assert done in ready("deliveries", "list", "--all").out
    (one,) = json.loads(ready("deliveries", "list", "--json").out)
    assert (one["id"], one["outcome"], one["can"]) == (halted, "halted", ["sent again", "given up"])
    assert json.loads(
        ready("deliveries", "list", "--json", "--dissemination", one["dissemination"]).out
    ) == [one]
    assert (
        json.loads(ready("deliveries", "list", "--json", "--dissemination", str(uuid4())).out) == []
    )


def test_one_is_shown_with_what_can_be_done(ready: Shell) -> None:
    which = letter(ready, "unconfirmed")
    out = ready("deliveries", "show", which).out
    for said in (
        "  agency        Northshire Police",
        "  attempts      1",
        f'  sevenbot deliveries there {which} --by "Your Name" [--link URL]',
        "    you looked, and it is not there: send it again",
        f'  sevenbot deliveries drop {which} --by "Your Name" --reason "Why"',
    ):
        assert said in out
    assert ready("deliveries", "show", str(uuid4())).code == NOT_FOUND


def test_it_is_there_with_a_link_and_without(ready: Shell) -> None:
    by = administrator(ready)
    first, second = letter(ready, "unconfirmed"), letter(ready, "unconfirmed")
    link = "https://police.slack.com/archives/{}/p1793610000123456"
    bad = ready("deliveries", "there", first, "--by", by, "--link", link.format("C2"))
    assert bad.code == INPUT
    assert "no link to a message of that channel" in bad.err
    ended = ready("deliveries", "there", first, "--by", by, "--link", link.format("C1"))
    assert (ended.code, ended.out) == (0, "It counts as delivered from now on.\n")
    assert state(ready, first) == ("delivered", True)
    assert "cannot edit the message later" in ready("deliveries", "there", second, "--by", by).out
    assert state(ready, second) == ("delivered", False)
    shown = json.loads(ready("deliveries", "show", first, "--json").out)
    assert [(it["act"], it["person"]) for it in shown["decisions"]] == [("found", by)]


def test_it_is_sent_again_or_given_up(ready: Shell) -> None:
    by = administrator(ready)
    failed, other = letter(ready, "failed"), letter(ready, "failed")
    assert ready("deliveries", "retry", failed, "--by", by).code == 0
    assert state(ready, failed)[0] == "planned"
    assert ready("deliveries", "drop", other, "--by", by, "--reason", " ").code == INPUT
    assert ready("deliveries", "drop", other, "--by", by, "--reason", "Told by hand.").code == 0
    assert state(ready, other)[0] == "skipped"
    late = ready("deliveries", "retry", other, "--by", by)
    assert late.code == REFUSED
    assert f"{by} gave it up on" in late.err
    assert "gave it up: Told by hand." in ready("deliveries", "show", other).out
    assert ready("deliveries", "retry", failed, "--by", "Nobody").code == REFUSED
    assert ready("deliveries", "drop", other, "--by", by).code == USAGE


def test_all_that_halted_is_sent_again(ready: Shell) -> None:
    by = administrator(ready)
    halted, failed = letter(ready, "halted"), letter(ready, "failed")
    for wrong in (
        (),
        (halted, "--all-halted"),
        (halted, "--channel", "police-learning"),
    ):
        assert ready("deliveries", "retry", *wrong, "--by", by).code == USAGE
    ended = ready("deliveries", "retry", "--all-halted", "--channel", "nowhere", "--by", by)
    assert ended.code == REFUSED
    ended = ready("deliveries", "retry", "--all-halted", "--workspace", "police-slack", "--by", by)
    assert ended.out == "1 halted delivery is sent again.\n"
    assert (state(ready, halted)[0], state(ready, failed)[0]) == ("planned", "failed")
