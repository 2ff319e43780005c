"""The tally's bank holidays, worked out by rule, are those that England keeps."""

from datetime import date

import pytest

from benchmarks.loop.tally.holidays import bank_holidays, easter_sunday
from config.calendar import Nation
from schedules.holidays import bank_holiday


@pytest.mark.parametrize(
    ("year", "on"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28))]
)
def test_easter_is_when_it_is(year: int, on: tuple[int, int]) -> None:
    assert easter_sunday(year) == date(year, *on)


def test_a_holiday_on_a_weekend_is_made_up_for() -> None:
    closed = bank_holidays(2027)
    assert {date(2027, 12, 27), date(2027, 12, 28)} <= closed
    assert date(2027, 12, 29) not in closed


@pytest.mark.parametrize("year", range(2024, 2041))
def test_both_ways_to_know_them_agree_on_working_days(year: int) -> None:
    first = date(year, 1, 1).toordinal()
    days = [date.fromordinal(number) for number in range(first, first + 365)]
    weekdays = [day for day in days if day.weekday() < 5]
    told = {day for day in weekdays if bank_holiday(day, Nation.ENGLAND)}
    assert bank_holidays(year) & set(weekdays) == told
