"""By when a briefing is to be passed on."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.calendar import Nation, Span, TermDates, Window
from config.now import LONDON
from content.waiting import moved_words
from schedules.calendar import Calendar
from schedules.cascade import Deadline, deadline
from schedules.followups import MOST_CASCADE_DAYS, CascadePlan
from tests.unit.schedules.calendars import calendars, moments

PLAN = CascadePlan()
SCHOOL = Calendar(
    terms=TermDates(
        key="north",
        name="Northshire schools' term dates",
        terms=(
            Span(starts=date(2026, 9, 2), ends=date(2026, 12, 18)),
            Span(starts=date(2027, 1, 5), ends=date(2027, 3, 25)),
        ),
    )
)


def test_a_deadline_on_an_open_day_is_left() -> None:
    posted = datetime(2026, 11, 3, 9, tzinfo=LONDON)
    day = date(2026, 11, 17)
    assert deadline(PLAN, posted, Calendar()) == Deadline(day, day)


@pytest.mark.parametrize(
    ("calendar", "posted", "says"),
    [
        (
            Calendar(),
            datetime(2026, 12, 11, 9, tzinfo=LONDON),
            (
                "Moved from Friday 25 December 2026 to Tuesday 29 December 2026: Christmas Day is a"
                " bank holiday in England; Boxing Day is a bank holiday in England; Boxing Day"
                " (substitute day) is a bank holiday in England."
            ),
        ),
        (
            SCHOOL,
            datetime(2026, 12, 10, 9, tzinfo=LONDON),
            (
                "Moved from Thursday 24 December 2026 to Tuesday 5 January 2027: by Northshire"
                " schools' term dates the schools are closed; Christmas Day is a bank holiday in"
                " England; Boxing Day is a bank holiday in England; Boxing Day (substitute day) is"
                " a bank holiday in England; New Year's Day is a bank holiday in England."
            ),
        ),
        (
            Calendar(nation=Nation.SCOTLAND),
            datetime(2026, 11, 14, 9, tzinfo=LONDON),
            (
                "Moved from Saturday 28 November 2026 to Tuesday 1 December 2026: Saturday is not"
                " one of the agency's working days; Saint Andrew's Day is a bank holiday in"
                " Scotland."
            ),
        ),
    ],
)
def test_what_moves_a_deadline_is_told(calendar: Calendar, posted: datetime, says: str) -> None:
    it = deadline(PLAN, posted, calendar)
    assert moved_words(it.planned, it.day, it.why) == says


def test_whoever_works_round_the_clock_has_the_plan_s_own_day() -> None:
    posted = datetime(2026, 12, 11, 9, tzinfo=LONDON)
    always = Calendar(window=Window.parse("always"))
    assert deadline(PLAN, posted, always).day == date(2026, 12, 25)


@settings(max_examples=300, deadline=None)
@given(calendars, moments, st.integers(1, MOST_CASCADE_DAYS))
def test_it_is_the_first_open_day_from_the_plan_s_on(
    calendar: Calendar, posted: datetime, days: int
) -> None:
    it = deadline(CascadePlan(within_days=days), posted, calendar)
    assert it.planned == posted.astimezone(LONDON).date() + timedelta(days=days)
    assert it.day >= it.planned
    assert calendar.open_day(it.day)
    between = (it.day - it.planned).days
    assert not any(calendar.open_day(it.planned + timedelta(days=n)) for n in range(between))
    assert bool(it.why) == (it.day != it.planned)
