"""What a later version says that it changes is checked like everything that people read."""

from dataclasses import replace

import pytest

from content.briefing import WhatChanged
from content.checks import Severity, check
from content.withdrawing import MAX_REASON, reason_trouble
from tests.fakes.briefings import small_briefing


def found(version: int, change: WhatChanged | None) -> list[Severity]:
    briefing = replace(small_briefing(), version=version, change=change)
    return [each.severity for each in check(briefing) if each.section == "Change"]


def test_a_first_version_changes_nothing() -> None:
    assert found(1, None) == []


def test_a_later_version_says_what_it_changes() -> None:
    assert found(2, None) == [Severity.WARNING]
    assert found(2, WhatChanged("The number to ring is new.", material=True)) == []
    assert found(2, WhatChanged("x" * 201, material=True)) == [Severity.ERROR]
    assert Severity.ERROR in found(2, WhatChanged("NHS number 943 476 5919.", material=True))


@pytest.mark.parametrize("words", ["", "x" * (MAX_REASON + 1), "Ring 0151 496 0123."])
def test_a_reason_that_cannot_be_shown(words: str) -> None:
    assert reason_trouble(words)


def test_a_reason_that_can() -> None:
    assert reason_trouble("x" * MAX_REASON) is None
    assert reason_trouble("A number in it was out of date.") is None
