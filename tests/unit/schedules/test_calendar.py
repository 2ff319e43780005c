"""A moment moves to the next one that an agency's calendar allows, and says why."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.calendar import Nation, Window
from config.now import LONDON
from content.waiting import held_words
from schedules.calendar import Allowed, Calendar, day_began, next_day
from tests.unit.schedules.calendars import TERMS, ZONES, calendars, moments

USUAL = Calendar()
SCHOOL = Calendar(terms=TERMS)


def london(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=LONDON)  # pyright: ignore[reportArgumentType]


def told(calendar: Calendar, moment: datetime) -> str:
    found = calendar.next_allowed(moment)
    return held_words(found.at, calendar.zone, found.why)


def test_a_moment_that_is_allowed_is_left() -> None:
    moment = london(2027, 3, 30, 17, 59)
    assert USUAL.next_allowed(moment) == Allowed(moment)


@pytest.mark.parametrize(
    ("calendar", "moment", "says"),
    [
        (
            USUAL,
            london(2027, 3, 29, 9),
            (
                "Held until Tuesday 30 March 2027 at 08:00: Easter Monday is a bank holiday in"
                " England."
            ),
        ),
        (
            USUAL,
            london(2027, 3, 25, 18),
            (
                "Held until Tuesday 30 March 2027 at 08:00: the agency's hours are 08:00 to 18:00;"
                " Good Friday is a bank holiday in England; Easter Monday is a bank holiday in"
                " England."
            ),
        ),
        (
            Calendar(nation=Nation.SCOTLAND),
            london(2027, 3, 28, 9),
            (
                "Held until Monday 29 March 2027 at 08:00: Sunday is not one of the agency's"
                " working days."
            ),
        ),
        (
            Calendar(nation=Nation.NORTHERN_IRELAND),
            london(2027, 7, 12, 9),
            (
                "Held until Tuesday 13 July 2027 at 08:00: Battle of the Boyne is a bank holiday in"
                " Northern Ireland."
            ),
        ),
        # The year ends on a weekend of holidays, each with its substitute.
        (
            Calendar(nation=Nation.WALES),
            london(2027, 12, 27, 9),
            (
                "Held until Wednesday 29 December 2027 at 08:00: Christmas Day (substitute day) is"
                " a bank holiday in Wales; Boxing Day (substitute day) is a bank holiday in Wales."
            ),
        ),
        (
            SCHOOL,
            london(2027, 2, 17, 9),
            (
                "Held until Monday 22 February 2027 at 08:00: by Northshire schools' term dates the"
                " schools are closed."
            ),
        ),
        (
            Calendar(window=Window.parse("tue,thu 07:30-12:00")),
            london(2027, 2, 16, 12),
            "Held until Thursday 18 February 2027 at 07:30: the agency's hours are 07:30 to 12:00.",
        ),
        (
            Calendar(ZoneInfo("America/New_York")),
            london(2027, 2, 16, 10),
            (
                "Held until Tuesday 16 February 2027 at 13:00 London time, 08:00 in New York: the"
                " agency's hours are 08:00 to 18:00 in New York."
            ),
        ),
        (
            Calendar(ZoneInfo("Pacific/Kiritimati")),
            london(2027, 2, 19, 12),
            (
                "Held until Sunday 21 February 2027 at 18:00 London time, Monday 22 February 2027"
                " at 08:00 in Kiritimati: Saturday is not one of the agency's working days."
            ),
        ),
        # Where its clock shows London's time there is nothing to add.
        (
            Calendar(ZoneInfo("Europe/Jersey")),
            london(2027, 2, 18, 19),
            "Held until Friday 19 February 2027 at 08:00: the agency's hours are 08:00 to 18:00.",
        ),
    ],
)
def test_what_moves_it_is_told(calendar: Calendar, moment: datetime, says: str) -> None:
    assert told(calendar, moment) == says


def test_an_agency_reads_its_own_clock() -> None:
    kolkata = Calendar(ZoneInfo("Asia/Kolkata"))
    found = kolkata.next_allowed(london(2027, 2, 16, 13))
    assert found.at == datetime(2027, 2, 17, 2, 30, tzinfo=UTC)


def test_after_the_last_known_term_the_schools_are_taken_to_be_open() -> None:
    assert SCHOOL.allows(london(2027, 7, 22, 9))
    assert not SCHOOL.allows(london(2027, 1, 4, 9))
    assert SCHOOL.next_allowed(london(2026, 8, 3, 9)).at == london(2027, 1, 5, 8)


def test_always_is_always() -> None:
    always = Calendar(window=Window.parse("always"), terms=TERMS)
    for moment in (london(2027, 12, 25, 3), london(2027, 3, 28, 2), london(2028, 2, 29)):
        assert always.next_allowed(moment) == Allowed(moment)


@pytest.mark.parametrize(
    ("window", "moment", "opens"),
    [
        # Spring leaves out 01:00 to 02:00: it begins with what exists.
        ("mon-sun 01:30-05:00", "2027-03-28T00:10:00+00:00", "2027-03-28T02:00:00+01:00"),
        # A window that spring leaves out whole comes on the next day, here after Easter Monday.
        ("mon-sun 01:00-02:00", "2027-03-28T00:10:00+00:00", "2027-03-30T01:00:00+01:00"),
        # Autumn repeats 01:00 to 02:00: it begins twice.
        ("mon-sun 01:30-05:00", "2027-10-31T00:10:00+01:00", "2027-10-31T01:30:00+01:00"),
        ("mon-sun 01:30-05:00", "2027-10-31T01:10:00+00:00", "2027-10-31T01:30:00+00:00"),
        ("mon-sun 01:30-01:45", "2027-10-31T01:50:00+01:00", "2027-10-31T01:30:00+00:00"),
        ("tue 08:00-24:00", "2028-02-29T23:59:59+00:00", "2028-02-29T23:59:59+00:00"),
        ("tue 08:00-24:00", "2028-03-01T00:00:00+00:00", "2028-03-07T08:00:00+00:00"),
    ],
)
def test_clock_changes_and_leap_day(window: str, moment: str, opens: str) -> None:
    calendar = Calendar(window=Window.parse(window))
    assert calendar.next_allowed(datetime.fromisoformat(moment)).at == datetime.fromisoformat(opens)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-10-23 12:00", "2026-10-23 12:00"),
        ("2026-10-23 07:59", "2026-10-23 08:00"),
        ("2026-10-23 18:00", "2026-10-26 08:00"),
        ("2026-10-24 12:00", "2026-10-26 08:00"),
        ("2027-03-27 12:00", "2027-03-30 08:00"),
    ],
)
def test_outside_working_hours_it_waits_across_the_clock_changes_too(
    moment: str, expected: str
) -> None:
    asked = datetime.fromisoformat(moment).replace(tzinfo=LONDON).astimezone(UTC)
    found = USUAL.next_allowed(asked).at
    assert f"{found.astimezone(LONDON):%Y-%m-%d %H:%M}" == expected


EARLY = Window(frozenset(range(7)), 30, 75)
"""From 00:30 to 01:15: where the clocks go back at two it opens again at one."""


@settings(max_examples=400, deadline=None)
@example(Calendar(ZoneInfo("Africa/Cairo")), datetime(2027, 4, 29, 22, tzinfo=UTC))
@example(Calendar(window=EARLY), datetime(2027, 10, 31, 0, 20, tzinfo=UTC))
@given(calendars, moments)
def test_it_is_the_first_allowed_moment(calendar: Calendar, moment: datetime) -> None:
    found = calendar.next_allowed(moment)
    assert found.at >= moment
    assert calendar.allows(found.at)
    assert calendar.next_allowed(found.at) == Allowed(found.at)
    assert bool(found.why) == (found.at != moment)
    # Minimal: no minute between is allowed. Windows begin on whole minutes.
    between = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    between = max(between, found.at - timedelta(days=2))
    while between < found.at:
        assert not calendar.allows(between)
        between += timedelta(minutes=7)
    if found.at > moment:
        assert not calendar.allows(found.at - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (datetime(2027, 10, 31, 0, 20, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)),
        (datetime(2027, 10, 31, 1, 20, tzinfo=UTC), datetime(2027, 11, 1, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_window_whose_end_comes_twice_opens_twice(asked: datetime, expected: datetime) -> None:
    assert Calendar(window=EARLY).next_allowed(asked).at == expected


@given(moments, st.sampled_from(ZONES))
def test_a_day_begins_at_its_first_moment(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    began, ends = day_began(moment, zone), next_day(moment, zone)
    assert began <= moment < ends
    day = moment.astimezone(zone).date()
    assert began.astimezone(zone).date() == day
    assert (began - timedelta(seconds=1)).astimezone(zone).date() < day
    assert ends.astimezone(zone).date() > day
