"""The people of the demo: patient with a busy machine, and with nothing else."""

import pytest

from bot.sandbox import scenario
from bot.sandbox.world import Nothing, Refusal, Shown

SLOW = Refusal(scenario.TOO_SLOW, "The bot did not answer within 3 seconds.")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenario, "WAITS", (0.0, 0.0, 0.0))


async def tried(*answers: Shown) -> tuple[Shown, int]:
    """Return what was shown in the end, and after how many tries."""
    count = 0

    async def do() -> Shown:
        nonlocal count
        count += 1
        return answers[min(count, len(answers)) - 1]

    return await scenario._patiently(do), count


async def test_who_is_told_that_it_took_too_long_tries_again() -> None:
    assert await tried(SLOW, SLOW, Nothing()) == (Nothing(), 3)


async def test_patience_ends() -> None:
    assert await tried(SLOW) == (SLOW, 4)


async def test_an_error_is_not_tried_again() -> None:
    broken = Refusal(500, "The bot answered with an error.")
    assert await tried(broken, Nothing()) == (broken, 1)
