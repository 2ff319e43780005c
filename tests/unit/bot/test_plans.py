"""From what a person wrote to a plan, and from plans to what will happen."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.decisions.plans import coming, later, missed_words, plan_from
from bot.store.plans.overview import Planned, Sending
from bot.store.plans.unsent import Unsent
from config.errors import InputError
from schedules.occurrence import Moment, moments
from schedules.plan import OneOff, Plan, Recurring, SendLate, SkipMissed

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def plan(at: str | None = None, cron: str | None = None, missed: str | None = None):
    return plan_from(at=at, cron=cron, missed=missed, now=NOW)


def test_nothing_said_is_now() -> None:
    assert plan() == OneOff(NOW)
    assert plan(missed="skip") == OneOff(NOW, SkipMissed())
    assert plan(missed="1.5") == OneOff(NOW, SendLate(timedelta(minutes=90)))


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2027-01-11 00:00", datetime(2027, 1, 11, tzinfo=UTC)),
        ("2027-01-11 09:00", datetime(2027, 1, 11, 9, tzinfo=UTC)),
        ("2027-07-11 09:00", datetime(2027, 7, 11, 8, tzinfo=UTC)),
        ("2027-07-11T09:00:00Z", datetime(2027, 7, 11, 9, tzinfo=UTC)),
        ("2027-03-28 00:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28 02:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("2027-10-31 00:59", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("2027-10-31 01:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-10-31 02:00", datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_londons(at: str, moment: datetime) -> None:
    found = plan(at=at)
    assert isinstance(found, OneOff)
    assert found.at.astimezone(UTC) == moment


@pytest.mark.parametrize(
    "at", ["", "soon", "2027-13-01", "2027-02-30 09:00", "09:00", "0001-01-01 00:00+05:00"]
)
def test_what_is_no_moment(at: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(at=at)
    (problem,) = refused.value.problems
    assert problem.where == "--at"
    assert f"'{at}' is not a moment like 2027-01-11 09:00." in problem.what


@pytest.mark.parametrize("at", ["2027-12-27", "20271227"])
def test_a_day_without_a_time_is_no_moment(at: str) -> None:
    """It would be midnight, when nobody reads."""
    with pytest.raises(InputError) as refused:
        plan(at=at)
    (problem,) = refused.value.problems
    assert problem.where == "--at"
    assert problem.what == (
        f"'{at}' is a day without a time; write the time too, as in '{at} 09:00'."
    )


@pytest.mark.parametrize(
    ("ends", "last"),
    [
        ("2026-12-18", "2026-12-18T09:00:00"),
        ("2026-12-18 09:00", "2026-12-18T09:00:00"),
        ("2026-12-18 08:59", "2026-12-11T09:00:00"),
        ("2026-12-17", "2026-12-11T09:00:00"),
        ("2027-07-16", "2027-07-16T09:00:00"),
    ],
)
def test_a_day_on_which_it_ends_belongs_to_it(ends: str, last: str) -> None:
    found = plan_from(at=None, cron="0 9 * * fri", missed=None, now=NOW, ends=ends)
    *_, moment = moments(found, NOW, NOW + timedelta(days=366))
    assert moment.slot == last


def test_the_last_minute_of_the_day_on_which_it_ends_belongs_to_it() -> None:
    found = plan_from(at=None, cron="59 23 * * *", missed=None, now=NOW, ends="2027-07-16")
    *_, moment = moments(found, NOW, NOW + timedelta(days=366))
    assert moment.slot == "2027-07-16T23:59:00"


@pytest.mark.parametrize("at", ["2027-03-28 01:00", "2027-03-28 01:30", "2027-03-28T01:59:59"])
def test_a_moment_that_does_not_exist(at: str) -> None:
    with pytest.raises(InputError, match=r"the clocks go forward, and .* does not exist"):
        plan(at=at)


def test_again_and_again() -> None:
    assert plan(cron="0 9 * * mon") == Recurring("0 9 * * mon", NOW)
    assert plan(cron="0 9 * * mon", missed="skip") == Recurring(
        "0 9 * * mon", NOW, missed=SkipMissed()
    )


@pytest.mark.parametrize("missed", ["", "never", "0", "-3", "nan", "inf", "8761", "9000"])
def test_what_is_no_rule(missed: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(missed=missed)
    (problem,) = refused.value.problems
    assert problem.where == "--missed"
    assert problem.what == (
        f"'{missed}' is neither 'skip' nor a number of hours from more than 0 to 8,760, which is a"
        " year."
    )


def test_once_and_again_are_two_things() -> None:
    with pytest.raises(InputError, match="--at, --cron"):
        plan(at="2027-01-11 09:00", cron="0 9 * * mon")


@pytest.mark.parametrize("cron", ["* * * * *", "0 9,15 * * mon", "*/30 9 1 * *", "0 0,23 * * *"])
def test_more_than_once_a_day_is_refused(cron: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(cron=cron)
    (problem,) = refused.value.problems
    assert problem.where == "--cron"
    assert f"'{cron}' comes more than once a day" in problem.what
    assert "'0 9 * * mon' is every Monday at 09:00" in problem.what


@pytest.mark.parametrize(
    ("cron", "days"),
    [
        ("0 9 8-14 * tue", ["2026-12-08", "2027-01-12", "2027-02-09"]),
        ("0 9 last * fri", ["2027-04-30", "2027-12-31", "2028-03-31"]),
    ],
)
def test_a_day_and_a_weekday_are_both_to_be_met(cron: str, days: list[str]) -> None:
    """So docs/operating.md says how a second Tuesday is written, and what a last Friday is not."""
    found = moments(plan(cron=cron), NOW, NOW + timedelta(weeks=80))
    assert [moment.slot.partition("T")[0] for moment in found][:3] == days


def test_what_is_no_cron_is_for_the_plans_own_check() -> None:
    assert plan(cron="often") == Recurring("often", NOW)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (SkipMissed(), "skipped"),
        (SendLate(timedelta(hours=1)), "sent up to 1 hour late"),
        (SendLate(timedelta(days=3)), "sent up to 72 hours late"),
        (SendLate(timedelta(minutes=90)), "sent up to 1.5 hours late"),
    ],
)
def test_what_a_missed_moment_means(rule: SendLate | SkipMissed, words: str) -> None:
    assert missed_words(OneOff(NOW, rule)) == words
    assert missed_words(Recurring("0 9 * * *", NOW, missed=rule)) == words


def planned(plan: Plan, filled_until: datetime, made_at: datetime = NOW) -> Planned:
    sending = Sending(
        id=UUID(int=7),
        slug="small",
        version=1,
        title="Small",
        audience="everyone",
        plan=plan,
        made_at=made_at,
    )
    return Planned(sending, filled_until)


def days(*names: Planned, weeks: int = 1) -> list[tuple[str, bool]]:
    return [(each.moment.slot, each.overdue) for each in coming(names, [], NOW, weeks)]


def test_what_is_coming_in_order() -> None:
    daily = planned(Recurring("0 8 * * sat,sun", NOW), NOW)
    later = planned(OneOff(NOW + timedelta(weeks=1)), NOW)
    too_late = planned(OneOff(NOW + timedelta(weeks=1, seconds=1)), NOW)
    assert days(later, daily, too_late) == [
        ("2026-11-28T08:00:00", False),
        ("2026-11-29T08:00:00", False),
        ("2026-11-30T09:00:00", False),
    ]


def test_what_only_begins_later_is_told_with_its_first_moment() -> None:
    week = timedelta(weeks=1)
    now_and_then = planned(Recurring("0 8 * * sat", NOW), NOW)
    yearly = planned(Recurring("0 8 1 6 *", NOW), NOW)
    at_the_edge = planned(OneOff(NOW + week), NOW)
    soon = planned(OneOff(NOW + week - timedelta(seconds=1)), NOW)
    over = planned(OneOff(NOW - week), NOW)
    found = later([yearly, now_and_then, at_the_edge, soon, over], NOW, 1)
    assert [each.moment.slot for each in found] == ["2026-11-30T09:00:00", "2027-06-01T08:00:00"]


def test_of_what_was_not_taken_up_only_the_latest_is_shown() -> None:
    daily = planned(Recurring("0 8 * * *", NOW - timedelta(days=9)), NOW - timedelta(days=3))
    first, second, *rest = days(daily)
    assert (first, second) == (("2026-11-23T08:00:00", True), ("2026-11-24T08:00:00", False))
    assert len(rest) == 6
    assert days(planned(OneOff(NOW), NOW - timedelta(hours=1))) == [("2026-11-23T09:00:00", True)]


def test_the_hour_that_spring_leaves_out_is_told_with_its_moment() -> None:
    spring = planned(OneOff(datetime(2027, 3, 28, 1, 0, tzinfo=UTC)), NOW)
    (each,) = coming([spring], [], NOW, 52)
    assert each.moment.slot == "2027-03-28T02:00:00"
    daily = planned(Recurring("30 1 28 3 *", NOW), NOW)
    (each,) = coming([daily], [], NOW, 52)
    assert "01:30 does not exist" in each.moment.note


def test_what_waits_for_a_worker_stands_first() -> None:
    later = planned(OneOff(NOW + timedelta(days=1)), NOW)
    moment = Moment("2026-11-23T08:59:00", NOW - timedelta(minutes=1))
    queued = Unsent(later.sending, moment, NOW)
    first, second = coming([later], [queued], NOW, 1)
    assert (first.moment, first.overdue, first.queued_at) == (moment, False, NOW)
    assert second.queued_at is None
