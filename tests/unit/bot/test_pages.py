"""Words on the console's pages."""

from bot.delivery.outcome import state_words
from bot.evidence.ladder import Rung
from bot.store.cascade.cascades import CascadeState
from bot.store.delivery.deliveries import State
from bot.web.pages import cascade_words, plan_words, rung_words
from content.templating import phrase_keys
from schedules.kinds import Kind
from schedules.plan import OneOff, Recurring
from tests.fakes.clock import START


def test_plans_in_words() -> None:
    assert plan_words(OneOff(START)) == "once, Mon 2 Nov 2026, 09:00"
    recurring = Recurring("0 9 * * mon", START)
    assert plan_words(recurring) == "again and again (0 9 * * mon, London time)"


def test_every_rung_and_every_state_has_its_words() -> None:
    for rung in Rung:
        name, counts = rung_words(rung)
        assert name != counts
    assert all(cascade_words(state) for state in CascadeState)
    assert all(state_words(state) for state in State)
    assert {f"letter_kind.{kind.name.lower()}" for kind in Kind} <= phrase_keys()
