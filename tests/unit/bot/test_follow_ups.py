"""What comes after a post, as people write it."""

import pytest

from bot.decisions.written import Omitted, follow_ups_from
from config.errors import InputError, Problem
from schedules.followups import (
    FOLLOW_UPS,
    CascadePlan,
    FollowUps,
    RecallPlan,
    cascade_within,
    read_follow_ups,
)


def test_with_nothing_said_it_is_the_usual() -> None:
    assert follow_ups_from(without=(), recall_days=None, pass_on_within=None) == FollowUps()


def test_each_can_be_left_out() -> None:
    nothing = follow_ups_from(without=list(Omitted), recall_days=None, pass_on_within=None)
    assert (nothing.recall, nothing.cascade, nothing.practice) == (None, None, None)


def test_days_are_taken_as_given() -> None:
    found = follow_ups_from(without=(), recall_days="5, 20", pass_on_within=28)
    assert found.recall is not None
    assert found.recall.days == (5, 20)
    assert found.cascade == CascadePlan(28, (14, 26, 30), 33, 36)


def test_the_usual_plan_is_that_of_two_weeks() -> None:
    assert cascade_within(14) == CascadePlan()


@pytest.mark.parametrize("within", [1, 2, 3, 90])
def test_reminders_rise_and_are_three_at_most(within: int) -> None:
    plan = cascade_within(within)
    days = [*plan.remind_days, plan.deputy_days, plan.coordinator_days]
    assert days == sorted(set(days))
    assert len(plan.remind_days) <= 3
    assert min(days) >= 1


@pytest.mark.parametrize(
    "days", ["", "7,", "soon", "30,7", "0", "7,7", "1,2,3,4", "400", "-1", "9999999999", "\u0663"]
)
def test_days_that_cannot_be_are_told(days: str) -> None:
    with pytest.raises(InputError, match="recall days"):
        follow_ups_from(without=(), recall_days=days, pass_on_within=None)


@pytest.mark.parametrize("days", ["400", "9999", "soon"])
def test_the_limits_of_days_are_told(days: str) -> None:
    with pytest.raises(InputError, match="one to three days from 1 to 365"):
        follow_ups_from(without=(), recall_days=days, pass_on_within=None)


@pytest.mark.parametrize("days", ["1,2,3", "7,13", "7,30,36", "3,4"])
def test_days_too_close_together_are_told_with_the_rule(days: str) -> None:
    """They would be stretched, and come on other days than were asked for."""
    with pytest.raises(InputError) as refused:
        follow_ups_from(without=(), recall_days=days, pass_on_within=None)
    (told,) = refused.value.problems
    assert told == Problem(
        "recall days",
        "Nobody is asked the same question twice within 7 days, so please leave 7 days or more"
        " from one to the next, as in 7,30,90.",
    )


@pytest.mark.parametrize("days", ["1", "1,8,15", "7,14,90", "1,358,365"])
def test_days_as_far_apart_as_the_rule_says_are_taken(days: str) -> None:
    found = follow_ups_from(without=(), recall_days=days, pass_on_within=None)
    assert found.recall is not None
    assert found.recall.days == tuple(map(int, days.split(",")))


def test_a_stored_plan_with_closer_days_stays_as_it_is() -> None:
    kept = FOLLOW_UPS.dump_python(FollowUps(recall=RecallPlan(days=(1, 2, 3))), mode="json")
    assert read_follow_ups(kept).recall == RecallPlan(days=(1, 2, 3))


@pytest.mark.parametrize("within", [0, -3, 91])
def test_a_time_to_pass_on_that_cannot_be_is_told(within: int) -> None:
    with pytest.raises(InputError, match="pass on within"):
        follow_ups_from(without=(), recall_days=None, pass_on_within=within)
