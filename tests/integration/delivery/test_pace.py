"""The pace row, shared by all."""

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.pace import MARGIN, Pace
from bot.platforms.base import Limits, Place, Window
from bot.store.engine import Database
from tests.fakes.clock import FakeClock
from tests.integration.delivery.house import directory_of

DIRECTORY = directory_of(2, workspaces=2)
ONE = Place(DIRECTORY.workspace("w-0"), "C0")
TWO = Place(DIRECTORY.workspace("w-0"), "C9")
ELSEWHERE = Place(DIRECTORY.workspace("w-1"), "C1")
SLACK = Limits((Window(1, 1.0),), (Window(2, 1.0),))


class Sleeper:
    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))


async def test_turns_are_given_one_after_the_other_and_far_ones_not_at_all(
    database: Database, clock: FakeClock
) -> None:
    sleeper = Sleeper()
    pace = Pace(database, now=clock.now, sleep=sleeper)
    limits = Limits((Window(1, 1.0),), ())
    turns = await asyncio.gather(*(pace.turn(ONE, limits) for _ in range(4)))
    assert sorted(sleeper.slept) == [round(MARGIN, 3), round(2 * MARGIN, 3)]
    (later,) = [turn for turn in turns if turn is not None]
    assert (later - clock.now()).total_seconds() == pytest.approx(3 * MARGIN)
    assert await pace.turn(TWO, limits) is None
    clock.advance(timedelta(seconds=60))
    assert await pace.turn(ONE, limits) is None
    assert len(sleeper.slept) == 2


async def test_what_a_busy_workspace_refuses_costs_the_channel_nothing(
    database: Database, clock: FakeClock
) -> None:
    sleeper = Sleeper()
    pace = Pace(database, now=clock.now, sleep=sleeper)
    until = clock.now() + timedelta(seconds=30)
    await pace.rest(ONE, SLACK, until=until, everywhere=True)
    for _ in range(3):
        assert await pace.turn(ONE, SLACK) is not None
        assert await pace.turn(TWO, SLACK) is not None
    assert await pace.turn(ELSEWHERE, SLACK) is None
    clock.set(until)
    assert await pace.turn(ONE, SLACK) is None
    assert sleeper.slept == []


async def test_a_rest_closes_one_channel_and_is_never_shortened(
    database: Database, clock: FakeClock
) -> None:
    pace = Pace(database, now=clock.now, sleep=Sleeper())
    until = clock.now() + timedelta(seconds=60)
    await pace.rest(ONE, SLACK, until=until, everywhere=False)
    await pace.rest(ONE, SLACK, until=clock.now() + timedelta(seconds=5), everywhere=False)
    assert await pace.turn(ONE, SLACK) == until
    assert await pace.turn(TWO, SLACK) is None
