"""A driver begins with the pace that earlier ones left, and with what has come back of it since."""

from datetime import timedelta
from time import monotonic

import pytest

from bot.delivery.inherited import paced_gate
from bot.delivery.pace import CALM, QUICKENED, SLOWED
from bot.platforms.limits import Call, Limits, Window
from bot.platforms.results import TryLater
from bot.store.delivery.resting import Rest, keep_rest, load_rest
from tests.integration.delivery.house import House


async def _share(house: House) -> float:
    """Return the share of a window of one message a second that a new driver uses."""
    gate = await paced_gate(house.deliverer, "w-0")
    at = monotonic()
    gate.pace.called(Call.POST, at)
    return 1.0 / (gate.pace.call_free_at(Call.POST, at) - at)


@pytest.mark.parametrize(
    ("calm", "tenths"),
    [(-CALM, 0), (CALM * 0.9, 0), (CALM * 1.1, 1), (CALM * 3.1, 3), (CALM * 1000, 5)],
)
async def test_it_has_grown_since_the_rest_was_over(house: House, calm: float, tenths: int) -> None:
    house.platform.limits = Limits((), (Window(1, 1.0),))
    until = house.now() - timedelta(seconds=calm)
    await keep_rest(house.database.statements, "w-0", Rest(SLOWED, until, {}, {}))
    if calm > 0:
        assert await _share(house) == pytest.approx(SLOWED + QUICKENED * tenths)
    else:
        gate = await paced_gate(house.deliverer, "w-0")
        assert gate.pace.call_free_at(Call.POST, monotonic()) > monotonic() + CALM * 0.9


async def test_a_word_about_one_destination_leaves_it_growing(house: House) -> None:
    house.platform.limits = Limits((), (Window(1, 1.0),))
    until = house.now() - timedelta(seconds=CALM * 2.1)
    await keep_rest(house.database.statements, "w-0", Rest(SLOWED, until, {}, {}))
    gate = await paced_gate(house.deliverer, "w-0")
    await gate.refused(Call.POST, "C1", TryLater("429", timedelta(seconds=5)))
    kept = await load_rest(house.database.statements, "w-0", now=house.now())
    assert list(kept.lines) == ["C1"]
    assert await _share(house) == pytest.approx(SLOWED + QUICKENED * 2)
