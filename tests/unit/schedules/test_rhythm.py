"""How often a recurring plan comes."""

from datetime import UTC, datetime, timedelta

import pytest

from schedules.plan import Recurring
from schedules.rhythm import more_than_daily

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "cron",
    [
        "* * * * *",
        "*/30 9 * * *",
        "0,1 9 * * mon",
        "0 9,15 * * *",
        "0 * * * sun",
        "0 0,23 * * sat,sun",
        "0 9,15 1 jan *",
        "0 9,15 29 feb *",
        "0 9-10 last * *",
    ],
)
@pytest.mark.parametrize("hours", [0, 1, 7, 14, 24])
def test_several_on_one_day(cron: str, hours: int) -> None:
    """Whenever it is written down, be it between the two moments of a day."""
    assert more_than_daily(Recurring(cron, NOW + timedelta(hours=hours)))


@pytest.mark.parametrize(
    "cron",
    ["0 9 * * *", "0 9 * * mon-fri", "30 1 * * *", "59 23 * * *", "0 9 1,15 * *", "0 9 29 feb *"],
)
def test_once_a_day_at_most(cron: str) -> None:
    assert not more_than_daily(Recurring(cron, NOW))


def test_the_day_on_which_the_clocks_go_forward_makes_one_of_two() -> None:
    """01:15 and 01:45 do not exist on 28 March 2027: both fall at 02:00."""
    saturday = datetime(2027, 3, 27, 1, 30, tzinfo=UTC)
    assert more_than_daily(Recurring("15,45 1 * * *", saturday))


def test_the_day_on_which_the_clocks_go_back_does_not_make_two_of_one() -> None:
    saturday = datetime(2027, 10, 30, 9, 0, tzinfo=UTC)
    assert not more_than_daily(Recurring("30 1 * * *", saturday))


def test_a_plan_that_comes_once_and_ends() -> None:
    assert not more_than_daily(Recurring("0 9,15 * * *", NOW, NOW + timedelta(hours=1)))
