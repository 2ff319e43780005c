"""What comes after a post, as people write it."""

import pytest

from bot.decisions.plans import Omitted, follow_ups_from
from config.errors import InputError
from schedules.followups import CascadePlan, FollowUps, cascade_within


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


@pytest.mark.parametrize("within", [0, -3, 91])
def test_a_time_to_pass_on_that_cannot_be_is_told(within: int) -> None:
    with pytest.raises(InputError, match="pass on within"):
        follow_ups_from(without=(), recall_days=None, pass_on_within=within)
