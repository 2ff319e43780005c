"""The proof's own count sees what it is there to see."""

from dataclasses import replace
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest

from benchmarks.proof import faults, kills, memory
from benchmarks.proof.counts import Count
from benchmarks.proof.partnership import Shape, build
from bot.sandbox.world import Tally
from bot.store.people.identity import IdentityKey
from config.directory import Directory
from config.located import Located


class Row(NamedTuple):
    id: UUID
    dissemination: UUID
    workspace: str
    state: str
    reason: str | None


class Fact(NamedTuple):
    delivery: UUID


class Kept(NamedTuple):
    dissemination: UUID
    lookup: bytes
    question: str
    facts: int


ONE = uuid4()
KEY = IdentityKey(bytes(32))


def row(identity: UUID = ONE, state: str = "delivered", reason: str | None = None) -> Row:
    return Row(identity, uuid4(), "open", state, reason)


def counted(rows: list[Row], posted: dict[UUID, int], facts: list[UUID], expected: int = 1):
    tally = Tally()
    tally.deliveries.update({str(key): times for key, times in posted.items()})
    count = Count(tally, frozenset({"open"}), expected)
    found = count.deliveries(rows, [Fact(delivery) for delivery in facts])
    return found.lost, found.doubled, found.unconfirmed_readable


def test_what_went_well_is_neither_lost_nor_doubled() -> None:
    assert counted([row()], {ONE: 1}, [ONE]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("rows", "posted", "facts", "expected"),
    [
        ([], {}, [], (1, 0, 0)),  # it was never made
        ([row(state="planned")], {}, [], (1, 0, 0)),  # it never went out
        ([row(state="claimed")], {ONE: 1}, [], (1, 0, 0)),  # nobody is told what became of it
        ([row()], {}, [ONE], (1, 0, 0)),  # told as delivered, and not there
        ([row()], {ONE: 1}, [], (1, 0, 0)),  # its fact is missing
        ([row(state="failed")], {}, [], (1, 0, 0)),  # given up without a word
        ([row(state="failed", reason="Why.")], {}, [], (0, 0, 0)),
        ([row()], {ONE: 2}, [ONE], (0, 1, 0)),  # posted twice
        ([row()], {ONE: 1}, [ONE, ONE], (0, 1, 0)),  # one fact twice
        ([row()], {ONE: 1, uuid4(): 1}, [ONE], (0, 1, 0)),  # a post that nobody planned
        ([row(state="unconfirmed", reason="Look.")], {ONE: 1}, [], (0, 0, 1)),
    ],
)
def test_what_went_wrong_is_seen(
    rows: list[Row], posted: dict[UUID, int], facts: list[UUID], expected: tuple[int, int, int]
) -> None:
    assert counted(rows, posted, facts) == expected


def test_answers_are_held_against_what_people_were_shown() -> None:
    sent = uuid4()
    shown = {(str(sent), "open", "U1", "q1"), (str(sent), "open", "U2", "q1")}
    first, second = (Kept(sent, KEY.lookup("open", account), "q1", 1) for account in ("U1", "U2"))
    count = Count(Tally(), frozenset(), 0)

    def found(*kept: Kept) -> tuple[int, int, int]:
        answered = count.answers(shown, kept, KEY)
        return answered.kept, answered.lost, answered.doubled

    assert found(first, second) == (2, 0, 0)
    assert found(first) == (1, 1, 0)
    assert found(first, second._replace(facts=2)) == (2, 0, 1)


FINE = {
    "lost": 0, "doubled": 0, "unconfirmed_where_it_may_look": 0, "kills": kills.LONG.kills,
    "deliveries": kills.LONG.deliveries, "answers": kills.LONG.answers, "settled": True,
}  # fmt: skip


def test_the_long_form_is_as_large_as_was_asked_for() -> None:
    assert kills.LONG.deliveries >= 5_000
    assert kills.LONG.answers >= 5_000
    assert kills.LONG.kills >= 100
    assert (memory.LONG.mark, memory.LONG.deliveries, memory.BAR) == (20_000, 100_000, 1.1)
    assert faults.LONG.away >= 60


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({}, None),
        ({"lost": 1}, "lost: 1, not 0"),
        ({"doubled": 2}, "doubled: 2, not 0"),
        ({"failed": 1}, "failed: 1, not 0"),
        ({"unconfirmed_where_it_may_look": 1}, "unconfirmed_where_it_may_look: 1, not 0"),
        ({"kills": 99}, "kills: 99, fewer than 100"),
        ({"settled": False}, "not everything was settled in time"),
    ],
)
def test_a_missed_bar_is_named(changed: dict[str, object], trouble: str | None) -> None:
    assert kills.troubles(FINE | changed, kills.LONG) == ([trouble] if trouble else [])


def test_a_fault_that_was_skipped_is_told_and_no_trouble() -> None:
    well = {"lost": 0, "doubled": 0, "unconfirmed_where_it_may_look": 0, "settled": True}
    assert faults.troubles({"slow": well, "disk_full": {"skipped": "why"}}) == []
    assert faults.troubles({"slow": well | {"lost": 3}}) == ["slow: lost 3"]
    assert faults.troubles({"disk_full": well | {"no_space_errors": 2}}) == []
    assert len(faults.troubles({"disk_full": well | {"no_space_errors": 0}})) == 1


def test_memory_that_grows_is_named() -> None:
    assert memory.troubles({"ratio": 1.1, "undelivered": 0}) == []
    assert len(memory.troubles({"ratio": 1.11, "undelivered": 1})) == 2


def test_the_partnership_is_one_that_the_bot_reads() -> None:
    shape = Shape(readable=2, unreadable=1, tenants=1, channels=3, members=2)
    made = build(shape)
    directory = Directory.parse(
        Located("directory.yaml", made.directory_yaml), platforms=("slack", "teams")
    )
    assert len(directory.workspaces) == shape.workspaces == 4
    assert len(directory.channels) == len(made.world.channels) == shape.all_channels
    assert {w.key for w in directory.workspaces if w.may_read_history} == made.readable
    assert build(shape).directory_yaml == made.directory_yaml
    assert build(replace(shape, channels=1)).directory_yaml != made.directory_yaml
