"""When digests go out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.now import LONDON
from schedules.digests import began, is_due, is_fortnight, next_due, week_of
from schedules.followups import days_after

MOMENTS = st.integers(0, 9 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T16:59", True),
        ("2026-11-23T17:00", False),
        ("2026-11-22T10:00", False),
        ("2026-11-24T10:00", False),
        ("2026-07-06T09:00", True),
        ("2026-07-06T08:30", False),
    ],
)
def test_they_go_out_on_mondays_within_working_hours(moment: str, due: bool) -> None:  # noqa: FBT001
    assert is_due(london(moment)) is due


@pytest.mark.parametrize(
    ("moment", "ahead"),
    [
        ("2026-11-23T08:00", "2026-11-23T09:00"),
        ("2026-11-23T09:00", "2026-11-30T09:00"),
        ("2026-11-28T12:00", "2026-11-30T09:00"),
        # Across both clock changes it is nine by the clock on the wall.
        ("2026-10-20T12:00", "2026-10-26T09:00"),
        ("2027-03-24T12:00", "2027-03-29T09:00"),
    ],
)
def test_the_next_time(moment: str, ahead: str) -> None:
    assert next_due(london(moment)) == london(ahead)


def test_a_day_begins_at_midnight_in_london() -> None:
    assert began(london("2026-11-23T09:30")) == london("2026-11-23T00:00")
    assert began(london("2026-07-06T00:30")) == london("2026-07-06T00:00")


def test_a_week_is_named_by_its_own_year() -> None:
    assert week_of(london("2026-11-23T09:00")) == "2026-W48"
    assert week_of(london("2027-01-03T09:00")) == "2026-W53"
    assert week_of(london("2027-01-04T09:00")) == "2027-W01"


def test_fortnights_go_on_over_the_turn_of_the_year() -> None:
    monday = london("2026-12-07T09:00")
    turns = [is_fortnight(monday + timedelta(weeks=week)) for week in range(8)]
    assert turns in ([True, False] * 4, [False, True] * 4)


@given(MOMENTS)
def test_the_next_time_is_due_ahead_and_within_a_week(moment: datetime) -> None:
    ahead = next_due(moment)
    assert moment < ahead <= moment + timedelta(days=7, hours=1)
    assert is_due(ahead)
    assert ahead.tzinfo is UTC
    assert week_of(ahead) != week_of(ahead - timedelta(hours=10))


@given(MOMENTS)
def test_every_other_week_is_the_fortnights(moment: datetime) -> None:
    assert is_fortnight(moment) is not is_fortnight(days_after(moment, 7))
    assert is_fortnight(moment) is is_fortnight(days_after(moment, 14))
