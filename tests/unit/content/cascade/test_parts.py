"""Parts add up, corrections take the place of what they name, and nothing is lost."""

from dataclasses import replace
from datetime import date

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from content.cascade import Confirmation, Coverage, Method, Part, standing, summed

MANY = st.integers(0, 60)


def part(number: int, reached: int, eligible: int, corrects: int | None = None) -> Part:
    told = Confirmation("Duty team", reached, eligible, Method.OTHER, date(2026, 12, 3))
    return Part(number, told, corrects)


def test_nothing_told_is_not_nobody_reached() -> None:
    assert summed(()) == Coverage(0, 0, 0)
    assert not summed(()).whole
    assert summed([part(1, 0, 0)]) == Coverage(0, 0, 1)
    assert not summed([part(1, 0, 0)]).whole


def test_parts_add_up_until_it_is_whole() -> None:
    parts = [part(1, 14, 45), part(2, 20, 45)]
    assert summed(parts) == Coverage(34, 45, 2)
    assert summed(parts).missing == 11
    assert summed([*parts, part(3, 10, 44)]) == Coverage(44, 44, 3)
    assert summed([*parts, part(3, 10, 44)]).whole


def test_a_correction_takes_the_place_of_what_it_names() -> None:
    parts = [part(1, 12, 45), part(2, 9, 45), part(3, 14, 45, corrects=1)]
    assert summed(parts) == Coverage(23, 45, 2)
    assert [each.number for each in standing(parts)] == [3, 2]
    again = [*parts, part(4, 15, 45, corrects=3), part(5, 16, 45, corrects=1)]
    assert summed(again) == Coverage(25, 45, 2)
    assert summed(reversed(again)) == summed(again)


def test_the_newest_word_on_everybody_holds_and_is_never_below_those_reached() -> None:
    assert summed([part(1, 12, 45), part(2, 1, 40)]) == Coverage(13, 40, 2)
    assert summed([part(1, 12, 45), part(2, 5, 10)]) == Coverage(17, 17, 2)


class Telling(RuleBasedStateMachine):
    """A lead tells part after part and corrects some, beside a plain tally of each account."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self.tally: dict[int, int] = {}
        self.account_of: dict[int, int] = {}
        self.everybody = 0

    def tell(self, reached: int, eligible: int, corrects: int | None) -> None:
        number = len(self.parts) + 1
        self.parts.append(part(number, reached, eligible, corrects))
        account = number if corrects is None else self.account_of[corrects]
        self.account_of[number] = account
        self.tally[account] = reached
        self.everybody = eligible

    @rule(reached=MANY, more=MANY)
    def add(self, reached: int, more: int) -> None:
        self.tell(reached, reached + more, None)

    @precondition(lambda self: self.parts)
    @rule(reached=MANY, more=MANY, data=st.data())
    def correct(self, reached: int, more: int, data: st.DataObject) -> None:
        which = data.draw(st.sampled_from(self.parts))
        self.tell(reached, reached + more, which.number)

    @invariant()
    def adds_up(self) -> None:
        coverage = summed(self.parts)
        assert coverage.reached == sum(self.tally.values())
        assert coverage.parts == len(self.tally) == len(standing(self.parts))
        assert 0 <= coverage.reached <= coverage.eligible
        assert coverage.eligible == max(coverage.reached, self.everybody)
        assert coverage.missing == coverage.eligible - coverage.reached
        assert coverage.whole == (coverage.eligible > 0 and coverage.missing == 0)

    @invariant()
    def what_stands_is_the_latest_of_each_account(self) -> None:
        for each in standing(self.parts):
            account = self.account_of[each.number]
            versions = [n for n, other in self.account_of.items() if other == account]
            assert each.number == max(versions)


Telling.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestTelling = Telling.TestCase


def test_what_was_told_before_a_change_counts_no_more() -> None:
    before = [replace(part(1, 20, 45), superseded=True), replace(part(2, 25, 45), superseded=True)]
    assert summed(before) == Coverage(0, 45, 0)
    assert standing(before) == ()
    # A number in an account from before is corrected: that passes nothing on.
    assert summed([*before, part(3, 22, 45, corrects=1)]) == Coverage(0, 45, 0)
    after = [*before, part(3, 22, 45, corrects=1), part(4, 8, 45)]
    assert summed(after) == Coverage(8, 45, 1)
