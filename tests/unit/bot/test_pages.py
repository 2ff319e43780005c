"""Words on the console's pages."""

from datetime import timedelta

import pytest

from bot.delivery.outcome import WORDS
from bot.evidence.ladder import Rung
from bot.store.deliveries import State
from bot.web.pages import RUNG_WORDS, WHAT, plan_words, span_words
from schedules.kinds import Kind
from schedules.plan import OneOff, Recurring
from tests.fakes.clock import START


def test_plans_in_words() -> None:
    assert plan_words(OneOff(START)) == "once, Mon 2 Nov 2026, 09:00"
    recurring = Recurring("0 9 * * mon", START)
    assert plan_words(recurring) == "again and again (0 9 * * mon, London time)"


def test_every_rung_and_every_state_has_its_words() -> None:
    assert set(RUNG_WORDS) == set(Rung)
    assert set(WORDS) == set(State)
    assert set(WHAT) == set(Kind)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(), "1 hour"),
        (timedelta(minutes=20), "1 hour"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(minutes=61), "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=47, seconds=1), "2 days"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=2, seconds=1), "3 days"),
        (timedelta(days=40), "40 days"),
    ],
)
def test_a_span_is_never_told_shorter_than_it_was(span: timedelta, words: str) -> None:
    assert span_words(span) == words
