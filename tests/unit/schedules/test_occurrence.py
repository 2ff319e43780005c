"""Exact instants at the clock changes, and laws that hold over years."""

import itertools
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.now import LONDON
from schedules.occurrence import (
    Due,
    Missed,
    Moment,
    check_plan,
    lateness,
    moments,
    next_moment,
    occurrence_id,
    opening,
)
from schedules.plan import PLAN, OneOff, Plan, Recurring, SendLate, SkipMissed

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def of_day(cron: str, day: str) -> list[tuple[str, datetime]]:
    """Every moment of one London day."""
    start = datetime.fromisoformat(day).replace(tzinfo=LONDON)
    end = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=LONDON)
    plan = Recurring(cron, LONG_AGO)
    tick = timedelta(microseconds=1)
    return [(m.slot, m.due_at) for m in moments(plan, start - tick, end - tick)]


@pytest.mark.parametrize(
    ("cron", "day", "due"),
    [
        # Spring: 01:00 to 01:59 does not exist; the next existing moment is 02:00 BST, 01:00 UTC.
        ("30 0 * * *", "2026-03-29", "2026-03-29T00:30"),
        ("0 1 * * *", "2026-03-29", "2026-03-29T01:00"),
        ("30 1 * * *", "2026-03-29", "2026-03-29T01:00"),
        ("59 1 * * *", "2026-03-29", "2026-03-29T01:00"),
        ("0 2 * * *", "2026-03-29", "2026-03-29T01:00"),
        ("0 9 * * *", "2026-03-29", "2026-03-29T08:00"),
        ("30 1 * * *", "2027-03-28", "2027-03-28T01:00"),
        ("0 9 * * mon", "2027-03-29", "2027-03-29T08:00"),
        # Autumn: 01:00 to 01:59 comes twice; the first coming is still summer time.
        ("0 1 * * *", "2026-10-25", "2026-10-25T00:00"),
        ("30 1 * * *", "2026-10-25", "2026-10-25T00:30"),
        ("0 2 * * *", "2026-10-25", "2026-10-25T02:00"),
        ("0 9 * * *", "2026-10-25", "2026-10-25T09:00"),
        ("30 1 * * *", "2027-10-31", "2027-10-31T00:30"),
        ("59 1 * * sun", "2027-10-31", "2027-10-31T00:59"),
        # Leap days.
        ("0 9 29 2 *", "2028-02-29", "2028-02-29T09:00"),
        ("0 9 last feb *", "2028-02-29", "2028-02-29T09:00"),
        ("0 9 last feb *", "2027-02-28", "2027-02-28T09:00"),
    ],
)
def test_a_daily_slot_falls_once_at_the_exact_instant(cron: str, day: str, due: str) -> None:
    assert [moment for _, moment in of_day(cron, day)] == [at(due)]


def test_the_slot_keeps_the_time_that_the_plan_names_and_says_where_it_fell() -> None:
    plan = Recurring("30 1 * * *", LONG_AGO)
    moment = next_moment(plan, at("2026-03-28T12:00"))
    assert moment is not None
    assert moment.slot == "2026-03-29T01:30:00"
    assert moment.note == (
        "On Sunday 29 March 2026 the clocks go forward and 01:30 does not exist; it falls at 02:00."
    )
    following = next_moment(plan, moment.due_at)
    assert following is not None
    assert following.note == ""


def test_slots_that_fall_together_in_spring_are_one_moment() -> None:
    slots = [slot for slot, _ in of_day("*/30 0-3 * * *", "2026-03-29")]
    assert [slot[11:16] for slot in slots] == ["00:00", "00:30", "02:00", "02:30", "03:00", "03:30"]


def test_a_window_that_closes_within_the_repeated_hour_misses_nothing() -> None:
    plan = Recurring("50 1 * * *", LONG_AGO)
    found = list(moments(plan, at("2026-10-24T12:00"), at("2026-10-25T01:10")))
    assert [moment.due_at for moment in found] == [at("2026-10-25T00:50")]
    assert list(moments(plan, at("2026-10-25T00:50"), at("2026-10-25T02:30"))) == []


@pytest.mark.parametrize("number", range(7))
def test_the_weekday_is_the_one_that_was_named(number: int) -> None:
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[number]
    moment = next_moment(Recurring(f"0 9 * * {name}", LONG_AGO), at("2026-11-22T23:00"))
    assert moment is not None
    assert moment.due_at.date() == date(2026, 11, 23) + timedelta(days=number)


def test_a_one_off_comes_once_at_its_own_instant_even_in_the_repeated_hour() -> None:
    second = at("2026-10-25T01:30")
    plan = OneOff(second)
    assert [m.due_at for m in moments(plan, second - timedelta(hours=1), second)] == [second]
    assert list(moments(plan, second, second + timedelta(days=1))) == []
    moment = next_moment(plan, at("2026-01-01"))
    assert moment is not None
    assert (moment.slot, moment.note) == ("2026-10-25T01:30:00+00:00", "")
    assert next_moment(plan, second) is None


@pytest.mark.parametrize(
    ("moment", "slot"),
    [
        ("2026-10-25T00:30", "2026-10-25T01:30:00"),
        ("2026-10-25T00:59:59", "2026-10-25T01:59:59"),
        ("2026-10-25T01:00", "2026-10-25T01:00:00+00:00"),
        ("2026-10-25T01:59:59", "2026-10-25T01:59:59+00:00"),
        ("2026-10-25T02:00", "2026-10-25T02:00:00"),
        ("2026-07-01T09:00", "2026-07-01T10:00:00"),
    ],
)
def test_the_second_of_two_like_moments_has_a_slot_of_its_own(moment: str, slot: str) -> None:
    """All others keep the form that stands in rows: an occurrence's id is made of it."""
    (found,) = moments(OneOff(at(moment)), LONG_AGO, at("2027-01-01"))
    assert (found.slot, found.note) == (slot, "")


def test_a_row_that_named_the_second_as_the_first_has_nothing_odd_to_say() -> None:
    assert Moment("2026-10-25T01:30:00", at("2026-10-25T01:30")).note == ""


def test_starts_and_ends_are_within_the_plan() -> None:
    plan = Recurring("0 9 * * *", at("2026-11-02T09:00"), at("2026-11-04T09:00"))
    assert [m.due_at.day for m in moments(plan, LONG_AGO, at("2027-01-01"))] == [2, 3, 4]


DAYS = st.dates(date(2021, 1, 1), date(2034, 12, 31))
NEAR_CHANGES = st.sampled_from(
    [
        date(year, month, 31) - timedelta(days=(date(year, month, 31).weekday() + 1) % 7)
        for year in range(2021, 2035)
        for month in (3, 10)
    ]
).flatmap(lambda day: st.integers(-1, 1).map(lambda offset: day + timedelta(days=offset)))


@settings(deadline=None)
@given(day=DAYS | NEAR_CHANGES, hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_every_day_has_a_daily_plan_exactly_once(day: date, hour: int, minute: int) -> None:
    found = of_day(f"{minute} {hour} * * *", day.isoformat())
    assert [slot for slot, _ in found] == [f"{day.isoformat()}T{hour:02}:{minute:02}:00"]
    falls = found[0][1].astimezone(LONDON)
    assert falls.date() == day
    named = timedelta(hours=hour, minutes=minute)
    told = timedelta(hours=falls.hour, minutes=falls.minute)
    assert timedelta() <= told - named <= timedelta(hours=1)


@settings(deadline=None)
@given(
    cron=st.sampled_from(
        ["*/20 * * * *", "15,45 0-3 * * *", "30 1 * * sun", "0 */2 * * mon-fri", "5 1 last * *"]
    ),
    day=DAYS | NEAR_CHANGES,
    cuts=st.lists(st.integers(0, 72 * 60), min_size=1, max_size=6),
)
def test_however_the_time_is_cut_the_moments_are_the_same(
    cron: str, day: date, cuts: list[int]
) -> None:
    plan = Recurring(cron, LONG_AGO)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    edges = [start, *sorted(start + timedelta(minutes=cut) for cut in cuts)]
    edges.append(start + timedelta(days=3))
    whole = list(moments(plan, start, edges[-1]))
    parts = [m for a, b in itertools.pairwise(edges) for m in moments(plan, a, b)]
    assert parts == whole
    assert len({m.slot for m in whole}) == len(whole)
    assert all(a.due_at < b.due_at for a, b in itertools.pairwise(whole))


def test_an_occurrence_has_one_id_for_ever() -> None:
    one = UUID(int=1)
    assert occurrence_id(one, "post", "2026-03-29T01:30:00") == UUID(
        "cd0f4d57-4753-5150-afcd-399c41e8d5aa"
    )
    ids = {
        occurrence_id(dissemination, "post", slot)
        for dissemination in (one, UUID(int=2))
        for slot in ("2026-03-29T01:30:00", "2026-03-29T02:00:00")
    }
    assert len(ids) == 4


DUE = at("2026-11-23T09:00")


@pytest.mark.parametrize(
    ("missed", "late", "sent"),
    [
        (SkipMissed(), timedelta(), True),
        (SkipMissed(), timedelta(seconds=60), True),
        (SkipMissed(), timedelta(seconds=61), False),
        (SendLate(timedelta(hours=12)), timedelta(hours=12), True),
        (SendLate(timedelta(hours=12)), timedelta(hours=12, seconds=1), False),
        (SendLate(timedelta(seconds=10)), timedelta(seconds=30), True),
    ],
)
def test_lateness(missed: SendLate | SkipMissed, late: timedelta, *, sent: bool) -> None:
    verdict = lateness(OneOff(DUE, missed), DUE, DUE + late)
    assert isinstance(verdict, Due if sent else Missed)


def test_a_missed_moment_says_why_in_words() -> None:
    plan = Recurring("0 9 * * *", DUE, missed=SendLate(timedelta(hours=1, minutes=30)))
    assert lateness(plan, DUE, DUE + timedelta(days=2, hours=3)) == Missed(
        "It was due on Monday 23 November 2026 at 09:00 and was taken up 2 days and 3 hours late;"
        " this plan sends up to 1 hour and 30 minutes late."
    )
    assert lateness(OneOff(DUE, SkipMissed()), DUE, DUE + timedelta(minutes=5)) == Missed(
        "It was due on Monday 23 November 2026 at 09:00 and was taken up 5 minutes late;"
        " this plan skips what it missed."
    )


def test_a_plan_owes_its_moments_from_when_it_was_made() -> None:
    now = DUE + timedelta(minutes=10)
    passed = OneOff(DUE)
    assert [m.due_at for m in moments(passed, opening(passed, now), now)] == [DUE]
    daily = Recurring("10 9 * * *", DUE - timedelta(days=30))
    assert [m.due_at for m in moments(daily, opening(daily, now), now)] == [now]


@pytest.mark.parametrize(
    "plan",
    [
        OneOff(DUE),
        Recurring("0 9 * * mon-fri", DUE),
        Recurring("0 9 29 feb *", DUE),
        Recurring("*/15 8-17 1-7,15 jan-mar,6 mon,wed", DUE, DUE + timedelta(days=365)),
    ],
)
def test_a_sound_plan_has_no_problem_and_survives_the_store(plan: Plan) -> None:
    assert check_plan(plan) == ()
    assert PLAN.validate_python(PLAN.dump_python(plan, mode="json")) == plan


@pytest.mark.parametrize(
    ("plan", "where", "word"),
    [
        (Recurring("0 9 * * 1", DUE), "cron weekday", "write mon"),
        (Recurring("0 9 * * mon,2", DUE), "cron weekday", "numbers"),
        (Recurring("0 9 * * mon/2", DUE), "cron weekday", "weekdays do not take; give mon to"),
        (Recurring("0 9 * * tue#2", DUE), "cron weekday", "'0 9 8-14 * tue'"),
        (Recurring("0 9 * * monday", DUE), "cron weekday", "mon to sun"),
        (Recurring("0 9 * * xyz", DUE), "cron weekday", "mon to sun"),
        (Recurring("60 9 * * *", DUE), "cron minute", "0 to 59"),
        (Recurring("0 24 * * *", DUE), "cron hour", "0 to 23"),
        (Recurring("0 17-9 * * *", DUE), "cron hour", "0 to 23"),
        (Recurring("0 9 32 * *", DUE), "cron day", "1 to 31"),
        (Recurring("0 9 * 13 *", DUE), "cron month", "1 to 12"),
        (Recurring("0 9 * * * *", DUE), "cron", "6 fields"),
        (Recurring("", DUE), "cron", "0 fields"),
        (Recurring("0 9 30 feb *", DUE), "cron", "never comes"),
        (Recurring("0 9 1 1 *", DUE, DUE + timedelta(days=2)), "cron", "never comes"),
        (Recurring("0 9 * * *", DUE, DUE), "ends", "before it starts"),
        (Recurring("0 9 * * *", DUE.replace(tzinfo=None)), "starts", "zone"),
        (Recurring("0 9 * * *", DUE, DUE.replace(tzinfo=None)), "ends", "zone"),
        (OneOff(DUE.replace(tzinfo=None)), "at", "zone"),
        (OneOff(datetime.max.replace(tzinfo=UTC)), "at", "after 2099"),
        (OneOff(datetime.max.replace(tzinfo=timezone(-timedelta(hours=9)))), "at", "after 2099"),
        (OneOff(datetime.min.replace(tzinfo=UTC)), "at", "before 2000"),
        (OneOff(datetime.min.replace(tzinfo=timezone(timedelta(hours=9)))), "at", "before 2000"),
        (Recurring("0 9 * * *", datetime.max.replace(tzinfo=UTC)), "starts", "after 2099"),
        (Recurring("0 9 * * *", DUE, datetime.max.replace(tzinfo=UTC)), "ends", "after 2099"),
        (OneOff(DUE, SendLate(timedelta())), "missed", "longer than nothing"),
    ],
)
def test_a_plan_that_does_not_hold_names_the_field(plan: Plan, where: str, word: str) -> None:
    (problem,) = check_plan(plan)
    assert problem.where == where
    assert word in problem.what


@given(st.text(alphabet="0123456789*/-,monfeblast ²٣", max_size=40))
def test_whatever_is_written_as_a_cron_only_problems_come_of_it(cron: str) -> None:
    check_plan(Recurring(cron, DUE, DUE + timedelta(days=40)))


@given(st.datetimes(timezones=st.timezones()))
def test_whatever_the_moment_only_problems_come_of_it(moment: datetime) -> None:
    for plan in (OneOff(moment), Recurring("0 9 29 feb *", moment, moment)):
        if not check_plan(plan):
            next_moment(plan, opening(plan, DUE))
