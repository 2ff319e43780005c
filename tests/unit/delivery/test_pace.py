"""No window is ever filled beyond its count, a refusal slows just what it is about, and what is
permitted is used."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pace import CALM, QUICKENED, SLOWED, SLOWEST, TOGETHER, Made, Pace, Resting
from bot.platforms.limits import Call, Limits, Window

TEAMS = (Window(7, 1), Window(8, 2), Window(60, 30), Window(1800, 3600))
WINDOWS = st.lists(
    st.builds(Window, st.integers(1, 40), st.sampled_from([0.5, 1.0, 2.0, 30.0])),
    min_size=1,
    max_size=4,
).map(tuple)


def line_sends(pace: Pace, wanted: list[float], took: float) -> list[tuple[float, float]]:
    """When messages to one destination go out that are wanted at these moments, one after the
    other, and when each is answered."""
    out: list[tuple[float, float]] = []
    free = 0.0
    for moment in wanted:
        at = max(moment, free, pace.line_free_at("C1"))
        pace.arrived("C1", at + took)
        out.append((at, at + took))
        free = at + took
    return out


@settings(deadline=None)
@given(
    windows=WINDOWS | st.just(TEAMS),
    gaps=st.lists(st.sampled_from([0.0, 0.0, 0.01, 0.3, 1.0, 5.0]), min_size=1, max_size=120),
    took=st.sampled_from([0.0, 0.05, 0.7]),
    lag=st.data(),
)
def test_no_window_of_a_destination_is_ever_filled_whatever_the_network_does(
    windows: tuple[Window, ...], gaps: list[float], took: float, lag: st.DataObject
) -> None:
    moment, wanted = 100.0, list[float]()
    for gap in gaps:
        moment += gap
        wanted.append(moment)
    sent = line_sends(Pace(Limits(windows, ())), wanted, took)
    shares = lag.draw(st.lists(st.floats(0, 1), min_size=len(sent), max_size=len(sent)))
    came = [a + (b - a) * share for (a, b), share in zip(sent, shares, strict=True)]
    for window in windows:
        for index, first in enumerate(came):
            within = [each for each in came[index:] if each - first < window.seconds - 1e-6]
            assert len(within) <= window.count


@settings(deadline=None)
@given(
    windows=WINDOWS,
    own=WINDOWS,
    calls=st.lists(
        st.tuples(st.sampled_from(list(Call)), st.sampled_from([0.0, 0.01, 0.4])), max_size=120
    ),
)
def test_no_window_of_a_workspace_is_ever_filled(
    windows: tuple[Window, ...], own: tuple[Window, ...], calls: list[tuple[Call, float]]
) -> None:
    pace = Pace(Limits((), windows, private=own, updates=own, rosters=own))
    at, made = 100.0, list[tuple[Call, float]]()
    for call, gap in calls:
        at = max(at + gap, pace.call_free_at(call, at + gap))
        pace.called(call, at)
        made.append((call, at))
    gates = [
        (own, [when for it, when in made if it is call]) for call in Call if call is not Call.POST
    ]
    gates.append((windows, [when for it, when in made if it is not Call.ROSTER]))
    for limits, times in gates:
        for window in limits:
            for index, first in enumerate(times):
                within = [each for each in times[index:] if each - first < window.seconds - 1e-6]
                assert len(within) <= window.count


@pytest.mark.parametrize(
    ("windows", "seconds", "permitted"),
    [((Window(1, 1),), 60, 60), (TEAMS, 30, 60), (TEAMS, 3600, 1800), ((Window(25, 1),), 10, 250)],
)
def test_what_is_permitted_is_used_to_the_full(
    windows: tuple[Window, ...], seconds: float, permitted: int
) -> None:
    sent = line_sends(Pace(Limits(windows, ())), [0.0] * (permitted + 1), 0.0)
    assert sent[permitted - 1][0] < seconds <= sent[permitted][0]


def test_without_limits_nothing_waits_and_nothing_is_kept() -> None:
    pace = Pace(Limits((), ()))
    for at in range(1000):
        assert pace.line_free_at("C1") == -inf
        pace.arrived("C1", at)
        pace.called(Call.POST, at)
    assert pace.call_free_at(Call.POST, 0.0) == -inf
    assert not pace._lines


def test_what_an_earlier_driver_sent_counts() -> None:
    limits = Limits((Window(1, 1.0),), (Window(2, 10.0),), updates=(Window(1, 60.0),))
    made = [
        Made("C1", (Call.ROSTER, Call.POST), called=99.5, answered=99.75),
        Made("C2", (Call.UPDATE,), called=99.8, answered=99.8),
    ]
    pace = Pace(limits, sent=made)
    assert pace.line_free_at("C1") == 100.75
    assert pace.line_free_at("C3") == -inf
    assert pace.call_free_at(Call.POST, 100.0) == 109.5
    assert pace.call_free_at(Call.UPDATE, 100.0) == 159.8


def test_a_call_comes_after_those_that_go_before_it() -> None:
    limits = Limits((), (Window(3, 1.0),), updates=(Window(2, 60.0),))
    pace = Pace(limits)
    pace.called(Call.UPDATE, 100.0)
    assert pace.call_free_at(Call.UPDATE, 100.0) == -inf
    assert pace.call_free_at(Call.UPDATE, 100.0, like_it=1, messages=1) == 160.0
    assert pace.call_free_at(Call.UPDATE, 100.0, like_it=2, messages=2) == 160.0
    assert pace.call_free_at(Call.UPDATE, 100.0, like_it=3, messages=3) == 220.0
    assert pace.call_free_at(Call.POST, 100.0, messages=2) == 101.0
    assert pace.call_free_at(Call.POST, 100.0, messages=3) == 101.0
    assert pace.call_free_at(Call.POST, 100.0, messages=5) == 102.0
    assert pace.call_free_at(Call.ROSTER, 100.0, messages=3) == -inf


def test_one_refusal_closes_one_destination() -> None:
    pace = Pace(Limits((), ()))
    assert not pace.refused("C1", 100.0, 130.0, everywhere=False)
    assert not pace.refused("C1", 101.0, 120.0, everywhere=False)
    assert pace.line_free_at("C1") == 130.0
    assert pace.line_free_at("C2") == -inf
    assert pace.call_free_at(Call.POST, 100.0) == -inf
    pace.forget(129.0)
    assert pace.resting.lines == {"C1": 130.0}
    pace.forget(130.0)
    assert pace.resting.lines == {}


def test_refusals_of_several_destinations_are_the_workspaces() -> None:
    pace = Pace(Limits((), (Window(10, 1.0),)))
    assert not pace.refused("C1", 100.0, 110.0, everywhere=False)
    assert not pace.refused("C2", 100.0 + TOGETHER, 111.0, everywhere=False)
    assert not pace.refused("C3", 101.0 + TOGETHER, 115.0, everywhere=False)
    assert not pace.refused("C3", 101.5 + TOGETHER, 116.0, everywhere=False)
    assert pace.call_free_at(Call.POST, 111.0) == -inf
    assert pace.resting.share == 1.0
    assert pace.refused("C4", 102.0 + TOGETHER, 140.0, everywhere=False)
    assert pace.call_free_at(Call.POST, 112.0) == 140.0
    assert pace.resting.share == SLOWED


def test_a_workspace_slows_at_refusals_and_gets_its_pace_back_with_time() -> None:
    pace = Pace(Limits((), (Window(1, 1.0),)))
    pace.refused("C1", 100.0, 101.0, everywhere=True)
    pace.called(Call.POST, 101.0)
    assert pace.call_free_at(Call.POST, 101.0) == 101.0 + 1.0 / SLOWED
    for _ in range(9):  # all of them were under way when the rest began
        pace.refused("C1", 100.5, 101.0, everywhere=True)
    assert pace.resting.share == SLOWED
    for _ in range(9):
        pace.resting.until = 101.0
        pace.refused("C1", 101.0, 102.0, everywhere=True)
    assert pace.resting.share == SLOWEST
    assert pace.call_free_at(Call.POST, 102.0) == pytest.approx(101.0 + 1.0 / SLOWEST)
    later = 102.0 + CALM * 3
    assert pace.call_free_at(Call.POST, later) == pytest.approx(
        101.0 + 1.0 / (SLOWEST + 3 * QUICKENED)
    )
    assert pace.call_free_at(Call.POST, later + CALM * 20) == pytest.approx(102.0)


def test_the_pace_comes_back_though_drivers_change_more_often_than_it_grows() -> None:
    heard = Resting()
    Pace(Limits((), (Window(1, 1.0),)), heard).refused("C1", 100.0, 101.0, everywhere=True)
    for shift in range(40):
        at = 101.0 + shift * CALM * 2 / 3
        pace = Pace(Limits((), (Window(1, 1.0),)), heard)
        pace.called(Call.POST, at)
        grown = min(1.0, SLOWED + QUICKENED * (shift * 2 // 3))
        assert pace.call_free_at(Call.POST, at) == pytest.approx(at + 1.0 / grown)
        heard = pace.resting


def test_who_is_refused_once_more_is_slowed_from_where_they_were() -> None:
    pace = Pace(Limits((), (Window(1, 1.0),)))
    pace.refused("C1", 100.0, 101.0, everywhere=True)
    pace.refused("C1", 101.0 + CALM * 2, 200.0, everywhere=True)
    assert pace.resting.share == pytest.approx((SLOWED + 2 * QUICKENED) * SLOWED)
    assert pace.resting.until == 200.0


def test_what_was_heard_before_holds_still() -> None:
    heard = Resting(0.5, 130.0, {"C1": 140.0})
    pace = Pace(Limits((), (Window(1, 1.0),)), heard)
    assert pace.call_free_at(Call.UPDATE, 100.0) == 130.0
    assert pace.line_free_at("C1") == 140.0


def test_destinations_of_which_nothing_matters_are_forgotten() -> None:
    pace = Pace(Limits((Window(1, 1.0), Window(5, 60.0)), ()))
    for number in range(100):
        pace.arrived(f"C{number}", 100.0 + number)
    pace.forget(160.0 + 49)
    assert len(pace._lines) == 50


def test_edits_and_rosters_rest_by_themselves() -> None:
    pace = Pace(Limits((), ()))
    pace.rest(Call.UPDATE, 130.0)
    pace.rest(Call.UPDATE, 120.0)
    assert pace.call_free_at(Call.UPDATE, 100.0) == 130.0
    assert pace.call_free_at(Call.POST, 100.0) == pace.line_free_at("C1") == -inf
