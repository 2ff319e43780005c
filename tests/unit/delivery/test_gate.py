"""The gate: calls go through in the order in which they came, and words about pace are heeded."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from math import inf

from bot.delivery.gate import PacedGate, Rests
from bot.delivery.pace import Pace, Resting
from bot.platforms.limits import Call, Limits, Window
from bot.platforms.results import TryLater


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.at = 100.0
        self.kept: list[tuple[Resting, float]] = []

    def __call__(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds

    async def keep(self, resting: Resting, at: float) -> None:
        self.kept.append((resting, at))


def gate_of(time: Time, limits: Limits) -> PacedGate:
    return PacedGate(Pace(limits), time.keep, sleep=time.sleep, clock=time)


async def test_calls_wait_for_their_turn_in_the_order_in_which_they_came() -> None:
    time = Time()
    gate = gate_of(time, Limits((), (Window(2, 1.0),)))
    went: list[tuple[int, float]] = []

    async def go(number: int) -> None:
        await gate.turn(Call.POST)
        went.append((number, time.at))

    await asyncio.gather(*(go(number) for number in range(6)))
    assert [number for number, _ in went] == list(range(6))
    assert [round(at - 100.0, 2) for _, at in went] == [0.0, 0.0, 1.0, 1.0, 2.0, 2.0]


async def test_a_refused_message_is_kept_for_drivers_to_come() -> None:
    time = Time()
    gate = gate_of(time, Limits((), ()))
    await gate.refused(Call.POST, "C1", TryLater("busy"))
    assert time.kept == []
    await gate.refused(Call.POST, "C1", TryLater("busy", timedelta(seconds=30)))
    await gate.refused(Call.PRIVATE, "P1", TryLater("busy", timedelta(seconds=5), everywhere=True))
    assert len(time.kept) == 2
    assert gate.pace.line_free_at("C1") == 130.0
    await gate.turn(Call.POST)
    assert time.at == 105.0


async def test_a_refused_edit_lets_messages_go_on() -> None:
    time = Time()
    gate = gate_of(time, Limits((), ()))
    await gate.refused(Call.UPDATE, "C1", TryLater("busy", timedelta(seconds=30), everywhere=True))
    assert [kept.calls for kept, _ in time.kept] == [{Call.UPDATE: 130.0}]
    assert gate.pace.line_free_at("C1") == -inf
    await gate.turn(Call.POST)
    assert time.at == 100.0
    time.at = 125.0
    assert await gate.turn(Call.UPDATE) is None
    assert time.at == 130.0


async def test_nobody_stands_at_the_gate_for_calls_that_rest_for_long() -> None:
    time = Time()
    gate = gate_of(time, Limits((), (), rosters=(Window(1, 2.0),)))
    held = asyncio.Event()

    async def asleep(seconds: float) -> None:
        await held.wait()
        time.at += seconds

    gate = replace(gate, sleep=asleep)
    assert await gate.turn(Call.ROSTER) is None
    waiting = [asyncio.create_task(gate.turn(Call.ROSTER)) for _ in range(3)]
    await asyncio.sleep(0)
    word = TryLater("busy", timedelta(seconds=30), everywhere=True)
    await gate.refused(Call.ROSTER, "C1", word)
    held.set()
    assert await asyncio.gather(*waiting) == [Rests(timedelta(seconds=28))] * 3
    assert await gate.turn(Call.POST) is None
    time.at = 130.0
    assert await gate.turn(Call.ROSTER) is None


async def test_what_one_channel_is_refused_rests_there_alone() -> None:
    """As on Teams, which counts every call by its thread."""
    for call in Call:
        time = Time()
        gate = gate_of(time, Limits((), ()))
        await gate.refused(call, "C1", TryLater("busy", timedelta(seconds=30)))
        assert gate.pace.line_free_at("C1") == 130.0
        assert gate.pace.line_free_at("C2") == -inf
        assert await gate.turn(call) is None
        assert time.at == 100.0


async def test_who_can_see_a_channel_is_asked_beside_the_messages() -> None:
    time = Time()
    gate = gate_of(time, Limits((), (Window(2, 60.0),), rosters=(Window(3, 60.0),)))
    post = gate.book(Call.ROSTER, Call.POST)
    assert gate.free_at(Call.POST) == -inf
    assert await post.turn(Call.ROSTER) is None
    assert gate.booked[Call.ROSTER] == 0
    assert gate.booked[Call.POST] == 1
    post.give_back()
    assert gate.booked.total() == 0


async def test_who_gets_ready_counts_until_its_turn_or_its_end() -> None:
    time = Time()
    gate = gate_of(time, Limits((), (Window(3, 60.0),), updates=(Window(1, 60.0),)))
    assert gate.free_at(Call.UPDATE) == -inf
    edit = gate.book(Call.UPDATE)
    assert gate.free_at(Call.UPDATE) == 160.0
    assert gate.free_at(Call.POST) == -inf
    await edit.turn(Call.ROSTER)
    assert gate.booked == {Call.UPDATE: 1}
    await edit.turn(Call.UPDATE)
    edit.give_back()
    assert gate.booked.total() == 0
    assert gate.free_at(Call.UPDATE) == 160.0
    given_up = gate.book(Call.POST)
    given_up.give_back()
    given_up.give_back()
    assert gate.booked.total() == 0
