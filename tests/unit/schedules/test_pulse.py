"""When a survey is reminded of, and when practitioners are asked what has changed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.calendar import Window
from config.now import LONDON
from schedules.calendar import PARTNERSHIP, Calendar
from schedules.followups import PracticePlan
from schedules.pulse import practice_span, remind_at

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given


def test_a_survey_of_ten_days_is_reminded_of_once_in_working_hours() -> None:
    # Six of ten days on it is a Sunday: the Monday after, at eight.
    assert remind_at(MONDAY, MONDAY + timedelta(days=10), PARTNERSHIP) == datetime(
        2026, 11, 9, 8, 0, tzinfo=UTC
    )


def test_a_short_survey_is_not_reminded_of() -> None:
    assert remind_at(MONDAY, MONDAY + timedelta(days=2, hours=23), PARTNERSHIP) is None
    friday = MONDAY + timedelta(days=4)
    # Nobody works before it closes.
    assert remind_at(friday + timedelta(hours=12), friday + timedelta(days=3), PARTNERSHIP) is None
    never = Calendar(window=Window.parse("mon 08:00-18:00"))
    assert remind_at(MONDAY, MONDAY + timedelta(days=6), never) is None


@given(opens=moments, days=st.floats(0.1, 60))
def test_a_reminder_falls_into_the_time_and_into_working_hours(
    opens: datetime, days: float
) -> None:
    closes = opens + timedelta(days=days)
    moment = remind_at(opens, closes, PARTNERSHIP)
    if moment is not None:
        assert opens < moment < closes
        assert PARTNERSHIP.allows(moment)


def test_people_are_asked_seven_weeks_after_the_post_at_the_same_time_of_the_day() -> None:
    posted = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)  # half past ten in London's summer
    opens, closes = practice_span(PracticePlan(), posted, PARTNERSHIP)
    assert opens.astimezone(LONDON).replace(tzinfo=None) == datetime(2026, 11, 9, 10, 30)  # noqa: DTZ001 - a wall clock's reading
    assert closes - opens == timedelta(days=10)


def test_on_a_day_off_they_are_asked_on_the_next_working_morning() -> None:
    saturday = datetime(2026, 11, 7, 12, 0, tzinfo=UTC)
    opens, _ = practice_span(PracticePlan(after_days=7), saturday, PARTNERSHIP)
    assert opens == datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
