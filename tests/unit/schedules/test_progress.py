"""When a post may say that more than half have read it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.now import LONDON
from schedules.progress import ENDS, STARTS, began, is_due, next_due

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(MOMENTS)
def test_it_is_looked_at_once_a_day_in_the_day(moment: datetime) -> None:
    ahead = next_due(moment)
    assert moment < ahead <= moment + timedelta(hours=25)
    assert ahead.astimezone(LONDON).time() == STARTS
    assert is_due(ahead)
    assert is_due(moment) == (STARTS <= moment.astimezone(LONDON).time() < ENDS)


@given(MOMENTS)
def test_what_was_read_today_counts_tomorrow(moment: datetime) -> None:
    began_at = began(moment)
    assert began_at <= moment
    assert began_at.astimezone(LONDON).time().isoformat() == "00:00:00"
    assert moment - began_at < timedelta(hours=25)
