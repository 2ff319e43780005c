"""An allowance never fills a window beyond its count, and costs little of the steady rate."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pace import MARGIN, Allowance, allowance
from bot.platforms.base import Window

TEAMS = (Window(7, 1), Window(8, 2), Window(60, 30), Window(1800, 3600))
WINDOWS = st.lists(
    st.builds(Window, st.integers(1, 40), st.sampled_from([0.5, 1.0, 2.0, 30.0])),
    min_size=1,
    max_size=4,
).map(tuple)


def sent(allowed: Allowance, wanted: list[float]) -> list[float]:
    """When messages go out that are wanted at these moments, by the rule of the pace row."""
    ahead = (allowed.burst - 1) * allowed.spacing
    free = 0.0
    out: list[float] = []
    for moment in wanted:
        free = max(free, moment) + allowed.spacing
        out.append(max(moment, free - allowed.spacing - ahead))
    return out


@settings(deadline=None)
@given(
    windows=WINDOWS | st.just(TEAMS),
    gaps=st.lists(st.sampled_from([0.0, 0.0, 0.01, 0.3, 1.0, 5.0]), min_size=1, max_size=120),
)
def test_no_window_is_ever_filled_beyond_its_count(
    windows: tuple[Window, ...], gaps: list[float]
) -> None:
    moment, wanted = 100.0, list[float]()
    for gap in gaps:
        moment += gap
        wanted.append(moment)
    out = sent(allowance(windows), wanted)
    assert all(a <= b for a, b in pairwise(out))
    for window in windows:
        for index, first in enumerate(out):
            within = [each for each in out[index:] if each - first < window.seconds]
            assert len(within) <= window.count


@pytest.mark.parametrize(
    ("windows", "burst", "per_second"),
    [
        ((Window(1, 1),), 1, 1 / MARGIN),
        (TEAMS, 7, 0.4983 / MARGIN),
        ((Window(25, 1),), 3, 23 / MARGIN),
        ((), 1, float("inf")),
    ],
)
def test_the_platforms_windows(windows: tuple[Window, ...], burst: int, per_second: float) -> None:
    allowed = allowance(windows)
    assert allowed.burst == burst
    rate = 1 / allowed.spacing if allowed.spacing else float("inf")
    assert rate == pytest.approx(per_second, rel=1e-3)
