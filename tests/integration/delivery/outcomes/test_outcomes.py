"""What the platform answers, and what becomes of the delivery."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.delivery.outcome import state_words
from bot.platforms.limits import Call
from bot.platforms.results import Broken, SendResult, Stopped, TryLater
from bot.store.delivery.attempts import BACK_LOOK, take_due
from bot.store.delivery.deliveries import State, next_try
from bot.store.delivery.letters import list_letters
from bot.store.looks import glance
from content.briefing import Briefing
from content.message import Message
from tests.fakes.clock import FakeClock
from tests.integration.delivery.attempts import (
    OpenGate,
    attempt,
    attempted,
    events,
    planned,
    row_of,
)
from tests.integration.delivery.house import House


@pytest.mark.parametrize(
    ("result", "state", "reason"),
    [
        (Stopped("Invite the bot."), "halted", "Invite the bot."),
        (Broken("invalid_blocks"), "failed", "invalid_blocks"),
        (TryLater("busy"), "waiting", "busy"),
    ],
)
async def test_a_result_becomes_an_outcome(
    house: House, result: SendResult, state: str, reason: str
) -> None:
    row = await attempted(house, result)
    assert (row["state"], row["reason"], row["attempts"]) == (state, reason, 1)
    assert await events(house) == 0
    assert (row["settled_at"] is None) == (state == "waiting")


async def test_retry_after_is_told_at_the_gate_and_comes_first(
    house: House, clock: FakeClock
) -> None:
    delivery = await planned(house)
    gate = OpenGate()
    refusal = TryLater("429", timedelta(seconds=30), everywhere=True)
    house.platform.answers["C1"].append(refusal)
    assert await attempt(house, delivery, gate) is State.WAITING
    assert gate.told == [(Call.POST, "C1", refusal)]
    assert (gate.turns, gate.lines) == ([Call.ROSTER, Call.POST], ["C1"])
    until = (await row_of(house, delivery))["next_try_at"]
    assert isinstance(until, datetime)
    assert timedelta(seconds=30) <= until - clock.now() <= timedelta(seconds=31)
    clock.set(until)
    async with house.database.begin() as connection:
        assert await next_try(connection) is not None
        due = await take_due(connection, now=clock.now())
    assert [address.delivery for address in due] == [delivery]
    assert await attempt(house, delivery, gate) is State.DELIVERED


async def test_what_waits_goes_on_where_the_clock_is_set_back(
    house: House, clock: FakeClock
) -> None:
    clock.advance(timedelta(days=1))
    row = await attempted(house, TryLater("busy", timedelta(seconds=30)))
    clock.advance(timedelta(days=-1))
    (back,) = await glance(house.database.statements, [BACK_LOOK], clock.now())
    assert back.due
    async with house.database.begin() as connection:
        due = await take_due(connection, now=clock.now())
    assert [address.delivery for address in due] == [row["id"]]


async def test_attempts_are_capped_and_then_it_is_a_dead_letter(
    house: House, clock: FakeClock
) -> None:
    row = await attempted(house, *[TryLater("busy")] * 9)
    delivery = row["id"]
    assert isinstance(delivery, UUID)
    for _ in range(house.patience.attempts - 1):
        clock.advance(timedelta(minutes=1))
        async with house.database.begin() as connection:
            assert len(await take_due(connection, now=clock.now())) == 1
        await attempt(house, delivery)
    row = await row_of(house, delivery)
    assert row["state"] == "failed"
    assert row["reason"] == "Given up after 4 attempts. The last one: busy"
    async with house.database.begin() as connection:
        (letter,) = await list_letters(connection)
    assert (letter.id, letter.outcome, letter.attempts) == (delivery, State.FAILED, 4)


async def test_our_own_fault_fails_in_words_without_the_body(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(briefing: Briefing, delivery: UUID) -> Message:
        raise ValueError(briefing.title + " is secret")

    house.compose = broken
    row = await attempted(house)
    assert row["state"] == "failed"
    assert row["reason"] == "An unexpected ValueError on our side; the log has the moment."
    assert "secret" not in caplog.text
    assert house.platform.tried == []


async def test_nothing_is_done_for_a_delivery_that_does_not_exist(house: House) -> None:
    await attempt(house, UUID(int=1))
    assert house.platform.tried == []


def test_every_state_has_its_words() -> None:
    assert len({state_words(state) for state in State}) == len(State)
