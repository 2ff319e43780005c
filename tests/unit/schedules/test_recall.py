"""When a question returns: the rules, and any life that a question may have."""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.now import LONDON
from schedules.followups import RECALL_APART, RecallPlan, days_after
from schedules.recall import ASKED_OUT, RECALLED, Course, Ended, next_asking, variant_of

FIRST = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
"""Half past ten in London, two weeks before the clocks go back."""
PLAN = RecallPlan()


def test_what_did_not_fit_returns_at_day_7_30_and_90_at_the_same_time_of_day() -> None:
    course = Course(first_at=FIRST, sure=False)
    asked: list[datetime] = []
    while isinstance(due := next_asking(course, PLAN), datetime):
        asked.append(due)
        course = Course(first_at=FIRST, sure=False, turn=len(asked), asked_at=due)
    assert due == ASKED_OUT
    london = [moment.astimezone(LONDON) for moment in asked]
    assert [(moment.date() - FIRST.date()).days for moment in london] == [7, 30, 90]
    assert {f"{moment:%H:%M}" for moment in london} == {"10:30"}


def test_what_fitted_returns_once() -> None:
    due = next_asking(Course(first_at=FIRST, sure=True), PLAN)
    assert due == days_after(FIRST, 30)
    asked = Course(first_at=FIRST, sure=True, turn=1, asked_at=days_after(FIRST, 30))
    assert next_asking(asked, PLAN) == ASKED_OUT
    recalled = Course(first_at=FIRST, sure=True, turn=1, recalled=1, asked_at=asked.asked_at)
    assert next_asking(recalled, PLAN) == RECALLED


def test_recalled_twice_is_enough() -> None:
    once = Course(first_at=FIRST, sure=False, turn=1, recalled=1, asked_at=days_after(FIRST, 7))
    assert next_asking(once, PLAN) == days_after(FIRST, 30)
    twice = Course(first_at=FIRST, sure=False, turn=2, recalled=2, asked_at=days_after(FIRST, 30))
    assert next_asking(twice, PLAN) == RECALLED


def test_after_leave_two_askings_stay_a_week_apart() -> None:
    back = days_after(FIRST, 29)
    course = Course(first_at=FIRST, sure=False, turn=1, asked_at=back)
    assert next_asking(course, PLAN) == days_after(back, RECALL_APART)


def test_a_plan_never_asks_more_than_three_times() -> None:
    eager = RecallPlan(days=(1, 2, 3, 4, 5), enough=9)
    course = Course(first_at=FIRST, sure=False, turn=3, asked_at=FIRST)
    assert next_asking(course, eager) == ASKED_OUT


def test_every_rewording_comes_before_one_comes_again() -> None:
    assert [variant_of(turn, 3) for turn in (1, 2, 3, 4)] == [0, 1, 2, 0]


class Life(RuleBasedStateMachine):
    """Any question with any member: asked when due or later, answered or not, in any way."""

    @initialize(
        sure=st.booleans(),
        days=st.lists(st.integers(1, 120), min_size=1, max_size=4, unique=True).map(sorted),
        enough=st.integers(1, 3),
    )
    def begins(self, *, sure: bool, days: list[int], enough: int) -> None:
        self.plan = RecallPlan(days=tuple(days), enough=enough)
        self.course = Course(first_at=FIRST, sure=sure)
        self.asked: list[datetime] = []
        self.open = False

    @property
    def due(self) -> datetime | Ended:
        return next_asking(self.course, self.plan)

    @precondition(lambda self: isinstance(self.due, datetime))
    @rule(late=st.integers(0, 200))
    def is_asked(self, late: int) -> None:
        assert isinstance(self.due, datetime)
        moment = self.due + timedelta(days=late)
        self.asked.append(moment)
        self.open = True
        self.course = Course(
            first_at=FIRST,
            sure=self.course.sure,
            turn=self.course.turn + 1,
            recalled=self.course.recalled,
            asked_at=moment,
        )

    @precondition(lambda self: self.open)
    @rule(fits=st.booleans())
    def is_answered(self, *, fits: bool) -> None:
        self.open = False
        self.course = Course(
            first_at=FIRST,
            sure=self.course.sure,
            turn=self.course.turn,
            recalled=self.course.recalled + fits,
            asked_at=self.course.asked_at,
        )

    @rule()
    def is_left_alone(self) -> None:
        self.open = False

    @invariant()
    def is_never_asked_too_often_or_too_soon(self) -> None:
        assert len(self.asked) <= (1 if self.course.sure else 3)
        assert all(
            later - earlier >= timedelta(days=RECALL_APART, hours=-1)
            for earlier, later in zip(self.asked, self.asked[1:], strict=False)
        )
        assert all(moment > FIRST for moment in self.asked)

    @invariant()
    def ends_when_it_has_been_recalled_often_enough(self) -> None:
        if self.course.recalled >= self.plan.enough:
            assert self.due == RECALLED


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
