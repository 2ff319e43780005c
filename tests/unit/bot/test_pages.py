"""Words on the console's pages."""

from datetime import UTC, datetime

import pytest

from bot.delivery.outcome import WORDS
from bot.evidence.ladder import Rung
from bot.store.deliveries import State
from bot.web.pages import RUNG_WORDS, london, plan_words
from schedules.plan import OneOff, Recurring
from tests.fakes.clock import START


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 1, 5, 9, 5, tzinfo=UTC), "Mon 5 Jan 2026, 09:05"),
        (datetime(2026, 7, 5, 23, 30, tzinfo=UTC), "Mon 6 Jul 2026, 00:30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sun 25 Oct 2026, 01:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sun 25 Oct 2026, 01:30"),
    ],
)
def test_moments_are_told_as_londons(moment: datetime, words: str) -> None:
    assert london(moment) == words


def test_plans_in_words() -> None:
    assert plan_words(OneOff(START)) == "once, Mon 2 Nov 2026, 09:00"
    recurring = Recurring("0 9 * * mon", START)
    assert plan_words(recurring) == "again and again (0 9 * * mon, London time)"


def test_every_rung_and_every_state_has_its_words() -> None:
    assert set(RUNG_WORDS) == set(Rung)
    assert set(WORDS) == set(State)
