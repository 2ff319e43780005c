"""Two counts held against each other."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.demo.show import Figures
from bot.demo.tally import Comparison, compare, witnessed
from bot.evidence.ladder import Ladder
from bot.sandbox.scenario import Seen
from bot.sandbox.world import Attempt, SandboxChannel
from bot.store.evidence.audit import Kept
from content.compose.pause import NOBODY

CHANNELS = {
    key: SandboxChannel("north", key, key, agency, ())
    for key, agency in (("C1", "police"), ("C2", "police"), ("C3", "school"))
}
SEEN = {
    "C1": Seen(
        opened={"a", "b"},
        acknowledged={"a"},
        first_answers={("a", 1): True, ("a", 2): False, ("b", 1): True},
        queries={("a", "Why?"), ("a", "When?")},
    ),
    "C2": Seen(opened={"c"}),
}
FACTS = {
    ("police", "opened"): 3,
    ("police", "acknowledged"): 1,
    ("police", "queried"): 2,
    ("police", "first answer fits"): 2,
    ("police", "first answer"): 1,
    ("police", "delivered"): 2,
    ("school", "delivered"): 1,
}
POSTS = Counter({"C1": 1, "C2": 1, "C3": 1})
DELIVERIES = Counter({"d1": 1, "d2": 1, "d3": 1})
KEPT = Kept(FACTS, {"delivered": 3})


def compared(kept: Kept = KEPT, deliveries: Counter[str] = DELIVERIES) -> Comparison:
    return compare(SEEN, CHANNELS, POSTS, deliveries, kept)


def test_what_people_saw() -> None:
    counted = witnessed(SEEN, CHANNELS)
    assert +counted == Counter({what: n for what, n in FACTS.items() if what[1] != "delivered"})


def test_all_is_well() -> None:
    assert compared() == Comparison(0, 0, ())


@pytest.mark.parametrize("what", FACTS)
def test_a_lost_fact_is_told(what: tuple[str, str]) -> None:
    found = compared(Kept({**FACTS, what: FACTS[what] - 1}, {}))
    saw, kept = FACTS[what], FACTS[what] - 1
    words = f"{what[0]}: {what[1]}: people saw {saw}, the database has {kept}"
    assert found == Comparison(1, 0, (words,))


def test_a_doubled_and_an_unseen_fact_are_told() -> None:
    found = compared(Kept({**FACTS, ("police", "opened"): 5, ("school", "opened"): 1}, {}))
    assert (found.lost, found.duplicates) == (0, 3)
    assert found.troubles == (
        "police: opened: people saw 3, the database has 5",
        "school: opened: people saw 0, the database has 1",
    )


def test_one_lost_and_one_doubled_do_not_cancel_out() -> None:
    found = compared(Kept({**FACTS, ("police", "opened"): 2, ("police", "queried"): 3}, {}))
    assert (found.lost, found.duplicates) == (1, 1)


def test_a_post_that_came_twice_is_told() -> None:
    found = compared(deliveries=Counter({"d1": 3, "d2": 1}))
    assert found == Comparison(0, 2, ("the delivery d1 was posted 3 times",))


def test_a_message_to_one_person_is_no_post_of_the_briefing() -> None:
    """It is held to one thing: it came once."""
    private = Counter({**POSTS, "D1": 1})
    assert compare(SEEN, CHANNELS, private, Counter({"d4": 1}), KEPT) == Comparison(0, 0, ())
    own_page = Counter({str(NOBODY): 5})
    assert compare(SEEN, CHANNELS, private, own_page, KEPT) == Comparison(0, 0, ())
    twice = Counter({"d4": 2})
    found = compare(SEEN, CHANNELS, Counter({**POSTS, "D1": 2}), twice, KEPT)
    assert found == Comparison(0, 1, ("the delivery d4 was posted 2 times",))


def test_what_people_complained_of_is_told() -> None:
    seen = {"C3": Seen(troubles=["a: 'Read it' showed Refusal"])}
    found = compare(seen, CHANNELS, Counter(), Counter(), Kept({}, {}))
    assert found == Comparison(0, 0, ("a: 'Read it' showed Refusal",))


def figures(**changed: object) -> Figures:
    good = Figures(
        kept=Kept(FACTS, {"delivered": 3}),
        ladder=Ladder({}, None),  # pyright: ignore[reportArgumentType]
        comparison=Comparison(0, 0, ()),
        attempts=[Attempt("forged", 401), Attempt("for nobody", 404)],
        seconds=1.25,
    )
    return replace(good, **changed)  # pyright: ignore[reportArgumentType]


def test_good_figures_have_no_troubles() -> None:
    assert figures().troubles == []
    assert figures().sentence() == (
        "3 deliveries, 0 facts lost, 0 doubled, 2 of 2 forged or stale requests refused, 1.2 s."
    )


@pytest.mark.parametrize("status", [200, 302, 500, 503])
def test_a_request_that_was_not_refused_is_told(status: int) -> None:
    """Falling over is not refusing."""
    found = figures(attempts=[Attempt("forged", status), Attempt("stale", 401)])
    assert found.troubles == ["the request 'forged' was let in"]
    assert "1 of 2 forged or stale" in found.sentence()


@pytest.mark.parametrize("state", ["unconfirmed", "failed", "halted", "skipped", "waiting"])
def test_a_delivery_without_success_is_told(state: str) -> None:
    assert figures(kept=Kept({}, {"delivered": 1, state: 2})).troubles == [f"deliveries: 2 {state}"]
