"""Who can see a channel, and whether it is still there, is asked before the post."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from bot.platforms.limits import Call
from bot.platforms.results import Roster, Stopped, TryLater
from bot.store.delivery.deliveries import State
from bot.store.engine import Database
from bot.store.tables import deliveries, eligible_members
from config.directory import Directory
from tests.fakes.clock import FakeClock
from tests.integration.delivery.attempts import (
    OpenGate,
    attempt,
    attempted,
    expanded,
    planned,
    ready,
    row_of,
)
from tests.integration.delivery.house import BRIEFING_ONE, House, add_briefing, pseudonym


async def due_again(house: House, clock: FakeClock) -> None:
    clock.advance(timedelta(minutes=1))
    await house.clock.tick()


async def test_who_can_see_the_channel_is_kept_before_the_post(
    house: House, clock: FakeClock
) -> None:
    house.platform.members = {"C1": frozenset({"U1", "U2"})}
    row = await attempted(house, TryLater("busy"))
    house.platform.members = {"C1": frozenset({"U2", "U3", "U4"})}
    await due_again(house, clock)
    await attempt(house, UUID(str(row["id"])))
    async with house.database.begin() as connection:
        rows = await connection.execute(select(eligible_members))
        eligible = {(entry.member, entry.agency) for entry in rows}
    assert eligible == {(pseudonym("w-0", name), "police") for name in ("U2", "U3", "U4")}


async def test_who_can_see_a_channel_is_asked_once_within_a_minute(
    house: House, clock: FakeClock
) -> None:
    house.platform.members = {"C1": frozenset({"U1", "U2"})}
    deliverer, gate = house.deliverer, OpenGate()
    for _ in range(3):
        taken = await ready(house, await planned(house))
        assert taken is not None
        assert await deliverer.deliver(taken, gate) is State.DELIVERED
    assert gate.turns.count(Call.ROSTER) == 1
    async with house.database.begin() as connection:
        assert len(list(await connection.execute(select(eligible_members)))) == 6
    clock.advance(timedelta(minutes=1))
    taken = await ready(house, await planned(house))
    assert taken is not None
    await deliverer.deliver(taken, gate)
    assert gate.turns.count(Call.ROSTER) == 2


async def test_every_call_counts_that_it_took_to_learn_who_can_see_a_channel(house: House) -> None:
    house.platform.rosters["C1"].append(Roster(frozenset({"U1"}), calls=3))
    gate = OpenGate()
    assert await attempt(house, await planned(house), gate) is State.DELIVERED
    assert gate.turns.count(Call.ROSTER) == 3


async def test_a_roster_that_cannot_be_had_stops_the_post(house: House, clock: FakeClock) -> None:
    house.platform.rosters["C1"].extend([TryLater("slow down"), Stopped("Invite the bot.")])
    row = await attempted(house)
    assert (row["state"], row["reason"], row["attempts"]) == ("waiting", "slow down", 1)
    await due_again(house, clock)
    await attempt(house, UUID(str(row["id"])))
    row = await row_of(house, UUID(str(row["id"])))
    assert (row["state"], row["reason"]) == ("halted", "Invite the bot.")
    assert house.platform.tried == []


async def test_a_channel_that_opened_to_others_gets_no_restricted_briefing(
    house: House, database: Database
) -> None:
    await add_briefing(database, replace(BRIEFING_ONE, restricted=True, version=2))
    await house.send("leads")
    delivery = await expanded(house)
    lead = house.directory.channel("c-0")
    house.directory = house.directory.model_copy(
        update={"channels": (lead.model_copy(update={"leads_only": False}),)}
    )
    house.directory = Directory.model_validate(house.directory.model_dump())
    await attempt(house, delivery)
    row = await row_of(house, delivery)
    assert row["state"] == "skipped"
    assert "restricted" in str(row["reason"])
    assert house.platform.tried == []


@pytest.mark.parametrize("change", [{"key": "c-9"}, {"id": "C9"}])
async def test_a_channel_that_left_the_directory_halts(
    house: House, change: dict[str, str]
) -> None:
    delivery = await planned(house)
    moved = house.directory.channel("c-1").model_copy(update=change)
    house.directory = Directory.model_validate(
        house.directory.model_copy(update={"channels": (moved,), "audiences": ()}).model_dump()
    )
    await attempt(house, delivery)
    row = await row_of(house, delivery)
    assert row["state"] == "halted"
    assert "'c-1' is not in the directory any more" in str(row["reason"])


async def test_what_may_be_there_is_for_a_person_when_its_channel_left_the_directory(
    house: House,
) -> None:
    """A worker died between post and record. Halted, it would go out once more when its channel is
    back."""
    delivery = await planned(house)
    async with house.database.begin() as connection:
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.id == delivery)
            .values(state="claimed", claimed_at=house.now(), attempts=1)
        )
    known = house.directory
    house.directory = Directory.model_validate(
        known.model_copy(update={"channels": (known.channel("c-0"),), "audiences": ()}).model_dump()
    )
    await attempt(house, delivery)
    row = await row_of(house, delivery)
    assert row["state"] == "unconfirmed"
    assert str(row["reason"]).startswith("An earlier attempt ended without a result")
    assert "'c-1' is not in the directory any more" in str(row["reason"])


async def test_a_channel_gone_before_expansion_is_a_halted_row(house: House) -> None:
    await house.send("first")
    house.directory = Directory.model_validate(
        house.directory.model_copy(
            update={"channels": (house.directory.channel("c-0"),), "audiences": ()}
        ).model_dump()
    )
    row = await row_of(house, await expanded(house))
    assert (row["state"], row["agency"]) == ("halted", "unknown")
    assert row["settled_at"] is not None


async def test_an_unknown_roster_fault_is_ours(house: House) -> None:
    house.platform.rosters["C1"].append(RuntimeError("x"))
    assert (await attempted(house))["state"] == "failed"


async def test_an_empty_channel_still_gets_its_post(house: House) -> None:
    house.platform.rosters["C1"].append(Roster(frozenset()))
    assert (await attempted(house))["state"] == "delivered"
