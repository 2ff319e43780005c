"""How long what halted may still go out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.halts import FIRST, RARELY, after_asking, still_due
from schedules.kinds import Kind
from schedules.occurrence import Due, Missed, lateness
from schedules.plan import OneOff, SendLate, SkipMissed

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
SPANS = st.timedeltas(timedelta(), timedelta(days=60))


def test_the_pauses_between_askings_grow_to_an_hour() -> None:
    assert timedelta(minutes=5) == FIRST
    pauses = [after_asking(number, hope=True) for number in range(1, 6)]
    hours = [timedelta(hours=1)] * 4
    assert pauses == [timedelta(minutes=15), *hours]
    assert after_asking(1, hope=False) == RARELY


@given(MOMENTS, SPANS, SPANS)
def test_a_post_keeps_to_its_plan(due_at: datetime, late: timedelta, within: timedelta) -> None:
    plan = OneOff(due_at, SendLate(within) if within else SkipMissed())
    verdict = still_due(Kind.POST, due_at, due_at + late, plan=plan, ends=None)
    assert type(verdict) is type(lateness(plan, due_at, due_at + late))


def test_a_post_that_came_too_late_says_so_in_words() -> None:
    verdict = still_due(Kind.POST, MONDAY, MONDAY + 4 * DAY, plan=OneOff(MONDAY), ends=None)
    assert verdict == Missed(
        "It halted until its time was over. It was due on Monday 2 November 2026 at 09:00 and was"
        " taken up 4 days late; this plan sends up to 3 days late."
    )


def test_a_later_moment_of_the_plan_takes_a_posts_place() -> None:
    plan = OneOff(MONDAY, SendLate(timedelta(days=30)))
    later = MONDAY + 7 * DAY
    before = later - timedelta(seconds=1)
    assert still_due(Kind.POST, MONDAY, before, plan=plan, ends=later) == Due()
    verdict = still_due(Kind.POST, MONDAY, later, plan=plan, ends=later)
    assert isinstance(verdict, Missed)
    assert "posted once" in verdict.reason


def test_a_post_whose_plan_cannot_be_read_does_not_go_out() -> None:
    verdict = still_due(Kind.POST, MONDAY, MONDAY, plan=None, ends=None)
    assert isinstance(verdict, Missed)


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        (Kind.RECALL, MONDAY + 7 * DAY),
        (Kind.CASCADE, MONDAY + 14 * DAY),
        (Kind.PULSE, MONDAY + 30 * DAY),
        (Kind.CLARIFICATION, MONDAY + 30 * DAY),
        (Kind.ANSWER, MONDAY + 30 * DAY),
        (Kind.DIGEST, MONDAY.replace(hour=17)),
        (Kind.CORRECTION, MONDAY + 365 * DAY),
        (Kind.WITHDRAWAL, MONDAY + 365 * DAY),
        (Kind.PROGRESS, MONDAY + DAY),
        (Kind.CASCADE_EDIT, MONDAY + 14 * DAY),
    ],
)
def test_what_goes_out_on_an_errand_has_a_time_of_its_own(kind: Kind, until: datetime) -> None:
    before = until - timedelta(seconds=1)
    assert still_due(kind, MONDAY, before, plan=None, ends=None) == Due()
    verdict = still_due(kind, MONDAY, until, plan=None, ends=None)
    assert isinstance(verdict, Missed)
    assert verdict.reason.startswith("It halted until its time was over. It could be sent until ")


@pytest.mark.parametrize(
    ("kind", "said"), [(Kind.CASCADE, "The next message"), (Kind.PULSE, "The survey closed on")]
)
def test_what_takes_its_place_ends_it_sooner(kind: Kind, said: str) -> None:
    ends = MONDAY + 3 * DAY
    assert still_due(kind, MONDAY, MONDAY + 2 * DAY, plan=None, ends=ends) == Due()
    verdict = still_due(kind, MONDAY, ends, plan=None, ends=ends)
    assert isinstance(verdict, Missed)
    assert said in verdict.reason
    far = MONDAY + 90 * DAY
    assert isinstance(still_due(kind, MONDAY, far, plan=None, ends=far), Missed)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_time_of_what_was_held_begins_at_the_holds_end(kind: Kind) -> None:
    plan = OneOff(MONDAY) if kind is Kind.POST else None
    end = MONDAY + 400 * DAY
    verdict = still_due(kind, MONDAY, end, plan=plan, ends=None)
    assert isinstance(verdict, Missed)
    assert still_due(kind, MONDAY, end, plan=plan, ends=None, held_until=end) == Due()
    over = still_due(kind, MONDAY, end + 400 * DAY, plan=plan, ends=None, held_until=end)
    assert isinstance(over, Missed)
    assert over.reason.startswith("It was held, and then halted until its time was over, which")


def test_a_hold_that_ended_before_its_moment_changes_nothing() -> None:
    before, late = MONDAY - DAY, MONDAY + 8 * DAY
    verdict = still_due(Kind.RECALL, MONDAY, late, plan=None, ends=None)
    assert still_due(Kind.RECALL, MONDAY, late, plan=None, ends=None, held_until=before) == verdict


def test_a_digest_of_an_evening_has_that_day() -> None:
    evening = MONDAY.replace(hour=20)
    assert still_due(Kind.DIGEST, evening, evening, plan=None, ends=None) == Due()
    tomorrow = evening + DAY
    assert isinstance(still_due(Kind.DIGEST, evening, tomorrow, plan=None, ends=None), Missed)


@given(st.sampled_from([kind for kind in Kind if kind is not Kind.POST]), MOMENTS, SPANS, SPANS)
def test_once_too_late_is_too_late_for_ever(
    kind: Kind, due_at: datetime, one: timedelta, more: timedelta
) -> None:
    first = still_due(kind, due_at, due_at + one, plan=None, ends=None)
    second = still_due(kind, due_at, due_at + one + more, plan=None, ends=None)
    assert isinstance(second, Missed) or isinstance(first, Due)
