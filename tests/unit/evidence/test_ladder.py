"""Each rung stands on its own, with its denominator; what would expose a person is held back."""

from dataclasses import replace

from bot.evidence.ladder import Counted, Rung, RungCount, build_ladder

LARGE = Counted(
    posts=2,
    posts_delivered=1,
    eligible=40,
    opened=30,
    acknowledged=25,
    answered=20,
    understood=12,
    queries=3,
    joined_later=1,
)
SMALL = replace(LARGE, eligible=6, opened=4, acknowledged=3, answered=3, understood=0, queries=0)
TOTAL = replace(LARGE, eligible=46, opened=34, acknowledged=28, answered=23, understood=12)


def test_a_large_agency_shows_every_rung() -> None:
    ladder = build_ladder({"police": LARGE}, LARGE, asks=True, threshold=5)
    assert ladder.agencies["police"].rungs == {
        Rung.DELIVERED: RungCount(1, 2),
        Rung.OPENED: RungCount(30, 40),
        Rung.ACKNOWLEDGED: RungCount(25, 40),
        Rung.ANSWERED: RungCount(20, 40),
        Rung.UNDERSTOOD: RungCount(12, 40),
    }
    assert ladder.agencies["police"].rungs[Rung.UNDERSTOOD].non_response == 28
    assert ladder.total.rungs[Rung.UNDERSTOOD] == RungCount(12, 40)
    assert (ladder.total.queries, ladder.total.joined_later) == (3, 1)


def test_a_small_agency_is_held_back_and_so_is_the_total_that_would_give_it_away() -> None:
    ladder = build_ladder({"school": SMALL, "police": LARGE}, TOTAL, asks=True, threshold=5)
    school = ladder.agencies["school"].rungs
    assert school[Rung.OPENED] == RungCount(4, 6)
    assert school[Rung.ANSWERED] == RungCount(None, 6, suppressed=True)
    assert school[Rung.UNDERSTOOD] == RungCount(None, 6, suppressed=True)
    assert school[Rung.UNDERSTOOD].non_response is None
    assert ladder.agencies["police"].rungs[Rung.UNDERSTOOD] == RungCount(12, 40)
    assert ladder.total.rungs[Rung.UNDERSTOOD] == RungCount(None, 46, suppressed=True)
    assert list(ladder.agencies) == ["police", "school"]


def test_many_small_agencies_together_show_a_total() -> None:
    small = {
        f"school-{number}": replace(SMALL, answered=4, understood=number % 5)
        for number in range(10)
    }
    total = replace(TOTAL, eligible=60, answered=40, understood=20)
    ladder = build_ladder(small, total, asks=True, threshold=5)
    assert all(a.rungs[Rung.UNDERSTOOD].suppressed for a in ladder.agencies.values())
    assert ladder.total.rungs[Rung.UNDERSTOOD] == RungCount(20, 60)


def test_a_person_in_two_agencies_withholds_the_total_beside_something_held_back() -> None:
    small = {
        f"school-{number}": replace(SMALL, answered=4, understood=number % 5)
        for number in range(10)
    }
    total = replace(TOTAL, eligible=59, answered=40, understood=20)
    ladder = build_ladder(small, total, asks=True, threshold=5)
    assert ladder.total.rungs[Rung.UNDERSTOOD].suppressed


def test_a_briefing_without_questions_has_no_rungs_for_answers() -> None:
    ladder = build_ladder({"police": LARGE}, LARGE, asks=False, threshold=5)
    assert list(ladder.total.rungs) == [Rung.DELIVERED, Rung.OPENED, Rung.ACKNOWLEDGED]
