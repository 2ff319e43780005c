"""To whom a missed moment still goes: each agency's time begins when its hours do."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.quiet import Looked, TooLate, too_late
from config.calendar import Window
from config.directory import Directory
from schedules.calendar import Calendar
from schedules.occurrence import Due, lateness
from schedules.plan import OneOff, Recurring, SkipMissed
from tests.integration.own.conftest import partnership

SUNDAY = datetime(2026, 11, 1, 9, tzinfo=UTC)
MONTHLY = Recurring("0 9 1 * *", SUNDAY - timedelta(days=9))
HOUR = timedelta(hours=1)
MONDAY = 23 * HOUR
"""From Sunday at nine until Monday at eight."""
ALWAYS = Calendar(window=Window.parse("always"))


def directory_of(**windows: str) -> Directory:
    known = partnership()
    agencies = tuple(
        it.model_copy(update={"window": Window.parse(windows[it.key])}) if it.key in windows else it
        for it in known.agencies
    )
    return known.model_copy(update={"agencies": agencies})


def looked(*, urgent: bool = False, queued_at: datetime | None = None) -> Looked:
    return Looked(plan=MONTHLY, due_at=SUNDAY, urgent=urgent, queued_at=queued_at)


@pytest.mark.parametrize(
    ("late", "goes"),
    [(HOUR, True), (MONDAY, True), (MONDAY + 12 * HOUR, True), (MONDAY + 13 * HOUR, False)],
)
def test_time_begins_with_the_agency_s_hours(late: timedelta, *, goes: bool) -> None:
    assert (looked().missed(Calendar(), SUNDAY + late) is None) is goes


def test_who_is_always_open_or_gets_an_urgent_one_has_it_from_when_it_was_due() -> None:
    late = SUNDAY + 13 * HOUR
    reason = (
        "It was due on Sunday 1 November 2026 at 09:00 and was taken up 13 hours late; this plan"
        " sends up to 12 hours late."
    )
    for missed in (looked().missed(ALWAYS, late), looked(urgent=True).missed(Calendar(), late)):
        assert missed is not None
        assert missed.reason == reason


def test_a_plan_that_skips_what_it_missed_skips_nothing_that_was_held() -> None:
    it = Looked(plan=OneOff(SUNDAY, SkipMissed()), due_at=SUNDAY, urgent=False)
    assert it.missed(Calendar(), SUNDAY + MONDAY) is None
    assert it.missed(Calendar(), SUNDAY + MONDAY + HOUR) is not None
    assert it.missed(ALWAYS, SUNDAY + HOUR) is not None


def test_of_what_was_queued_in_time_the_wait_for_a_worker_alone_counts() -> None:
    late = SUNDAY + MONDAY + 13 * HOUR
    assert looked(queued_at=SUNDAY).missed(Calendar(), late) is not None
    assert looked(queued_at=late - HOUR).missed(Calendar(), late) is None


def test_it_is_too_late_for_everybody_only_where_nobody_is_left() -> None:
    directory = directory_of(police="always")
    channels = [channel.key for channel in directory.channels]
    found = too_late(directory, channels, looked(), SUNDAY + MONDAY)
    assert (set(found.agencies), found.everybody) == ({"police"}, None)
    found = too_late(directory, channels, looked(), SUNDAY + MONDAY + 14 * HOUR)
    assert set(found.agencies) == {"police", "health"}
    # The reason is theirs who had it the least long.
    assert found.everybody == found.agencies["health"]
    assert ", held until Monday 2 November 2026 at 08:00," in found.agencies["health"].reason


def test_channels_that_the_directory_no_longer_has_keep_the_usual_hours() -> None:
    directory = partnership()
    assert too_late(directory, ["gone"], looked(), SUNDAY + MONDAY) == TooLate()
    assert too_late(directory, ["gone"], looked(), SUNDAY + 3 * MONDAY).everybody is not None


@given(st.integers(0, 24 * 30), st.integers(0, 24 * 30))
def test_a_calendar_only_ever_gives_more_time(hours: int, late: int) -> None:
    due_at = SUNDAY + hours * HOUR
    it, now = Looked(plan=MONTHLY, due_at=due_at, urgent=False), due_at + late * HOUR
    if isinstance(lateness(MONTHLY, due_at, now), Due):
        assert it.missed(Calendar(), now) is None
    if it.missed(Calendar(), now) is not None:
        assert it.missed(ALWAYS, now) is not None
