"""What a person's own record holds, in the words that people read."""

from typing import get_args

import pytest

from bot.store.cascade.cascades import CascadeState
from bot.store.delivery.deliveries import State
from bot.store.evidence.audit import Act
from bot.web.held_words import HeldWords
from config.directory import Directory
from config.located import Located
from content.held import Entry, HeldKind
from content.templating import phrase_keys
from handlers.events import MemberEvent
from handlers.ports import Role
from schedules.kinds import Kind

DIRECTORY = """
partnership: Northshire
agencies: [{key: police, name: Police & Co, sector: police, head_count: 9}]
workspaces: [{key: north, platform: slack, id: T1, agency: police}]
channels: [{key: police-team, agency: police, workspace: north, id: C1, name: "#police"}]
"""


@pytest.mark.parametrize(
    ("kind", "entry", "words"),
    [
        (
            HeldKind.DID,
            {"detail": {"question": "q1", "chosen": ["a", "b"], "fits": False}},
            "Name of the question: q1\nLetters of your answer: a, b\nFitted practice: No",
        ),
        (HeldKind.MESSAGES, {"slot": "2026-W45"}, "Week 45 of 2026"),
        (HeldKind.MESSAGES, {"slot": "2026-11-02"}, "2 November 2026"),
        (HeldKind.MESSAGES, {"slot": "reminder 2"}, "Reminder 2"),
        (HeldKind.MESSAGES, {"slot": "handed 20261102T090000.1"}, "Handed over to you"),
        (HeldKind.MESSAGES, {"slot": "2"}, "Number 2"),
        (
            HeldKind.PASSED_ON,
            {"told": {"on": "2026-11-02", "method": "team meeting"}},
            "When: 2 November 2026\nHow: Team meeting",
        ),
        (HeldKind.QUERIES, {"warnings": ["name", "NHS number"]}, "Name, NHS number"),
        (HeldKind.DECISIONS, {"detail": {"from": {"at": "Monday"}}}, "From: at: Monday"),
    ],
)
def test_a_value_is_told_in_words(kind: HeldKind, entry: Entry, words: str) -> None:
    (field,) = entry
    assert HeldWords().value(kind, field, entry) == words


def test_keys_are_told_by_the_directorys_names() -> None:
    words = HeldWords(Directory.parse(Located("directory.yaml", DIRECTORY), platforms=["slack"]))
    entry: Entry = {"agency": "police", "channel": "police-team"}
    told = [words.value(HeldKind.COULD_SEE, field, entry) for field in entry]
    assert told == ["Police & Co", "#police"]
    assert words.value(HeldKind.DID, "agency", {"agency": "closed-since"}) == "closed-since"


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("held_did", [kind.__name__.lower() for kind in get_args(MemberEvent)]),
        ("held_act", [act.name.lower() for act in Act]),
        ("role", [role.value.replace(" ", "_") for role in Role]),
        ("letter_kind", [kind.name.lower() for kind in Kind]),
        ("state", [state.value for state in State]),
        ("held_hand", [*(state.value for state in CascadeState), "taken_over", "given_up"]),
        ("held_about", ["question", "unsure"]),
    ],
)
def test_every_value_that_there_is_has_its_words(table: str, values: list[str]) -> None:
    assert {f"{table}.{value}" for value in values} <= phrase_keys()
