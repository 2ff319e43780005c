"""Where nobody knows whether a post stands: look first, and never send twice."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from bot.platforms.results import CannotLook, TryLater, Unclear
from bot.store.delivery.attempts import claim, take_due
from bot.store.delivery.deliveries import State
from bot.store.tables import deliveries
from content.briefing import Briefing
from content.message import Message
from content.templating import say
from tests.fakes.clock import FakeClock
from tests.integration.delivery.attempts import (
    OpenGate,
    attempt,
    attempted,
    events,
    hurried,
    planned,
    ready,
    row_of,
)
from tests.integration.delivery.house import House


async def test_an_unclear_post_that_stands_is_found(house: House) -> None:
    house.platform.accepts_unclear = True
    row = await attempted(house, Unclear("reset"))
    assert row["state"] == "delivered"
    assert len(house.platform.posts) == 1
    assert await events(house) == 1


async def test_an_unclear_post_that_does_not_stand_is_looked_for_again_before_a_retry(
    house: House, clock: FakeClock
) -> None:
    row = await attempted(house, Unclear("reset"))
    assert row["state"] == "claimed"
    assert row["next_try_at"] is not None
    clock.advance(timedelta(seconds=1))
    async with house.database.begin() as connection:
        (again,) = await take_due(connection, now=clock.now())
    await attempt(house, again.delivery)
    assert len(house.platform.looked) == 2
    assert len(house.platform.posts) == 1
    assert (await row_of(house, again.delivery))["state"] == "delivered"


async def test_an_unclear_post_that_nobody_may_look_for_is_unconfirmed(house: House) -> None:
    house.platform.may_look = False
    row = await attempted(house, Unclear("The connection was reset."))
    assert row["state"] == "unconfirmed"
    assert row["reason"] == ("The connection was reset. This workspace does not let the bot look.")
    await attempt(house, UUID(str(row["id"])))
    assert len(house.platform.tried) == 1


async def test_unclear_to_the_end_is_unconfirmed_and_not_failed(
    house: House, clock: FakeClock
) -> None:
    house.patience = replace(house.patience, attempts=1)
    row = await attempted(house, Unclear("reset"))
    assert row["state"] == "unconfirmed"


async def test_an_exception_while_posting_counts_as_unclear(house: House) -> None:
    house.platform.looks.append(CannotLook("No look."))
    row = await attempted(house, RuntimeError("secret body"))
    assert row["state"] == "unconfirmed"
    assert "RuntimeError" in str(row["reason"])
    assert "secret" not in str(row["reason"])


async def test_a_look_that_fails_is_no_look(house: House) -> None:
    house.platform.looks.append(RuntimeError("boom"))
    row = await attempted(house, Unclear("reset"))
    assert row["state"] == "unconfirmed"


async def test_a_look_that_is_refused_for_now_is_made_again(house: House, clock: FakeClock) -> None:
    """As where the network is away for both, or Slack wants no more questions."""
    house.platform.accepts_unclear = True
    wait = timedelta(seconds=30)
    house.platform.looks += [TryLater("Too fast.", wait), TryLater("Again.", wait)]
    row = await attempted(house, Unclear("reset"))
    delivery = UUID(str(row["id"]))
    assert (row["state"], row["reason"]) == ("claimed", "reset Too fast.")
    assert isinstance(row["next_try_at"], datetime)
    assert row["next_try_at"] >= clock.now() + wait
    await hurried(house, delivery)
    row = await row_of(house, delivery)
    assert (row["state"], row["attempts"]) == ("claimed", 2)
    assert row["reason"] == f"{say('attempt.in_doubt')} Again."
    await hurried(house, delivery)
    assert (await row_of(house, delivery))["state"] == "delivered"
    assert len(house.platform.posts) == 1


async def test_what_cannot_be_looked_for_to_the_end_is_unconfirmed(house: House) -> None:
    house.platform.looks += [TryLater("Too fast.")] * house.patience.attempts
    row = await attempted(house, Unclear("reset"))
    for _ in range(house.patience.attempts - 1):
        await hurried(house, UUID(str(row["id"])))
    row = await row_of(house, UUID(str(row["id"])))
    assert row["state"] == "unconfirmed"
    assert str(row["reason"]).endswith("Too fast.")
    assert len(house.platform.tried) == 1


@pytest.mark.parametrize(("may_look", "state"), [(True, "delivered"), (False, "unconfirmed")])
async def test_a_claimed_row_that_nobody_holds_is_looked_for_first(
    house: House, *, may_look: bool, state: str
) -> None:
    house.platform.may_look = may_look
    delivery = await planned(house)
    row = await ready(house, delivery)
    assert row is not None
    assert await claim(house.database.statements, row, now=house.now())
    await attempt(house, delivery)
    assert house.platform.looked == [delivery]
    assert (await row_of(house, delivery))["state"] == state
    assert len(house.platform.posts) == (1 if may_look else 0)


async def test_what_may_still_be_under_way_is_not_looked_for_yet(
    house: House, clock: FakeClock
) -> None:
    house.surely_over = timedelta(seconds=20)
    delivery = await planned(house)
    row = await ready(house, delivery)
    assert row is not None
    assert await claim(house.database.statements, row, now=house.now())
    clock.advance(timedelta(seconds=15))
    assert await attempt(house, delivery) is State.CLAIMED
    assert (house.platform.looked, house.platform.tried) == ([], [])
    assert await attempt(house, delivery) is None
    clock.advance(timedelta(seconds=5))
    await house.clock.tick()
    assert await attempt(house, delivery) is State.DELIVERED
    assert house.platform.looked == [delivery]


async def test_a_claim_that_came_too_late_posts_nothing(house: House) -> None:
    delivery = await planned(house)
    composed: list[UUID] = []

    def slowly(briefing: Briefing, which: UUID) -> Message:
        composed.append(which)
        return Message("", ())

    row = await ready(house, delivery)
    assert row is not None
    async with house.database.begin() as connection:
        await connection.execute(update(deliveries).values(attempts=1))
    house.compose = slowly
    await house.deliverer.deliver(row, OpenGate())
    assert composed == [delivery]
    assert house.platform.tried == []
