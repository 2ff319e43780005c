"""Words on the console's pages."""

from bot.delivery.outcome import state_words
from bot.evidence.ladder import Rung
from bot.letter_words import WHAT
from bot.store.deliveries import State
from bot.web.pages import RUNG_WORDS, plan_words
from schedules.kinds import Kind
from schedules.plan import OneOff, Recurring
from tests.fakes.clock import START


def test_plans_in_words() -> None:
    assert plan_words(OneOff(START)) == "once, Mon 2 Nov 2026, 09:00"
    recurring = Recurring("0 9 * * mon", START)
    assert plan_words(recurring) == "again and again (0 9 * * mon, London time)"


def test_every_rung_and_every_state_has_its_words() -> None:
    assert set(RUNG_WORDS) == set(Rung)
    assert all(state_words(state) for state in State)
    assert set(WHAT) == set(Kind)
